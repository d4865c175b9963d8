import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildWires, wireOfEndpoint } from '../../src/model/buildWires.ts';
import { endpointById } from '../../src/model/lookup.ts';
import type { Topology, Wire } from '../../src/model/topology.ts';
import type { KernelReader } from '../../src/probes/kernelReader.ts';
import { readKernel } from '../../src/probes/readKernel.ts';
import { hex, inspected, joined, listed, network, pool, topologyOf } from '../model/rawAnswers.ts';

const bridge = network({ Name: 'net', Id: hex('a1'), ...pool('172.18.0.0/16', { Gateway: '172.18.0.1' }) });
const one = listed({
  id: hex('c1'),
  name: 'one',
  mode: 'net',
  networks: { net: joined(hex('a1'), hex('e1'), '172.18.0.2/16', { MacAddress: '02:42:ac:12:00:02' }) },
});
const two = listed({
  id: hex('c2'),
  name: 'two',
  mode: 'net',
  networks: { net: joined(hex('a1'), hex('e2'), '172.18.0.3/16', { MacAddress: '02:42:ac:12:00:03' }) },
});
const pidOf = { [hex('c1')]: 101, [hex('c2')]: 102 };
const topology = topologyOf({
  networks: [bridge],
  containers: [one, two],
  containerDetails: [one, two].map((container) =>
    inspected(container, { more: { State: { Running: true, Pid: pidOf[container.Id] } } }),
  ),
});
const br = 'br-a10000000000';
const wire = `${hex('a1')}/${hex('c1')}`;

const dev = (...names: string[]) => `Inter-| Receive\n face |bytes\n${names.map((name) => `${name}: 0 0`).join('\n')}\n`;
const unix = (...inodes: number[]) =>
  `Num RefCount Protocol Flags Type St Inode Path\n${inodes.map((inode) => `0: 2 0 0 1 1 ${inode} /x`).join('\n')}\n`;
const row = (mac: string, port: number) => [
  ...mac.split(':').map((byte) => Number.parseInt(byte, 16)),
  port,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
];

/** Files of a host with two containers on one bridge; `indexes` are those of their eth0. */
function files(
  indexes: readonly [number, number],
  changes: Record<string, string | Uint8Array | undefined> = {},
): Record<string, string | Uint8Array | undefined> {
  const names = ['lo', br, 'vethA', 'vethB'];
  const base: Record<string, string | Uint8Array | undefined> = {
    '/proc/1/net/dev': dev(...names),
    '/proc/self/net/dev': dev(...names),
    '/proc/self/net/unix': unix(5, 6),
    [`/sys/class/net/${br}/brforward`]: new Uint8Array(),
  };
  for (const [at, name] of names.entries()) {
    base[`/sys/class/net/${name}/ifindex`] = `${at + 1}\n`;
    base[`/sys/class/net/${name}/uevent`] = `${name === br ? 'DEVTYPE=bridge\n' : ''}INTERFACE=${name}\nIFINDEX=${at + 1}\n`;
  }
  for (const [at, [pid, address]] of [
    [101, '172.18.0.2'],
    [102, '172.18.0.3'],
  ].entries()) {
    const veth = at === 0 ? 'vethA' : 'vethB';
    base[`/proc/${pid}/status`] = `Name:\tsleep\nPPid:\t${Number(pid) + 100}\n`;
    base[`/proc/${Number(pid) + 100}/cmdline`] = `shim\0-id\0${at === 0 ? hex('c1') : hex('c2')}\0`;
    base[`/proc/${Number(pid) + 100}/net/dev`] = dev(...names);
    base[`/proc/${Number(pid) + 100}/net/unix`] = unix(6, 7);
    base[`/proc/${pid}/net/dev`] = dev('lo', 'eth0');
    base[`/proc/${pid}/net/fib_trie`] = `Local:\n   |-- ${address}\n      /32 host LOCAL\n`;
    base[`/proc/${pid}/net/route`] =
      'Iface Destination Gateway Flags RefCnt Use Metric Mask\neth0 00000000 010012AC 3 0 0 0 00000000\neth0 000012AC 00000000 1 0 0 0 0000FFFF\n';
    base[`/proc/${pid}/net/igmp`] = `Idx\tDevice    : Count\n1\tlo        :     1\n${indexes[at]}\teth0      :     1\n`;
    base[`/sys/class/net/${veth}/iflink`] = `${indexes[at]}\n`;
    base[`/sys/class/net/${br}/brif/${veth}/port_no`] = `0x${at + 1}\n`;
  }
  return { ...base, ...changes };
}

function kernelOf(content: Record<string, string | Uint8Array | undefined>): KernelReader {
  return {
    read: async (file) => {
      const found = content[file];
      return typeof found === 'string' ? new TextEncoder().encode(found) : found;
    },
    list: async (folder) => {
      const inside = Object.keys(content).flatMap((file) =>
        content[file] !== undefined && file.startsWith(`${folder}/`) ? (file.slice(folder.length + 1).split('/')[0] ?? []) : [],
      );
      return inside.length > 0 ? [...new Set(inside)] : undefined;
    },
    linkName: async (file) => (/\/veth[AB]\/master$/.test(file) ? br : undefined),
  };
}

/** The wire of an endpoint with what the reader shows. */
async function readWire(of: Topology, id: string, kernel: KernelReader): Promise<Wire> {
  const endpoint = endpointById(of, id);
  assert.ok(endpoint?.engine);
  const reading = await readKernel(of, endpoint.engine, kernel);
  const wire = buildWires(new Map([[endpoint.engine, reading]]), of).wires.find((one) => one.endpoint === endpoint.id);
  assert.ok(wire);
  return wire;
}

