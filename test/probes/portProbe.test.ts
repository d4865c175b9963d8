import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { EngineClient, ExecResult } from '../../src/engine/engine.ts';
import { ofOutput, tryPort, tryPortFrom } from '../../src/probes/portProbe.ts';

test('a port that listens is open, and one that does not is refused', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  assert.equal(await tryPort('127.0.0.1', port), 'open');
  await new Promise((resolve) => server.close(resolve));
  assert.equal(await tryPort('127.0.0.1', port), 'refused');
});

for (const [said, outcome] of [
  [{ exitCode: 0, stdout: '', stderr: '' }, 'open'],
  [{ exitCode: 1, stdout: '', stderr: "nc: can't connect to remote host (10.0.0.1): Connection refused" }, 'refused'],
  [{ exitCode: 1, stdout: '', stderr: "nc: can't connect to remote host (10.0.0.1): Connection timed out" }, 'silent'],
  [{ exitCode: 1, stdout: '', stderr: 'nc: timed out' }, 'silent'],
  [{ exitCode: 1, stdout: '', stderr: 'nc: bad address' }, 'unknown'],
] as const) {
  test(`nc that ends with ${said.exitCode} and “${said.stderr}” saw ${outcome}`, () => {
    assert.equal(ofOutput(said), outcome);
  });
}

/** Answers each argv by what it contains. */
function clientThatSays(answers: Readonly<Record<string, ExecResult>>): {
  readonly client: EngineClient;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const exec = async (_: string, argv: readonly string[]): Promise<ExecResult> => {
    const line = argv.join(' ');
    asked.push(line);
    const key = Object.keys(answers).find((each) => line.includes(each));
    return answers[key ?? ''] ?? { exitCode: 126, stdout: 'exec: "nc": executable file not found in $PATH', stderr: '' };
  };
  return { client: { exec } as unknown as EngineClient, asked };
}

test('an nc without -z is asked in the way that it knows', async () => {
  const { client, asked } = clientThatSays({
    ' -z ': { exitCode: 1, stdout: '', stderr: "nc: invalid option -- 'z'" },
    ' -e true': { exitCode: 0, stdout: '', stderr: '' },
  });
  assert.equal(await tryPortFrom(client, 'c1', '10.0.0.1', 7946, AbortSignal.timeout(1000)), 'open');
  assert.deepEqual(asked, ['nc -z -w 2 10.0.0.1 7946', 'nc -w 2 10.0.0.1 7946 -e true']);
});

test('an image without nc says nothing', async () => {
  const { client, asked } = clientThatSays({});
  assert.equal(await tryPortFrom(client, 'c1', '10.0.0.1', 7946, AbortSignal.timeout(1000)), undefined);
  assert.equal(asked.length, 1);
});
