import { contains, withoutPrefix } from '../../model/address.ts';
import { isRunning, sandboxName } from '../../model/lookup.ts';
import type { Endpoint, Network, Pool, Sandbox, Topology } from '../../model/topology.ts';
import { type Word, word } from '../../model/word.ts';
import type { Finding, FindingEvidence, Rule, RuleInput, Severity } from '../finding.ts';
import { groupedBy } from '../groupedBy.ts';
import { engineMap, firstFew, freeName, makeFinding, nameList } from '../makeFinding.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * Containers with a fixed address (`--ip`) inside the range that Docker hands out by itself: while one of them is down, another may get its
 * address, and then it does not start ("Address already in use"). A note while all of them run, a warning while one is down, an
 * error once its address went to another. Silent for addresses beside the pool's `--ip-range`, and for swarm tasks.
 */
export const staticInDynamicRange: Rule = { code: 'static-in-dynamic-range', find };

interface Fixed {
  readonly address: string;
  readonly pool: Pool;
  readonly sandbox: Sandbox;
  readonly taker: string | undefined;
}

function find({ topology }: RuleInput): readonly Finding[] {
  const wanted = groupedBy(
    topology.endpoints.filter(({ staticAddresses }) => (staticAddresses ?? []).length > 0),
    ({ network }) => network,
  );
  if (wanted.size === 0) return [];
  const sandboxes = new Map(topology.sandboxes.map((sandbox) => [sandbox.id, sandbox] as const));
  const networks = new Map(topology.networks.map((network) => [network.id, network] as const));
  const holders = new Map<string, Endpoint>();
  for (const endpoint of topology.endpoints) {
    for (const address of endpoint.addresses) holders.set(`${endpoint.network} ${withoutPrefix(address)}`, endpoint);
  }
  return [...wanted].flatMap(([id, endpoints]) => {
    const network = networks.get(id);
    if (!network) return [];
    const fixed = endpoints.flatMap((endpoint) => {
      const sandbox = endpoint.sandbox && sandboxes.get(endpoint.sandbox);
      return sandbox ? fixedOf(network, endpoint, sandbox, holders, sandboxes) : [];
    });
    return fixed.length === 0 ? [] : [finding(topology, network, fixed)];
  });
}

function fixedOf(
  network: Network,
  endpoint: Endpoint,
  sandbox: Sandbox,
  holders: ReadonlyMap<string, Endpoint>,
  sandboxes: ReadonlyMap<string, Sandbox>,
): readonly Fixed[] {
  return (endpoint.staticAddresses ?? []).flatMap((address): readonly Fixed[] => {
    const pool = network.pools.find(({ subnet, range }) => contains(range ?? subnet, address));
    if (!pool) return [];
    const holder = holders.get(`${network.id} ${address}`);
    const other = holder && holder.id !== endpoint.id ? holder : undefined;
    const owner = other?.sandbox && sandboxes.get(other.sandbox);
    return [{ address, pool, sandbox, taker: other && (owner ? sandboxName(owner) : (other.name ?? other.id)) }];
  });
}

function finding(topology: Topology, network: Network, all: readonly Fixed[]): Finding {
  const fixed = [...all].sort((a, b) => rankOf(a) - rankOf(b) || (sandboxName(a.sandbox) < sandboxName(b.sandbox) ? -1 : 1));
  const severities: readonly Severity[] = ['error', 'warning', 'info'];
  const ranges = [...new Set(fixed.map(({ pool }) => pool.range ?? pool.subnet))];
  const engine = engineMap(topology).get(network.engines[0] ?? '');
  const narrowed = ranges.length === 1 ? upperHalf(ranges[0] ?? '', fixed) : undefined;
  return makeFinding({
    code: 'static-in-dynamic-range',
    severity: severities[Math.min(...fixed.map(rankOf))] ?? 'info',
    subjects: [network.id],
    args: [network.name, nameList(fixed.map(({ sandbox, address }) => `${sandboxName(sandbox)} (${address})`))],
    evidence: [...firstFew(fixed.map(evidenceOf)), ...ranges.map((range) => word('evidence.dynamic-range', range))],
    fix: {
      title: word('fix.create-network', network.name),
      command: 'dockerNetworks.createNetwork',
      arguments: engine ? [engine.id] : [],
      ...(narrowed
        ? {
            cli: dockerLine(
              engine,
              'network',
              'create',
              '--subnet',
              narrowed.subnet,
              '--ip-range',
              narrowed.range,
              freeName(topology, network.name),
            ),
          }
        : {}),
    },
  });
}

/** 0: another has its address; 1: it does not run; 2: it runs. */
function rankOf({ sandbox, taker }: Fixed): number {
  return taker !== undefined ? 0 : isRunning(sandbox) ? 2 : 1;
}

function evidenceOf({ sandbox, address, taker }: Fixed): Word<FindingEvidence> {
  const name = sandboxName(sandbox);
  if (taker !== undefined) return word('evidence.fixed-address-taken', name, address, taker);
  return word(isRunning(sandbox) ? 'evidence.fixed-address' : 'evidence.fixed-address-idle', name, address);
}

/** The pool again, handing out its upper half only, where no fixed address is in that. IPv4. */
function upperHalf(range: string, fixed: readonly Fixed[]): { readonly subnet: string; readonly range: string } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(range);
  const prefix = Number(match?.[5]);
  if (!match || prefix > 28) return undefined;
  const base = match.slice(1, 5).reduce((value, part) => value * 256 + Number(part), 0);
  const middle = base - (base % 2 ** (32 - prefix)) + 2 ** (31 - prefix);
  const half = `${[24, 16, 8, 0].map((shift) => Math.floor(middle / 2 ** shift) % 256).join('.')}/${prefix + 1}`;
  return fixed.some(({ address }) => contains(half, address))
    ? undefined
    : { subnet: fixed[0]?.pool.subnet ?? range, range: half };
}
