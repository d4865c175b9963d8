/** What real engines refuse arrives as an `EngineError` with its reason, the same on both versions though their texts differ. */
import assert from 'node:assert/strict';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import type { EngineClient, NetworkSpec } from '../../src/engine/engine.ts';
import { EngineError, type EngineErrorReason } from '../../src/engine/engineError.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { run } from './run.ts';

type Refused = readonly [what: string, ask: (client: EngineClient) => Promise<unknown>, reason: EngineErrorReason];

const fixed = { address: '10.7.0.9' };
const bridge = (name: string, more: Partial<NetworkSpec> = {}): NetworkSpec => ({ name, driver: 'bridge', ...more });

const refusals: readonly Refused[] = [
  ['attaching what is attached', (client) => client.attach('fixed', 'on-fixed'), 'already-attached'],
  ['attaching to the host network', (client) => client.attach('host', 'on-fixed'), 'not-allowed'],
  ['attaching to none', (client) => client.attach('none', 'on-fixed'), 'not-allowed'],
  ['attaching one that is on none', (client) => client.attach('fixed', 'on-none'), 'not-allowed'],
  ['attaching one on the host network', (client) => client.attach('fixed', 'on-host'), 'not-allowed'],
  ['attaching one that shares a stack', (client) => client.attach('auto', 'sharer'), 'not-allowed'],
  ['a fixed address on the default bridge', (client) => client.attach('bridge', 'on-fixed', fixed), 'address-invalid'],
  [
    'a fixed address where the subnet was chosen by Docker',
    (client) => client.attach('auto', 'on-fixed', fixed),
    'address-invalid',
  ],
  ['an address outside of the subnet', (client) => client.attach('fixed', 'free', { address: '10.9.9.9' }), 'address-invalid'],
  ['an address that is no address', (client) => client.attach('fixed', 'free', { address: '10.7.0' }), 'address-invalid'],
  ['an IPv6 address in the field of IPv4', (client) => client.attach('fixed', 'free', { address: 'fd00::5' }), 'address-invalid'],
  [
    'an IPv4 address in the field of IPv6',
    (client) => client.attach('fixed', 'free', { address6: '10.7.0.9' }),
    'address-invalid',
  ],
  ['attaching to what only holds settings', (client) => client.attach('template', 'free'), 'not-allowed'],
  [
    'settings from a network that holds none',
    (client) => client.createNetwork({ name: 'new', driver: 'bridge', configFrom: 'fixed' }),
    'not-found',
  ],
  ['an address that another has', (client) => client.attach('fixed', 'free', { address: '10.7.0.5' }), 'address-in-use'],
  ['an alias on the default bridge', (client) => client.attach('bridge', 'on-fixed', { aliases: ['a'] }), 'not-allowed'],
  ['attaching a container that there is not', (client) => client.attach('fixed', 'nobody'), 'not-found'],
  ['attaching to a network that there is not', (client) => client.attach('nowhere', 'free'), 'not-found'],
  ['attaching to a network without free addresses', (client) => client.attach('full', 'free'), 'address-in-use'],
  ['detaching what is not attached', (client) => client.detach('fixed', 'on-bridge'), 'not-attached'],
  ['detaching from a network that there is not', (client) => client.detach('nowhere', 'on-bridge'), 'not-found'],
  ['removing a network with endpoints', (client) => client.removeNetwork('fixed'), 'has-endpoints'],
  ['removing a predefined network', (client) => client.removeNetwork('bridge'), 'predefined'],
  ['removing a network that there is not', (client) => client.removeNetwork('nowhere'), 'not-found'],
  ['a second network of one name', (client) => client.createNetwork(bridge('fixed')), 'conflict'],
  ['a network with a predefined name', (client) => client.createNetwork(bridge('host')), 'predefined'],
  [
    'a subnet that another has',
    (client) => client.createNetwork(bridge('new', { pools: [{ subnet: '10.7.0.0/25' }] })),
    'pool-overlap',
  ],
  [
    'a subnet that is none',
    (client) => client.createNetwork(bridge('new', { pools: [{ subnet: '10.7.0.0' }] })),
    'address-invalid',
  ],
  [
    'a gateway outside of the subnet',
    (client) => client.createNetwork(bridge('new', { pools: [{ subnet: '10.8.0.0/24', gateway: '10.99.99.1' }] })),
    'address-invalid',
  ],
  ['an overlay without a swarm', (client) => client.createNetwork({ name: 'new', driver: 'overlay' }), 'needs-manager'],
  ['a driver that there is not', (client) => client.createNetwork({ name: 'new', driver: 'nodrv' }), 'driver-missing'],
  ['the nodes, without a swarm', (client) => client.nodes(), 'needs-manager'],
  ['the services, without a swarm', (client) => client.services(), 'needs-manager'],
  ['the tasks, without a swarm', (client) => client.tasks(), 'needs-manager'],
  ['inspecting a network that there is not', (client) => client.inspectNetwork('nowhere'), 'not-found'],
  ['inspecting a container that there is not', (client) => client.inspectContainer('nobody'), 'not-found'],
  ['exec in a container that does not run', (client) => client.exec('ended', ['true']), 'conflict'],
  ['exec in a paused container', (client) => client.exec('paused', ['true']), 'conflict'],
  ['a file that there is not', (client) => client.readFile('free', '/nowhere'), 'not-found'],
];

