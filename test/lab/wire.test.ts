/**
 * The wires that an unprivileged reader names are those that netlink shows to root, on random topologies (`LAB_SEED`); what it cannot
 * know is a gap. Outside of the engine's namespace it says so and names no interface.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { build } from 'esbuild';
import { withoutPrefix } from '../../src/model/address.ts';
import { isRunning, networkById, sandboxById, sandboxName } from '../../src/model/lookup.ts';
import type { Endpoint, Topology, Wire } from '../../src/model/topology.ts';
import type { LabEngine } from './engine.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { labSeed, Random } from './random.ts';
import { run } from './run.ts';

const containers = 9;

onEachEngine('a wire', tests, async (engine) => {
  const random = new Random(labSeed(engine.version === '20.10' ? 1 : 2));
  const line = (words: string) => engine.docker(...words.split(' '));
  const networks = ['n0', 'n1', 'n2', 'inner'];
  for (const [index, name] of networks.entries()) {
    await line(`network create --subnet 10.80.${index}.0/24 ${name === 'inner' ? '--internal ' : ''}${name}`);
  }
  await line('network create -d macvlan --subnet 10.81.0.0/24 --gateway 10.81.0.1 -o parent=eth0 mac');
  for (let index = 0; index < containers; index++) {
    const first = random.pick(['bridge', 'mac', ...networks]);
    await line(`run -d --name w${index} --network ${first} alpine sleep 1d`);
    for (const name of networks) {
      if (name !== first && random.chance(0.4)) await line(`network connect ${name} w${index}`);
    }
  }
  await line('run -d --name onhost --network host alpine sleep 1d');
  await line('run -d --name sealed --network none alpine sleep 1d');
  await line('create --name halted --network n0 alpine sleep 1d');
});

function tests(lab: Lab): void {
  for (const [who, user] of [
    ['root', []],
    ['a user without rights', ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']],
  ] as const) {
    test(`named to ${who} in the engine’s namespace is the kernel’s`, async (context) => {
      const topology = await lab.store.readFull();
      const wires = await readWires(['ip', 'netns', 'exec', lab.engine.namespace, ...user], topology);
      const kernel = await kernelPairs(lab.engine, topology);
      const wrong: string[] = [];
      const unknown: string[] = [];
      let agree = 0;
      for (const endpoint of topology.endpoints) {
        const wire = wires[endpoint.id];
        const real = kernel.get(endpoint.id);
        const name = nameOf(topology, endpoint);
        if (!real || !wire) {
          if (wire?.sandboxInterface || wire?.hostInterface) wrong.push(`${name}: there is none`);
          continue;
        }
        const told = [wire.sandboxInterface?.value, wire.hostInterface?.value];
        const missing = told[0] === undefined || (real.hostInterface !== undefined && told[1] === undefined);
        if (told[0] !== undefined && told[0] !== real.sandboxInterface)
          wrong.push(`${name}: ${told[0]}, not ${real.sandboxInterface}`);
        else if (told[1] !== undefined && told[1] !== real.hostInterface)
          wrong.push(`${name}: ${told[1]}, not ${real.hostInterface}`);
        else if (missing && wire.gaps.length === 0) wrong.push(`${name}: nothing said`);
        else if (missing) unknown.push(`${name}: ${wire.gaps.map(({ code, why }) => `${code} ${why}`).join(', ')}`);
        else agree += 1;
        if (wire.bridge && wire.bridge.value !== real.bridge)
          wrong.push(`${name}: bridge ${wire.bridge.value}, not ${real.bridge}`);
      }
      context.diagnostic(`agree ${agree} of ${kernel.size}; ${unknown.length} unknown`);
      for (const line of unknown) context.diagnostic(line);
      assert.deepEqual(wrong, []);
      assert.ok(agree > 0);
      // Up to 27 every index is its own; from 28 on the forwarding table may have forgotten a container that is idle.
      if (lab.version === '20.10') assert.equal(agree, kernel.size);
    });
  }

  test('is elsewhere from outside of the engine’s namespace, and no interface is named', async () => {
    const topology = await lab.store.readFull();
    for (const where of [['ip', 'netns', 'exec', lab.engine.outside], ['env']]) {
      const wires = await readWires(where, topology);
      for (const endpoint of topology.endpoints) {
        const wire = wires[endpoint.id];
        assert.ok(wire);
        const driver = networkById(topology, endpoint.network)?.driver;
        const { gaps, endpoint: _, ...facts } = wire;
        assert.deepEqual(facts, {}, nameOf(topology, endpoint));
        if (driver !== 'host' && driver !== 'null')
          assert.deepEqual(
            gaps.map(({ code }) => code),
            ['engine-elsewhere'],
          );
      }
    }
  });

  test('with /sys of another namespace names no interface', async () => {
    const topology = await lab.store.readFull();
    const wires = await readWires(['nsenter', `--net=/run/netns/${lab.engine.namespace}`], topology);
    assert.ok(Object.values(wires).every(({ hostInterface, sandboxInterface }) => !hostInterface && !sandboxInterface));
  });
}

interface Link {
  readonly ifname: string;
  readonly ifindex: number;
  readonly link_index?: number;
  readonly master?: string;
  readonly addr_info?: readonly { readonly local: string }[];
}

interface Pair {
  readonly sandboxInterface: string;
  /** On bridges only. */
  readonly hostInterface?: string;
  readonly bridge?: string;
}

/** What netlink tells root, by endpoint of a running container with an address. */
async function kernelPairs(engine: LabEngine, topology: Topology): Promise<ReadonlyMap<string, Pair>> {
  const host: readonly Link[] = JSON.parse(await engine.inNamespace('ip', '-j', '-d', 'link'));
  const pairs = new Map<string, Pair>();
  for (const endpoint of topology.endpoints) {
    const sandbox = endpoint.sandbox && sandboxById(topology, endpoint.sandbox);
    const [address] = endpoint.addresses;
    if (!sandbox || !isRunning(sandbox) || sandbox.pid === undefined || address === undefined) continue;
    const inside: readonly Link[] = JSON.parse(
      await run('nsenter', [`--net=/proc/${sandbox.pid}/ns/net`, 'ip', '-j', '-d', 'addr']),
    );
    const own = inside.find(({ addr_info }) => addr_info?.some(({ local }) => local === withoutPrefix(address)));
    assert.ok(own, `${nameOf(topology, endpoint)} has ${address}`);
    const peer = host.find(({ ifindex }) => ifindex === own.link_index);
    const onBridge = networkById(topology, endpoint.network)?.driver === 'bridge' && peer?.master !== undefined;
    const bridged = onBridge && peer?.master ? { hostInterface: peer.ifname, bridge: peer.master } : {};
    pairs.set(endpoint.id, { sandboxInterface: own.ifname, ...bridged });
  }
  return pairs;
}

/** Reads every wire in a process of its own, with the given rights and namespace. */
async function readWires(prefix: readonly string[], topology: Topology): Promise<Readonly<Record<string, Wire>>> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'readWires.ts')],
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'esm',
  });
  const [program = '', ...args] = [...prefix, process.execPath, '--input-type=module', '-e', outputFiles[0]?.text ?? ''];
  const child = spawn(program, args, { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(topology));
  return JSON.parse(await text(child.stdout));
}

function nameOf(topology: Topology, endpoint: Endpoint): string {
  const sandbox = endpoint.sandbox && sandboxById(topology, endpoint.sandbox);
  return `${sandbox ? sandboxName(sandbox) : '-'} on ${networkById(topology, endpoint.network)?.name}`;
}
