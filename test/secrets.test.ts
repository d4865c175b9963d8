/** What an engine tells of secrets stays where it was read: not in the Topology, which is exported and shown, nor in reports and errors. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openEngine } from '../src/engine/dockerodeEngine.ts';
import { reportMarkdown, reportOf } from '../src/findings/report.ts';
import { findAll } from '../src/findings/rules.ts';
import { TopologyStore } from '../src/topologyStore.ts';
import { FakeEngine, recorded, send } from './support/fakeEngine.ts';

const source = path.join(import.meta.dirname, '..', 'src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const texts = files.map((file) => ({ file, text: readFileSync(path.join(source, file), 'utf8') }));
const filesWith = (pattern: RegExp) => texts.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

const secret = 'hunter2-do-not-tell';

/** The recorded engine, with a secret wherever engines are known to hold one. */
function withSecrets() {
  const answers = recorded('engine-28.5');
  const info = {
    ...(answers.info as object),
    RegistryConfig: { IndexConfigs: { 'docker.io': { Name: 'docker.io', Auth: secret } } },
    HttpProxy: `http://user:${secret}@proxy:3128`,
    HttpsProxy: `http://user:${secret}@proxy:3128`,
    Swarm: { LocalNodeState: 'inactive', JoinTokens: { Worker: `SWMTKN-1-${secret}`, Manager: `SWMTKN-1-${secret}` } },
  };
  const containerDetails = Object.fromEntries(
    Object.entries(answers.containerDetails ?? {}).map(([id, detail]) => {
      const container = detail as { readonly Config: object; readonly HostConfig: object };
      const config = {
        ...container.Config,
        Env: [`PASSWORD=${secret}`],
        Cmd: ['serve', `--token=${secret}`],
        Entrypoint: [secret],
      };
      const host = { ...container.HostConfig, LogConfig: { Type: 'splunk', Config: { 'splunk-token': secret } } };
      return [id, { ...container, Config: config, HostConfig: host, Args: [secret] }];
    }),
  );
  const containers = (answers.containers as readonly object[]).map((one) => ({ ...one, Command: `serve --token=${secret}` }));
  return { ...answers, info, containers, containerDetails };
}

test('environments, command lines, registry logins, proxies’ passwords and join tokens are in no Topology and no report', async () => {
  await using engine = await FakeEngine.start({ answers: withSecrets() });
  const store = new TopologyStore({ openEngine });
  store.connect([{ context: 'default', endpoint: engine.host }]);
  const topology = await store.readFull();
  assert.ok(
    topology.sandboxes.some(({ detail }) => detail === 'full'),
    'the details were read',
  );
  assert.ok(engine.requests.some((line) => /containers\/.*\/json/.test(line)));
  assert.ok(!JSON.stringify(topology).includes(secret));
  const findings = findAll({ topology, observations: [] });
  const say = ({ code, args }: { readonly code: string; readonly args: readonly unknown[] }) => `${code} ${args.join(' ')}`;
  const report = reportOf({ topology, findings, silent: new Set(), at: '', say, redact: undefined });
  assert.ok(report.findings.length > 0);
  const words = {
    title: '',
    nothing: '',
    silenced: '',
    redacted: '',
    gaps: '',
    severities: { error: '', warning: '', info: '' },
  };
  assert.ok(!`${JSON.stringify(report)}${reportMarkdown(report, words)}`.includes(secret));
  store.dispose();
});

test('a garbled answer is not quoted at length: an error may be logged', async () => {
  const long = `{"Env": ["${'x'.repeat(200)}", "PASSWORD=${secret}"]`;
  await using engine = await FakeEngine.start({
    override: (asked, _request, response) => {
      if (!asked.startsWith('/containers/')) return false;
      response.end(long);
      return true;
    },
  });
  const client = openEngine({ context: 'default', endpoint: engine.host });
  await assert.rejects(client.inspectContainer('any'), (error: Error) => !`${error.stack}`.includes(secret));
  client.close();
});

test('what only secrets are for is never asked for or sent', () => {
  assert.deepEqual(filesWith(/X-Registry-Auth|JoinTokens|['"`]\/swarm['"`/]|['"`]\/(secrets|configs)['"`/]|\.auths\b/i), []);
});

test('keys of a context go to its connection only: no log, no message has them', () => {
  for (const { file, text } of texts)
    for (const [line] of text.matchAll(/^.*\b(?:log|console)\.\w+\(.*$/gm))
      assert.doesNotMatch(line, /\b(tls|key|cert|ca|choice|options|environment|variables|process\.env)\b/i, `${file}: ${line}`);
  // the text of a program that looks a name up inside a sandbox, and prints what it found
  assert.deepEqual(filesWith(/\bconsole\.\w+\(/), [path.join('probes', 'lookupByRoot.ts')]);
});

test('programs are started by argv, never by a shell', () => {
  const starters = texts.filter(({ text }) => /child_process/.test(text));
  assert.deepEqual(starters.map(({ file }) => file.split(path.sep).join('/')).sort(), [
    'engine/sshStream.ts',
    'probes/enterSandbox.ts',
    'probes/kernelReader.ts',
    'probes/ownConnect.ts',
  ]);
  for (const { file, text } of starters) {
    const [, taken = ''] = /import \{([^}]*)\} from 'node:child_process'/.exec(text) ?? [];
    const functions = taken
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '' && !one.startsWith('type '));
    assert.ok(functions.length > 0 && functions.every((one) => ['spawn', 'execFile'].includes(one)), `${file}: ${taken}`);
  }
  assert.deepEqual(filesWith(/\bshell:\s*(true|['"`])/), []);
  // nor in a container, nor by VS Code
  assert.deepEqual(filesWith(/['"`](?:\/bin\/)?(?:ba|da|z)?sh['"`]\s*,\s*['"`]-\w*c/), []);
  assert.deepEqual(filesWith(/createTerminal|ShellExecution|\beval\(|new Function\(/), []);
});

test('an engine’s refusal is shown in its own words, cut: nobody fills a log', async () => {
  await using engine = await FakeEngine.start({
    override: (asked, _request, response) => {
      if (!asked.startsWith('/networks/')) return false;
      send(response, 500, { message: 'x'.repeat(10_000_000) });
      return true;
    },
  });
  const client = openEngine({ context: 'default', endpoint: engine.host });
  await assert.rejects(client.inspectNetwork('any'), (error: Error) => error.message.length < 100_000);
  client.close();
});