onEachEngine('a refusal', tests, async (engine) => {
  const network = (...args: readonly string[]) => engine.docker('network', 'create', ...args);
  const start = (...args: readonly string[]) => engine.docker('run', '-d', ...args, 'alpine', 'sleep', '1d');
  await network('--subnet', '10.7.0.0/24', 'fixed');
  await network('auto');
  await network('--config-only', 'template');
  await network('--subnet', '10.6.0.0/30', 'full');
  await start('--name', 'on-fixed', '--network', 'fixed', '--ip', '10.7.0.5');
  await start('--name', 'on-full', '--network', 'full');
  await start('--name', 'on-bridge');
  await start('--name', 'free', '--network', 'auto');
  await start('--name', 'on-none', '--network', 'none');
  await start('--name', 'on-host', '--network', 'host');
  await start('--name', 'sharer', '--network', 'container:on-fixed');
  await start('--name', 'paused', '--network', 'auto');
  await engine.docker('pause', 'paused');
  await engine.docker('create', '--name', 'ended', 'alpine', 'true');
});

function tests(lab: Lab): void {
  for (const [what, ask, reason] of refusals) {
    test(`of ${what} is told as ${reason}`, async () => {
      const error = await refusalOf(ask(lab.client));
      assert.equal(error.reason, reason, `${error.status} ${error.message}`);
      assert.notEqual(error.message, '');
    });
  }

  test('of a program that the image lacks is an exit status with the engine’s words, not an error', async () => {
    const { exitCode, stdout, stderr } = await lab.client.exec('free', ['getent', 'hosts', 'free']);
    assert.ok([126, 127].includes(exitCode), `${exitCode} ${stdout}`);
    assert.match(stdout + stderr, /executable file not found/);
  });

  test('leaves the engine in use: the next call is answered', async () => {
    await lab.client.attach('auto', 'on-fixed');
    await lab.client.detach('auto', 'on-fixed');
  });

  test('of a user who may not use the socket is told as forbidden', async () => {
    const script = `
      const { openEngine } = await import(${JSON.stringify(path.resolve(import.meta.dirname, '../../src/engine/dockerodeEngine.ts'))});
      await openEngine({ context: 'default', endpoint: process.argv[1] }).ping().then(() => console.log('allowed'), (error) => console.log(error.reason));`;
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, '--import', 'tsx'];
    const out = await run('setpriv', [...nobody, '--input-type=module', '-e', script, lab.engine.host], {
      PATH: process.env.PATH,
      TMPDIR: '/tmp',
    });
    assert.equal(out.trim(), 'forbidden');
  });

  test('of a socket that nobody made, or nobody listens on, is told as unreachable', async () => {
    for (const endpoint of [`unix://${lab.engine.folder}/nowhere.sock`, `unix://${await deadSocket(lab.engine.folder)}`]) {
      assert.equal((await refusalOf(openEngine({ context: 'default', endpoint }).ping())).reason, 'unreachable');
    }
  });

  test('does not come from the API version: the newest that both speak is agreed on, also where a newer one is asked for', async () => {
    const agreed = lab.version === '20.10' ? '1.41' : '1.51';
    assert.equal((await lab.client.ping()).apiVersion, agreed);
    const pinned = openEngine({ context: 'default', endpoint: lab.engine.host, apiVersion: '1.99' });
    await pinned.networks().finally(() => pinned.close());
  });

  test('of a call that was cancelled is told as cancelled', async () => {
    const controller = new AbortController();
    const asked = refusalOf(lab.client.exec('free', ['sleep', '5'], controller.signal));
    controller.abort();
    assert.equal((await asked).reason, 'cancelled');
  });
}

async function refusalOf(asked: Promise<unknown>): Promise<EngineError> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof EngineError, `not refused: ${String(error)}`);
  return error;
}

/** A socket file whose server is gone. */
async function deadSocket(folder: string): Promise<string> {
  const file = path.join(folder, 'dead.sock');
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(`${file}.live`, resolve));
  await run('mv', [`${file}.live`, file]);
  await new Promise((resolve) => server.close(resolve));
  return file;
}
