/** The findings as a report: as data with a schema (`docs/report.schema.json`), and as Markdown in which no name is more than text. */
import { sandboxName } from '../model/lookup.ts';
import type { Topology } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import type { Finding, FindingCode, Severity } from './finding.ts';

export interface Report {
  readonly $schema: string;
  readonly version: 1;
  /** ISO 8601. */
  readonly at: string;
  readonly redacted: boolean;
  readonly engines: readonly {
    readonly id: string;
    readonly context: string;
    readonly state: string;
    readonly version?: string;
  }[];
  readonly counts: Readonly<Record<Severity | 'silenced', number>>;
  readonly findings: readonly ReportFinding[];
  /** How many things could not be read: their absence from the findings means nothing. */
  readonly gaps: number;
}

export interface ReportFinding {
  readonly id: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly silenced: boolean;
  readonly subjects: readonly { readonly id: string; readonly kind: string; readonly name?: string }[];
  readonly message: string;
  readonly evidence: readonly string[];
  readonly fix?: { readonly title: string; readonly cli?: string };
}

export interface ReportInput {
  readonly topology: Topology;
  readonly findings: readonly Finding[];
  readonly silent: ReadonlySet<string>;
  readonly at: string;
  /** The sentence of a word. */
  readonly say: (word: Word) => string;
  /** What replaces names and addresses; undefined where the report tells them. */
  readonly redact: ((text: string) => string) | undefined;
}

export const reportSchema = 'https://json-schema.org/draft/2020-12/schema#docker-network-explorer-report';

export function reportOf({ topology, findings, silent, at, say, redact }: ReportInput): Report {
  const hide = redact ?? ((text: string) => text);
  // Arguments are replaced before they are in the sentence: the sentence's own words stay.
  const told = (word: Word) => say({ ...word, args: word.args.map((arg) => hide(arg)) });
  const subjectOf = subjectsOf(topology);
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity && !silent.has(each.id)).length;
  return {
    $schema: reportSchema,
    version: 1,
    at,
    redacted: redact !== undefined,
    engines: topology.engines.map(({ id, context, state, version }) => ({
      id: hide(id),
      context: hide(context),
      state,
      ...(version === undefined ? {} : { version }),
    })),
    counts: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      silenced: findings.filter(({ id }) => silent.has(id)).length,
    },
    findings: findings.map(({ id, code, severity, subjects, message, evidence, fix }) => ({
      id: hide(id),
      code,
      severity,
      silenced: silent.has(id),
      subjects: subjects.map((subject) => {
        const { kind, name } = subjectOf(subject);
        return { id: hide(subject), kind, ...(name === undefined ? {} : { name: hide(name) }) };
      }),
      message: told(message),
      evidence: evidence.map(told),
      ...(fix ? { fix: { title: told(fix.title), ...(fix.cli === undefined ? {} : { cli: hide(fix.cli) }) } } : {}),
    })),
    gaps: topology.gaps.length,
  };
}

function subjectsOf(topology: Topology): (id: string) => { readonly kind: string; readonly name?: string } {
  const known = new Map<string, { readonly kind: string; readonly name?: string }>();
  for (const { id, context } of topology.engines) known.set(id, { kind: 'engine', name: context });
  for (const { id, name } of topology.networks) known.set(id, { kind: 'network', name });
  for (const sandbox of topology.sandboxes) known.set(sandbox.id, { kind: 'sandbox', name: sandboxName(sandbox) });
  for (const { id, name } of topology.endpoints) known.set(id, { kind: 'endpoint', ...(name === undefined ? {} : { name }) });
  for (const { id, hostname } of topology.nodes) known.set(id, { kind: 'node', name: hostname });
  for (const { id, name } of topology.services) known.set(id, { kind: 'service', name });
  return (id) => known.get(id) ?? { kind: 'other' };
}

/** Headings and fixed words of the Markdown, localized. */
export interface ReportWords {
  readonly title: string;
  readonly nothing: string;
  readonly silenced: string;
  readonly redacted: string;
  readonly gaps: string;
  readonly severities: Readonly<Record<Severity, string>>;
}

export function reportMarkdown(report: Report, words: ReportWords): string {
  const lines = [
    `# ${words.title}`,
    '',
    ...report.engines.map(
      ({ context, state, version }) => `- ${markdownText([context, version ?? '', state].filter(Boolean).join(' · '))}`,
    ),
    `- ${report.at}`,
    ...(report.redacted ? [`- ${words.redacted}`] : []),
    ...(report.gaps > 0 ? [`- ${words.gaps}`] : []),
    '',
  ];
  const loud = report.findings.filter(({ silenced }) => !silenced);
  if (loud.length === 0) lines.push(words.nothing, '');
  for (const severity of ['error', 'warning', 'info'] as const) {
    const members = loud.filter((finding) => finding.severity === severity);
    if (members.length === 0) continue;
    lines.push(`## ${words.severities[severity]} (${members.length})`, '', ...members.flatMap(findingLines));
  }
  if (report.counts.silenced > 0) lines.push(`${words.silenced}: ${report.counts.silenced}`, '');
  return lines.join('\n');
}

function findingLines({ code, message, evidence, fix }: ReportFinding): readonly string[] {
  return [
    `### ${markdownText(message)}`,
    '',
    `\`${code}\``,
    '',
    ...evidence.map((one) => `- ${markdownText(one)}`),
    ...(evidence.length > 0 ? [''] : []),
    ...(fix ? [markdownText(fix.title), ''] : []),
    ...(fix?.cli === undefined ? [] : [...codeBlock(fix.cli), '']),
  ];
}

/** Every character that Markdown or its extensions could read is escaped; what breaks the line is a space. */
export function markdownText(text: string): string {
  return (
    text
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, ' ')
      .trim()
      // `<` and `&` as references: some readers take HTML before escapes
      .replace(/[\\`*_{}[\]()#+\-.!|~:@$"'=^>/]/g, '\\$&')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
  );
}

/** A fence longer than any run of backticks in it. */
function codeBlock(text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, text, fence];
}
