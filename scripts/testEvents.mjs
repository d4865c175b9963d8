// A reporter for node:test: one JSON line per test that ended and per line that a test told, for scripts/test.mjs to sum up.
// biome-ignore lint/style/noDefaultExport: node:test loads a reporter by its default export
export default async function* testEvents(source) {
  const names = [];
  for await (const { type, data } of source) {
    if (type === 'test:diagnostic' && !totals.test(data.message))
      yield `${JSON.stringify({ outcome: 'told', name: data.message })}\n`;
    if (type === 'test:start') names[data.nesting] = data.name;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' && (type === 'test:pass' || data.details.error?.failureType === 'subtestsFailed'))
      continue;
    const { error, duration_ms: milliseconds } = data.details ?? {};
    const event = {
      name: [...names.slice(0, data.nesting), data.name].join(' › '),
      outcome: data.skip !== undefined || data.todo !== undefined ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed',
      reason: typeof data.skip === 'string' ? data.skip : undefined,
      milliseconds,
      error: error ? textOf(error) : undefined,
    };
    yield `${JSON.stringify(event)}\n`;
  }
}

/** What node:test itself tells at the end. */
const totals = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /;

function textOf(error) {
  const cause = error.cause ?? error;
  if (typeof cause !== 'object') return String(cause);
  const text = String(cause.stack ?? cause.message ?? cause);
  return cause.code === 'ERR_ASSERTION' && !text.includes(cause.message) ? `${cause.message}\n${text}` : text;
}
