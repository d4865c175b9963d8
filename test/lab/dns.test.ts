/**
 * Predicted name resolution against what really answers, in random worlds: one difference that nothing explains fails the test.
 * `LAB_PAIRS` asks for more pairs on each engine, `LAB_SEED` for another world.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { endpointsOf, ownerOf, sandboxName } from '../../src/model/lookup.ts';
import type { Sandbox, Topology } from '../../src/model/topology.ts';
import { compareAnswers } from '../../src/predictions/compareAnswers.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import { askName } from '../../src/probes/sandboxProbe.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { type Asked, nameTruth, type Truth } from './nameTruth.ts';
import { type Verdict, verdictOf } from './nameVerdict.ts';
import { addServices, clear, makeNetworks, type NameWorld, populate } from './nameWorld.ts';
import { labSeed, Random } from './random.ts';

const pairs = Number(process.env.LAB_PAIRS ?? 340);
/** Of one look at one world, which is asked twice: before and after the engine becomes a swarm of one node. */
const pairsOfLook = 170;
const rounds = Math.ceil(pairs / (2 * pairsOfLook));
const throughProbe = Math.ceil(30 / rounds);

interface Pair extends Asked {
  readonly from: Sandbox;
}

interface Line {
  readonly verdict: Verdict;
  readonly code: string;
  readonly what: string;
}

onEachEngine('a predicted answer', tests, undefined, { timeout: 300_000 * rounds });

function tests(lab: Lab): void {
  const seed = labSeed(lab.version === '20.10' ? 21 : 22);
  const lines: Line[] = [];
  const probed: Line[] = [];

  before(async () => {
    const networks = await makeNetworks(lab.engine);
    for (let round = 0; round < rounds; round++) {
      const random = new Random(seed + 1000 * round);
      if (round > 0) await clear(lab.engine);
      const world = await populate(lab.engine, random, networks);
      await look(world, random);
      await lab.engine.docker('swarm', 'init', '--advertise-addr', lab.engine.address);
      const services = await addServices(lab.engine, random);
      const overlays = ['over', 'Over2'];
      await look({ ...world, networks: [...networks, ...overlays], names: [...world.names, ...services, ...services] }, random);
    }
  });

  test(`is what really answers inside the sandbox (LAB_SEED=${seed} LAB_PAIRS=${pairs})`, (context) => {
    context.diagnostic(summary(lines));
    assert.deepEqual(wrong(lines), []);
    assert.ok(count(lines, 'agree') >= lines.length / 2, summary(lines));
  });

  test('is what the extension’s own question sees too', (context) => {
    context.diagnostic(summary(probed));
    assert.deepEqual(wrong(probed), []);
  });

  test('is of every sort that the worlds are made for', () => {
    const codes = new Set(lines.map(({ code }) => code));
    for (const code of ['answered', 'not-shared', 'no-embedded-dns', 'not-running', 'no-such-family', 'forwarded']) {
      assert.ok(codes.has(code), `${code}: ${[...codes]}`);
    }
  });

  async function look(world: NameWorld, random: Random): Promise<void> {
    const topology = await lab.store.readFull();
    const askers = topology.sandboxes.filter(({ kind, pid }) => kind === 'container' && pid !== undefined);
    const different = new Map<string, Pair>();
    while (different.size < pairsOfLook) {
      const pair = question(random, topology, world, askers);
      different.set(`${pair.from.id} ${pair.name} ${pair.type}`, pair);
    }
    const asked = [...different.values()];
    const truths = await truthsOf(asked);
    for (const [at, pair] of asked.entries()) lines.push(compared(topology, pair, truths[at] as Truth));
    const some = asked.filter(({ from }) => ownerOf(from)?.state === 'running').slice(0, throughProbe);
    probed.push(...(await Promise.all(some.map((pair) => probe(lab, topology, pair, truths[asked.indexOf(pair)] as Truth)))));
  }
}

function compared(topology: Topology, { from, name, type }: Pair, truth: Truth): Line {
  const predicted = resolveName(topology, { from: from.id, name, type });
  const found = verdictOf(predicted, truth);
  const isExplained = found === 'differ' && (isRenamedOnBridge(topology, truth.answers) || lostItsOwnRow(topology, from, truth));
  const verdict = isExplained ? 'explained' : found;
  const hosts = `hosts ${predicted.hostsFile ?? '-'} | ${truth.hosts}`;
  const said = `${predicted.code} ${predicted.origin ?? ''} [${predicted.answers}] ${predicted.reason.code}`;
  const what = `${sandboxName(from)} ${type} ${name}: predicted ${said}; ${truth.rcode} [${truth.answers}] for ${truth.asked}; ${hosts}`;
  return { verdict, code: predicted.code, what };
}

