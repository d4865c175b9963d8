/**
 * The wire of an endpoint: sandbox interface, host interface, bridge or parent. Unprivileged reading of `/sys/class/net` and
 * `/proc/<pid>/net` only. What is not certain is a gap, never a guess.
 */
import { familyOf, parseRange, withoutPrefix } from '../model/address.ts';
import { endpointById, engineById, isRunning, networkById, sandboxById, sandboxName } from '../model/lookup.ts';
import type { Endpoint, EngineId, Fact, Gap, GapCode, Network, Sandbox, Topology, Wire } from '../model/topology.ts';
import { engineHere, sandboxHere } from './engineHere.ts';
import { type KernelReader, readNumber, readText } from './kernelReader.ts';
import {
  numberOfAddress,
  parseConnectedRoutes,
  parseDevMcast,
  parseForwarding,
  parseIgmp,
  parseInet6,
  parseLocalAddresses,
} from './parseProcNet.ts';

/** Never rejects. `endpoint` is our id or Docker's EndpointID; the topology needs the container's pid (full detail). */
export async function readWire(topology: Topology, endpoint: string, kernel: KernelReader): Promise<Wire> {
  const found = endpointById(topology, endpoint);
  const network = found && networkById(topology, found.network);
  if (!found || !network) return { gaps: [{ subject: endpoint, code: 'unknown-subject', why: endpoint }] };
  const gap = (code: GapCode, why: string): Gap => ({
    ...(found.engine ? { engine: found.engine } : {}),
    subject: found.id,
    code,
    why,
  });
  const engine = found.engine && engineById(topology, found.engine);
  if (!engine || engine.state === 'sample') return { ...inferred(network), gaps: [gap('sample', engine?.context ?? '')] };
  // These have no wire: the host's own stack, and loopback only.
  if (network.driver === 'host' || network.driver === 'null') return { gaps: [] };

  const here = await engineHere(topology, engine.id, kernel);
  if (here === 'no') return { ...vniOf(network), gaps: [gap('engine-elsewhere', engine.context)] };
  const sandbox = found.sandbox && sandboxById(topology, found.sandbox);
  if (sandbox?.kind !== 'container') {
    return { ...inferred(network), gaps: [gap('wire-not-readable', sandbox ? sandboxName(sandbox) : (found.name ?? found.id))] };
  }
  if (!isRunning(sandbox)) return { ...inferred(network), gaps: [gap('not-running', sandboxName(sandbox))] };
  if (here === 'unknown') return { ...inferred(network), gaps: [gap('engine-place-unknown', engine.context)] };
  return observe(topology, engine.id, found, network, sandbox, kernel, gap);
}

async function observe(
  topology: Topology,
  engine: EngineId,
  endpoint: Endpoint,
  network: Network,
  sandbox: Sandbox,
  kernel: KernelReader,
  gap: (code: GapCode, why: string) => Gap,
): Promise<Wire> {
  // Another container may have got the pid since the topology was read.
  if ((await sandboxHere(sandbox, kernel)) !== 'yes') {
    return { ...inferred(network), gaps: [gap('wire-not-readable', `/proc/${sandbox.pid}`)] };
  }
  const inside = await sandboxInterface(endpoint, sandbox, kernel);
  if (typeof inside === 'string') return { ...inferred(network), gaps: [gap('wire-not-readable', inside)] };
  const known: Wire = {
    ...inferred(network),
    sandboxInterface: { value: inside.name, source: 'observed', how: `/proc/${sandbox.pid}/net` },
    gaps: [],
  };
  if (network.driver !== 'bridge' || network.hostInterface === undefined) return known;
  const bridge = network.hostInterface;
  const ports = await kernel.list(`/sys/class/net/${bridge}/brif`);
  if (!ports) return { ...known, gaps: [gap('wire-not-readable', `/sys/class/net/${bridge}/brif`)] };
  const onBridge: Wire = { ...known, bridge: { value: bridge, source: 'observed', how: 'sysfs' } };
  const paired = await hostInterface(topology, engine, endpoint, bridge, ports, inside.index, kernel);
  // The container may have stopped meanwhile, and its pid be another's.
  if ((await sandboxHere(sandbox, kernel)) !== 'yes') {
    return { ...inferred(network), gaps: [gap('wire-not-readable', `/proc/${sandbox.pid}`)] };
  }
  if ('value' in paired) return { ...onBridge, hostInterface: paired };
  return { ...onBridge, gaps: [gap(paired.code, paired.why)] };
}

