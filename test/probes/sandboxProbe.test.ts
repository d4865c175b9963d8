import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineClient, ExecResult } from '../../src/engine/engine.ts';
import { EngineError } from '../../src/engine/engineError.ts';
import type { EngineId } from '../../src/model/topology.ts';
import { HelperContainers } from '../../src/probes/helperContainer.ts';
import { askName } from '../../src/probes/sandboxProbe.ts';

const answer = 'Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\nName:\tc1\nAddress: 172.18.0.2\n';
const missing: ExecResult = {
  exitCode: 126,
  stdout: 'OCI runtime exec failed: exec: "x": executable file not found in $PATH',
  stderr: '',
};
const never = new AbortController().signal;

type Exec = (argv: readonly string[]) => Promise<ExecResult>;

function fake(
  exec: Exec,
  conf = 'nameserver 127.0.0.11\n# ExtServers: [10.0.0.1]\n',
  id = 'e1',
): { client: EngineClient; ran: (readonly string[])[] } {
  const ran: (readonly string[])[] = [];
  const parts: Pick<EngineClient, 'identity' | 'exec' | 'readFile'> = {
    identity: { id: id as EngineId, context: 'default', endpoint: 'unix:///x' },
    exec: (_container, argv) => {
      ran.push(argv);
      return exec(argv);
    },
    readFile: async () => conf,
  };
  return { client: parts as EngineClient, ran };
}

function printed(stdout: string, exitCode = 0): Promise<ExecResult> {
  return Promise.resolve({ exitCode, stdout, stderr: '' });
}

test('nslookup is asked first, and the chain behind the server is told', async () => {
  const { client, ran } = fake(() => printed(answer));
  const asked = await askName(client, 'box', 'c1', 'A', never);
  assert.deepEqual(ran, [['nslookup', '-type=A', 'c1']]);
  assert.equal(asked.how, 'exec nslookup');
  assert.ok('answers' in asked.result);
  assert.deepEqual(
    [asked.result.answers, asked.result.server, asked.result.upstream],
    [['172.18.0.2'], '127.0.0.11', ['10.0.0.1']],
  );
});

test('without nslookup getent is asked, and it is said', async () => {
  const { client } = fake((argv) => (argv[0] === 'getent' ? printed('172.18.0.2 STREAM c1\n') : Promise.resolve(missing)));
  const asked = await askName(client, 'box', 'c1', 'A', never);
  assert.equal(asked.how, 'exec getent ahosts');
  assert.ok('answers' in asked.result);
  assert.deepEqual([asked.result.answers, asked.result.server], [['172.18.0.2'], '127.0.0.11']);
});

test('an image without any tool needs a helper, and without consent that is a gap', async () => {
  const { client, ran } = fake(() => Promise.resolve(missing));
  for (const helpers of [undefined, { containers: new HelperContainers(), permit: undefined }]) {
    const means = { enter: false, ...(helpers ? { helpers } : {}) };
    const asked = await askName(client, 'box', 'c1', 'A', never, 5_000, means);
    assert.ok('gap' in asked.result);
    assert.equal(asked.result.gap.code, 'consent-needed');
  }
  assert.equal(ran.length, 4, 'the tools that are not there are tried once');
});

test('output that nobody understands is a gap that shows it', async () => {
  const asked = await askName(fake(() => printed('segmentation fault', 1)).client, 'box', 'c1', 'A', never);
  assert.ok('gap' in asked.result);
  assert.deepEqual([asked.result.gap.code, asked.result.gap.why], ['probe-failed', 'segmentation fault']);
});

for (const [reason, code] of [
  ['conflict', 'not-running'],
  ['not-found', 'unknown-subject'],
  ['unreachable', 'probe-failed'],
  ['timed-out', 'timed-out'],
] as const) {
  test(`when the engine says ${reason}, the gap is ${code}`, async () => {
    const { client } = fake(() => Promise.reject(new EngineError(reason, 'said')));
    const asked = await askName(client, 'box', 'c1', 'A', never);
    assert.ok('gap' in asked.result);
    assert.equal(asked.result.gap.code, code);
  });
}