async function probe(lab: Lab, topology: Topology, { from, name, type }: Pair, truth: Truth): Promise<Line> {
  const predicted = resolveName(topology, { from: from.id, name, type });
  const { how, result } = await askName(lab.client, from.id, name, type, AbortSignal.timeout(120_000), 20_000);
  const code = predicted.code;
  const what = `${sandboxName(from)} ${type} ${name}: predicted ${code} [${predicted.answers}]`;
  // 20.10 leaves the question alone where no server outside can be reached
  const silent = 'gap' in result && result.gap.code === 'timed-out' && truth.rcode === -1;
  if (silent) return { verdict: 'forwarded', code, what };
  if ('gap' in result)
    return { verdict: 'differ', code, what: `${what}, not seen by ${how}: ${result.gap.code} ${result.gap.why}` };
  const seen = `${what}; by ${how} ${result.code} [${result.answers}]`;
  const verdict = compareAnswers(predicted, result, how);
  const leaked = code === 'forwarded' && result.answers.length > 0;
  if (verdict === 'differ' || leaked) {
    // busybox's nslookup asks for a name without a dot with the search domains first, whatever ndots says
    const searchedFirst = how.endsWith('nslookup') && !name.includes('.') && (from.lookup?.search.length ?? 0) > 0;
    const isExplained = isRenamedOnBridge(topology, result.answers) || (searchedFirst && !leaked);
    return { verdict: isExplained ? 'explained' : 'differ', code, what: seen };
  }
  if (verdict === 'agree') return { verdict, code, what: seen };
  return { verdict: code === 'not-predictable' ? 'not predictable' : 'forwarded', code, what: seen };
}

/** Of each sandbox all its questions at once, four sandboxes at a time. */
async function truthsOf(asked: readonly Pair[]): Promise<readonly Truth[]> {
  const truths: Truth[] = [];
  const numbered = asked.map((pair, at) => ({ ...pair, at }));
  const waiting = [...new Set(asked.map(({ from }) => from))].map(
    (from) => [from, numbered.filter((pair) => pair.from === from)] as const,
  );
  const work = async () => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      const [from, own] = one;
      const found = await nameTruth(from.pid ?? 0, own);
      for (const [index, { at }] of own.entries()) truths[at] = found[index] as Truth;
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return truths;
}

function question(random: Random, topology: Topology, world: NameWorld, askers: readonly Sandbox[]): Pair {
  const from = random.pick(askers);
  if (random.chance(0.12)) {
    const addresses = topology.endpoints.flatMap((endpoint) => endpoint.addresses);
    const virtual = topology.services.flatMap(({ networks }) => networks.flatMap(({ virtualAddress }) => virtualAddress ?? []));
    return { from, name: random.pick([...addresses, ...virtual]).split('/')[0] ?? '', type: 'PTR' };
  }
  const shortIds = topology.sandboxes.flatMap(({ containers }) => containers.map(({ id }) => id.slice(0, 12)));
  const hostnames = topology.sandboxes.flatMap(({ hostname }) => hostname ?? []);
  const mine = random.chance(0.15) && from.hostname !== undefined ? [from.hostname] : undefined;
  const bare = random.pick(mine ?? [...world.names, ...world.names, ...shortIds, ...hostnames]);
  const cased = random.chance(0.2) ? random.pick([bare.toUpperCase(), bare.toLowerCase()]) : bare;
  const network = random.pick(world.networks);
  const part = random.chance(0.1) ? network.toUpperCase() : network;
  const name = random.chance(0.3) ? `${cased}.${part}` : cased;
  return { from, name: random.chance(0.05) ? `${name}.` : name, type: random.chance(0.25) ? 'AAAA' : 'A' };
}

/**
 * Both versions serve the names of a container that was renamed while it ran on the default bridge too (20.10 the name, 28.5 also the short
 * id), to those there that have the embedded DNS. Nothing in the API tells of a rename, so that it cannot be predicted.
 */
function isRenamedOnBridge(topology: Topology, answers: readonly string[]): boolean {
  const renamed = topology.sandboxes.find((sandbox) => sandboxName(sandbox) === 'renamed');
  const bridge = topology.networks.find((network) => network.name === 'bridge');
  const addresses = endpointsOf(topology, { sandbox: renamed?.id ?? '', network: bridge?.id ?? '' }).flatMap(
    (endpoint) => endpoint.addresses,
  );
  return answers.includes('renamed.bridge') || addresses.some((address) => answers.includes(address.split('/')[0] ?? ''));
}

/**
 * 20.10 removes every row of a container's own name from `/etc/hosts` when it leaves one of its networks. Nothing in the API tells of
 * networks that it was on.
 */
function lostItsOwnRow(topology: Topology, from: Sandbox, truth: Truth): boolean {
  const old = topology.engines.some(({ version }) => version?.startsWith('20.') === true);
  return old && sandboxName(from) === 'left' && truth.rcode !== 0 && truth.hosts.length === 0;
}

function wrong(lines: readonly Line[]): readonly string[] {
  return lines.filter(({ verdict }) => verdict === 'differ').map(({ what }) => what);
}

function count(lines: readonly Line[], verdict: Verdict): number {
  return lines.filter((line) => line.verdict === verdict).length;
}

function summary(lines: readonly Line[]): string {
  const agree = count(lines, 'agree');
  const aside = (['forwarded', 'not predictable', 'explained'] as const).map((verdict) => `${count(lines, verdict)} ${verdict}`);
  return `agree ${agree} of ${agree + count(lines, 'differ')}; apart: ${aside.join(', ')}`;
}