/** The one interface of the stack that has the endpoint's address, with its index there; else which file did not tell. */
async function sandboxInterface(
  endpoint: Endpoint,
  sandbox: Sandbox,
  kernel: KernelReader,
): Promise<{ readonly name: string; readonly index: number | undefined } | string> {
  const folder = `/proc/${sandbox.pid}/net`;
  const names = new Set<string>();
  for (const address of endpoint.addresses.map(withoutPrefix)) {
    if (familyOf(address) === 6) {
      const digits = parseRange(address)?.address.toString(16).padStart(32, '0');
      const line = parseInet6((await readText(kernel, `${folder}/if_inet6`)) ?? '').find((item) => item.address === digits);
      if (!line) return `${folder}/if_inet6`;
      names.add(line.device);
    } else {
      const number = numberOfAddress(address);
      const local = parseLocalAddresses((await readText(kernel, `${folder}/fib_trie`)) ?? '');
      if (number === undefined || !local.has(address)) return `${folder}/fib_trie`;
      const routes = parseConnectedRoutes((await readText(kernel, `${folder}/route`)) ?? '');
      const through = routes.filter(({ network, mask }) => (number & mask) >>> 0 === network >>> 0);
      for (const { device } of through) names.add(device);
    }
  }
  const [name, another] = names;
  if (name === undefined || another !== undefined) return `${folder}/route`;
  const [igmp, mcast, inet6] = await Promise.all(
    ['igmp', 'dev_mcast', 'if_inet6'].map((file) => readText(kernel, `${folder}/${file}`)),
  );
  const index =
    parseIgmp(igmp ?? '').get(name) ??
    parseDevMcast(mcast ?? '').get(name) ??
    parseInet6(inet6 ?? '').find(({ device }) => device === name)?.index;
  return { name, index };
}

/**
 * The bridge's port at the other end. Its `iflink` is the index of the sandbox's interface, so the right one is among those with that
 * index; on engines from 28 on every container's may be equal, and then the bridge's forwarding table decides, where it has the MAC.
 */
async function hostInterface(
  topology: Topology,
  engine: EngineId,
  endpoint: Endpoint,
  bridge: string,
  ports: readonly string[],
  index: number | undefined,
  kernel: KernelReader,
): Promise<Fact<string> | { readonly code: GapCode; readonly why: string }> {
  const candidates: string[] = [];
  for (const port of ports) {
    const [iflink, ifindex] = await Promise.all(
      ['iflink', 'ifindex'].map((file) => readNumber(kernel, `/sys/class/net/${port}/${file}`)),
    );
    const isBridges = (await kernel.linkName(`/sys/class/net/${port}/master`)) === bridge;
    if (isBridges && index !== undefined && iflink === index && ifindex !== undefined) candidates.push(port);
  }
  const learned = await learnedPort(topology, engine, endpoint, bridge, ports, kernel);
  const [only] = candidates;
  if (only === undefined) return { code: 'wire-not-readable', why: `/sys/class/net/${bridge}/brif` };
  if (learned !== undefined && !candidates.includes(learned))
    return { code: 'wire-ambiguous', why: [...candidates, learned].sort().join(', ') };
  if (candidates.length === 1) return { value: only, source: 'observed', how: 'sysfs iflink' };
  if (learned !== undefined) return { value: learned, source: 'observed', how: 'sysfs brforward' };
  return { code: 'wire-ambiguous', why: candidates.sort().join(', ') };
}

/** The port behind which the bridge learned the endpoint's MAC, if no other endpoint there has the same. */
async function learnedPort(
  topology: Topology,
  engine: EngineId,
  endpoint: Endpoint,
  bridge: string,
  ports: readonly string[],
  kernel: KernelReader,
): Promise<string | undefined> {
  const mac = endpoint.mac?.toLowerCase();
  if (mac === undefined) return undefined;
  const doubled = topology.endpoints.some(
    (other) =>
      other.id !== endpoint.id &&
      other.engine === engine &&
      other.mac?.toLowerCase() === mac &&
      other.network === endpoint.network,
  );
  const bytes = doubled ? undefined : await kernel.read(`/sys/class/net/${bridge}/brforward`);
  const numbers = new Set(
    parseForwarding(bytes ?? new Uint8Array())
      .filter((row) => row.mac === mac && !row.local)
      .map((row) => row.port),
  );
  if (numbers.size !== 1) return undefined;
  for (const port of ports) {
    const number = await readNumber(kernel, `/sys/class/net/${bridge}/brif/${port}/port_no`);
    if (number !== undefined && numbers.has(number)) return port;
  }
  return undefined;
}

/** What follows from Docker's own record of the network. */
function inferred(network: Network): Omit<Wire, 'gaps'> {
  const how = Object.hasOwn(network.options, 'com.docker.network.bridge.name')
    ? 'option com.docker.network.bridge.name'
    : 'network id';
  const parentHow = Object.hasOwn(network.options, 'parent') ? 'option parent' : 'network id';
  return {
    ...(network.hostInterface ? { bridge: { value: network.hostInterface, source: 'inferred', how } } : {}),
    ...(network.parent ? { parent: { value: network.parent, source: 'inferred', how: parentHow } } : {}),
    ...vniOf(network),
  };
}

function vniOf(network: Network): Pick<Wire, 'vni'> {
  const [vni] = network.vnis ?? [];
  return vni === undefined
    ? {}
    : { vni: { value: vni, source: 'inferred', how: 'option com.docker.network.driver.overlay.vxlanid_list' } };
}
