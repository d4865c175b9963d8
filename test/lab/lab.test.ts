/** The lab's own promises: real engines that the machine does not notice, gone without a trace however a test ends. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { startEngine } from './engine.ts';
import { type LabRecord, reapDead, records, tracesOf } from './labState.ts';
import { labSuite, onEachEngine } from './labTest.ts';
import { run, tryNow } from './run.ts';

const machine = machineState();

onEachEngine('an engine of the lab', (lab) => {
  test('is of the version that was asked for', () => {
    assert.ok(lab.engine.serverVersion.startsWith(lab.version), lab.engine.serverVersion);
  });

  test('runs in a network namespace of its own, with docker0 and an uplink named eth0', async () => {
    const own = await lab.engine.inNamespace('readlink', '/proc/self/ns/net');
    assert.notEqual(own.trim(), readlinkSync('/proc/self/ns/net'));
    const links = JSON.parse(await lab.engine.inNamespace('ip', '-j', 'link')) as readonly { readonly ifname: string }[];
    assert.deepEqual(links.map(({ ifname }) => ifname).sort(), ['docker0', 'eth0', 'lo']);
  });

  test('starts containers from both images, and the distroless one has no shell', async () => {
    assert.equal(await lab.engine.docker('run', '--rm', 'alpine', 'echo', 'there'), 'there');
    assert.equal(await lab.engine.docker('run', '--rm', 'static', 'sleep', '0'), '');
    await assert.rejects(lab.engine.docker('run', '--rm', 'static', 'sh', '-c', 'true'), /executable file not found/);
  });

  test('knows no name outside, and says so at once', async () => {
    const began = performance.now();
    await assert.rejects(lab.engine.docker('run', '--rm', 'alpine', 'nslookup', 'example.invalid'), /NXDOMAIN/);
    assert.ok(performance.now() - began < 10_000);
  });

  test('has an outside that reaches its uplink', async () => {
    await run('nsenter', [`--net=/run/netns/${lab.engine.outside}`, 'busybox', 'ping', '-c1', '-w5', lab.engine.address]);
  });

  test('comes back on its own data after it was killed', async () => {
    await lab.engine.docker('network', 'create', 'kept');
    await lab.engine.kill();
    await assert.rejects(lab.engine.docker('version'));
    await lab.engine.start();
    assert.match(await lab.engine.docker('network', 'ls', '--format', '{{.Name}}'), /^kept$/m);
  });

  test("leaves the machine's interfaces, chains and own engine as they were", () => {
    assert.deepEqual(machineState(), machine);
  });
});

describe('an engine that is stopped', labSuite, () => {
  for (const version of ['20.10', '28.5'] as const) {
    test(`leaves no process, namespace, mount, cgroup or folder (${version})`, async () => {
      const engine = await startEngine(version);
      const container = await engine.docker('run', '-d', '--init', '-p', '80', 'alpine', 'sleep', '1d');
      const record = records().find(({ folder }) => folder === engine.folder);
      assert.ok(record);
      assert.notDeepEqual(tracesOf(record, [container]), []);
      await engine.stop();
      assert.deepEqual(tracesOf(record, [container]), []);
      assert.deepEqual(machineState(), machine);
    });
  }
});

describe('an engine whose test process', labSuite, () => {
  test('was killed is found and removed by the next run, and nothing else is', async () => {
    await using other = await startEngine('20.10', { bare: true });
    const held = await holdEngine();
    await held.end('SIGKILL');
    assert.notDeepEqual(tracesOf(held.record, held.containers), []);
    assert.ok(reapDead().includes(held.record.name));
    assert.deepEqual(tracesOf(held.record, held.containers), []);
    assert.match(await other.docker('version'), /Server/);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`got ${signal} is gone with it`, async () => {
      const held = await holdEngine();
      await held.end(signal);
      assert.deepEqual(tracesOf(held.record, held.containers), []);
    });
  }

  test('failed with an error is gone with it', async () => {
    const held = await holdEngine('fail');
    await held.end();
    assert.deepEqual(tracesOf(held.record, held.containers), []);
  });
});

interface Held {
  readonly record: LabRecord;
  readonly containers: readonly string[];
  /** Resolves when the process is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

async function holdEngine(...args: readonly string[]): Promise<Held> {
  const script = path.join(import.meta.dirname, 'holdEngine.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the process that holds an engine ended with ${code}`)));
  });
  return {
    ...(JSON.parse(line) as Pick<Held, 'record' | 'containers'>),
    async end(signal) {
      if (signal) child.kill(signal);
      await gone;
    },
  };
}

/** What an engine of ours must not change: links (veths come and go with the machine's own containers), chains, the machine's own engine. */
function machineState(): Readonly<Record<string, unknown>> {
  const links = JSON.parse(tryNow('ip', ['-j', 'link']) || '[]') as readonly { readonly ifname: string }[];
  const socket = '/var/run/docker.sock';
  const host = ['-H', `unix://${socket}`];
  return {
    links: links.map(({ ifname }) => ifname).filter((name) => !name.startsWith('veth')),
    chains: ['filter', 'nat'].map((table) => tryNow('iptables', ['-t', table, '-S'])),
    engine: existsSync(socket)
      ? [tryNow('docker', [...host, 'network', 'ls', '-q']), tryNow('docker', [...host, 'ps', '-aq'])]
      : 'none',
  };
}