test('an exec that hangs for ever is given up in time', async () => {
  const { client } = fake(() => new Promise(() => {}));
  const asked = await askName(client, 'box', 'c1', 'A', never, 30);
  assert.ok('gap' in asked.result);
  assert.equal(asked.result.gap.code, 'timed-out');
});

test('a cancel ends the wait at once, also for questions that wait for their turn', async () => {
  const { client, ran } = fake(() => new Promise(() => {}), '', 'cancelled engine');
  const cancel = new AbortController();
  const all = Array.from({ length: 9 }, (_, at) => askName(client, 'box', `c${at}`, 'A', cancel.signal));
  await until(() => ran.length === 4);
  cancel.abort();
  for (const asked of await Promise.all(all)) {
    assert.ok('gap' in asked.result);
    assert.equal(asked.result.gap.why, 'cancelled');
  }
  assert.equal(ran.length, 4);
});

test('at most four questions are under way at once for one engine', async () => {
  let running = 0;
  let most = 0;
  const exec = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return { exitCode: 0, stdout: answer, stderr: '' };
  };
  const { client } = fake(exec, '', 'busy engine');
  const all = await Promise.all(Array.from({ length: 40 }, (_, at) => askName(client, 'box', `c${at}`, 'A', never)));
  assert.equal(all.length, 40);
  assert.equal(most, 4);
});

for (const name of [
  '',
  '-type=ANY',
  'a b',
  'a;b',
  "a'b",
  '$(id)',
  'x'.repeat(300),
  'a\nb',
  'ü',
  '\0',
  'a\0b',
  '-',
  '"',
  '`id`',
]) {
  test(`the name ${JSON.stringify(name.slice(0, 12))} is refused and nothing is run`, async () => {
    const { client, ran } = fake(() => printed(answer));
    const asked = await askName(client, 'box', name, 'A', never);
    assert.ok('answers' in asked.result);
    assert.deepEqual([asked.result.code, ran], ['invalid-name', []]);
  });
}

test('a pointer is asked for in its reverse form', async () => {
  const { client, ran } = fake(() => printed('Server: 127.0.0.11\n2.0.18.172.in-addr.arpa\tname = c1.localnet\n'));
  const asked = await askName(client, 'box', '172.18.0.2', 'PTR', never);
  assert.deepEqual(ran, [['nslookup', '-type=PTR', '2.0.18.172.in-addr.arpa']]);
  assert.ok('answers' in asked.result);
  assert.deepEqual(asked.result.answers, ['c1.localnet']);
});

test('an address needs no question', async () => {
  const { client, ran } = fake(() => printed(answer));
  const asked = await askName(client, 'box', '10.0.0.1', 'A', never);
  assert.ok('answers' in asked.result);
  assert.deepEqual([asked.result.answers, ran], [['10.0.0.1'], []]);
});

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('not in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a name that nslookup asked only with search domains is asked as it stands too', async () => {
  const searched =
    "Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\n** server can't find c1.corp.example: NXDOMAIN\n\n** server can't find c1.name: NXDOMAIN\n\n";
  const { client, ran } = fake((argv) => (argv.includes('c1.') ? printed(answer) : printed(searched, 1)));
  const asked = await askName(client, 'box', 'c1', 'A', never);
  assert.ok('answers' in asked.result);
  assert.deepEqual(asked.result.answers, ['172.18.0.2']);
  assert.deepEqual(
    ran.map((argv) => argv.at(-1)),
    ['c1', 'c1.'],
  );
  const unknown = fake(() => printed("Server:\t\t127.0.0.11\n\n** server can't find c1: NXDOMAIN\n", 1));
  await askName(unknown.client, 'box', 'c1', 'A', never);
  assert.equal(unknown.ran.length, 1);
});