async function codesAndPort(content: Record<string, string | Uint8Array | undefined>) {
  const { hostInterface, sandboxInterface, gaps } = await readWire(topology, wire, kernelOf(content));
  return { host: hostInterface?.value, sandbox: sandboxInterface?.value, gaps: gaps.map(({ code }) => code) };
}

test('an index of its own leads to the host interface', async () => {
  const host = { '/proc/self/net/fib_trie': '   |-- 172.18.0.1\n      /32 host LOCAL\n' };
  const route = `Iface Destination Gateway Flags RefCnt Use Metric Mask\n${br} 000012AC 00000000 1 0 0 0 0000FFFF\n`;
  const content = files([18, 20], { ...host, '/proc/self/net/route': route, '/sys/class/net/vethA/mtu': '1400\n' });
  assert.deepEqual(await readWire(topology, hex('e1'), kernelOf(content)), {
    endpoint: wire,
    sandboxInterface: { value: 'eth0', source: 'observed', how: '/proc/<pid>/net' },
    hostInterface: { value: 'vethA', source: 'observed', how: 'sysfs iflink' },
    bridge: { value: br, source: 'observed', how: 'sysfs, gateway address' },
    mtu: { value: 1400, source: 'inferred', how: 'mtu of vethA' },
    gaps: [],
  });
});

test('equal indexes (from 28 on) are a gap, unless the bridge has learned the MAC', async () => {
  assert.deepEqual(await codesAndPort(files([2, 2])), { host: undefined, sandbox: 'eth0', gaps: ['wire-ambiguous'] });
  const learned = new Uint8Array([...row('02:42:ac:12:00:03', 2), ...row('02:42:ac:12:00:02', 1)]);
  assert.deepEqual(await codesAndPort(files([2, 2], { [`/sys/class/net/${br}/brforward`]: learned })), {
    host: 'vethA',
    sandbox: 'eth0',
    gaps: [],
  });
});

test('a MAC that was learned behind a port of another index is not believed', async () => {
  const learned = new Uint8Array(row('02:42:ac:12:00:02', 2));
  const told = await codesAndPort(files([18, 20], { [`/sys/class/net/${br}/brforward`]: learned }));
  assert.deepEqual(told, { host: undefined, sandbox: 'eth0', gaps: ['wire-ambiguous'] });
});

test('a namespace whose interfaces have equal names is still another one', async () => {
  const told = await codesAndPort(files([18, 20], { '/proc/201/net/unix': unix(70, 71), '/proc/202/net/unix': unix(70) }));
  assert.deepEqual(told, { host: undefined, sandbox: undefined, gaps: ['engine-elsewhere'] });
});

test('a pid that is another process here means that the engine is elsewhere', async () => {
  const told = await codesAndPort(files([18, 20], { '/proc/201/cmdline': 'bash\0', '/proc/202/cmdline': 'bash\0' }));
  assert.deepEqual(told, { host: undefined, sandbox: undefined, gaps: ['engine-elsewhere'] });
});

test('where /proc is not readable nothing is said of the place', async () => {
  assert.deepEqual(await codesAndPort({}), { host: undefined, sandbox: undefined, gaps: ['engine-place-unknown'] });
});

test('a /sys of another namespace is not read', async () => {
  const told = await codesAndPort(files([18, 20], { '/sys/class/net/vethB/ifindex': undefined }));
  assert.deepEqual(told, { host: undefined, sandbox: undefined, gaps: ['engine-place-unknown'] });
});

test('an endpoint that does not run is a gap', async () => {
  const stopped = {
    ...topology,
    sandboxes: topology.sandboxes.map((sandbox) => ({
      ...sandbox,
      containers: sandbox.containers.map((item) => (item.name === 'one' ? { ...item, state: 'exited' } : item)),
    })),
  };
  const { gaps } = await readWire(stopped, wire, kernelOf(files([18, 20])));
  assert.deepEqual(
    gaps.map(({ code }) => code),
    ['not-running'],
  );
});

test('an endpoint whose engine was not looked at has what Docker’s record says, and the reason', () => {
  const { bridge: told, gaps } = wireOfEndpoint(topology, endpointById(topology, wire)?.id ?? ('' as never));
  assert.deepEqual([told?.value, told?.source, gaps.map(({ code }) => code)], [br, 'inferred', ['engine-place-unknown']]);
  const sample = { ...topology, engines: topology.engines.map((engine) => ({ ...engine, state: 'sample' as const })) };
  assert.deepEqual(
    wireOfEndpoint(sample, endpointById(sample, wire)?.id ?? ('' as never)).gaps.map(({ code }) => code),
    ['sample'],
  );
});

test('whether the host can balance virtual addresses and encrypt tunnels is read where there is something to read', async () => {
  const engine = topology.engines[0]?.id;
  assert.ok(engine);
  const abilities = async (changes: Record<string, string>) => {
    const { host } = await readKernel(topology, engine, kernelOf(files([18, 20], changes)));
    return { balances: host?.balances, encrypts: host?.encrypts };
  };
  assert.deepEqual(await abilities({}), { balances: false, encrypts: undefined });
  assert.deepEqual(await abilities({ '/proc/crypto': 'name         : cbc(aes)\n' }), { balances: false, encrypts: false });
  const loaded = { '/proc/self/net/ip_vs': '', '/proc/crypto': 'name         : rfc4106(gcm(aes))\n' };
  assert.deepEqual(await abilities(loaded), { balances: true, encrypts: true });
});
