/** Predicted name resolution against real look-ups, in random topologies: one difference that nothing explains fails the test. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { endpointsOf, ownerOf, sandboxName } from '../../src/model/lookup.ts';
import type { Sandbox, Topology } from '../../src/model/topology.ts';
import { compareAnswers } from '../../src/predictions/compareAnswers.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import type { RecordType } from '../../src/predictions/observation.ts';
import { askName } from '../../src/probes/sandboxProbe.ts';
import type { LabEngine } from './engine.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { labSeed, Random } from './random.ts';

const networks = ['alpha', 'beta', 'dotted.net', 'six', 'bridge'] as const;
const aliases = ['db', 'cache', 'DB2', 'alpha', 'deep.name'] as const;
const containers = Array.from({ length: 9 }, (_, at) => `box${at}`);
const questions = 160;

onEachEngine('a predicted answer', tests, async (engine) => {
  const line = (text: string) => engine.docker(...text.split(' '));
  for (const name of ['alpha', 'beta', 'dotted.net']) await line(`network create ${name}`);
  await line('network create --ipv6 --subnet 10.66.0.0/24 --subnet fd00:66::/64 six');
});

function tests(lab: Lab): void {
  const seed = labSeed(lab.version === '20.10' ? 21 : 22);
  let topology: Topology;

  before(async () => {
    await populate(lab.engine, new Random(seed));
    topology = await lab.store.readFull();
  });

  test(`is what nslookup answers inside the sandbox (LAB_SEED=${seed})`, async (context) => {
    const random = new Random(seed + 1);
    const askers = topology.sandboxes.filter((sandbox) => sandbox.kind === 'container' && ownerOf(sandbox)?.state === 'running');
    const asked = Array.from({ length: questions }, () => question(random, topology, askers));
    const lines = await Promise.all(
      asked.map(async ({ from, name, type }) => {
        const predicted = resolveName(topology, { from: from.id, name, type });
        const { how, result } = await askName(lab.client, from.id, name, type, AbortSignal.timeout(120_000));
        const what = `${sandboxName(from)} ${type} ${name}: predicted ${predicted.code} ${predicted.answers}`;
        if ('gap' in result) return { verdict: 'gap', what: `${what}, not seen: ${result.gap.code} ${result.gap.why}` } as const;
        const compared = compareAnswers(predicted, result, how);
        // what goes upstream is not compared by its code; here upstream knows no name, so that an answer would be Docker's own
        const leaked = compared === 'not-compared' && predicted.code === 'forwarded' && result.answers.length > 0;
        if ((leaked || compared === 'differ') && isRenamedOnBridge(topology, result.answers))
          return { verdict: 'explained', what } as const;
        return { verdict: leaked ? 'differ' : compared, what: `${what}, seen ${result.code} ${result.answers}` } as const;
      }),
    );
    const differ = lines.filter(({ verdict }) => verdict === 'differ');
    const agree = lines.filter(({ verdict }) => verdict === 'agree').length;
    const passed = lines.filter(({ verdict }) => verdict === 'not-compared').length;
    const explained = lines.filter(({ verdict }) => verdict === 'explained').length;
    const gaps = lines.filter(({ verdict }) => verdict === 'gap');
    context.diagnostic(
      `agree ${agree} of ${agree + differ.length}; ${passed} went upstream, ${explained} explained, ${gaps.length} not seen`,
    );
    assert.deepEqual(
      differ.map(({ what }) => what),
      [],
    );
    assert.deepEqual(
      gaps.map(({ what }) => what),
      [],
    );
    assert.ok(agree >= questions / 3, `only ${agree} of ${questions} could be compared`);
  });

  test('is of every sort that the topology was made for: names, aliases, addresses, and names that are not served', () => {
    const codes = new Set<string>();
    const random = new Random(seed + 1);
    for (let at = 0; at < questions; at++) {
      const { from, name, type } = question(
        random,
        topology,
        topology.sandboxes.filter(({ kind }) => kind === 'container'),
      );
      codes.add(resolveName(topology, { from: from.id, name, type }).code);
    }
    for (const code of ['answered', 'not-shared', 'no-embedded-dns', 'not-running']) assert.ok(codes.has(code), `${[...codes]}`);
  });
}

async function populate(engine: LabEngine, random: Random): Promise<void> {
  for (const [at, name] of containers.entries()) {
    // one that is on the default bridge alone in every topology
    const [first = 'bridge', ...more] = at === 0 ? (['bridge'] as const) : random.some(networks, 3);
    const names = () => (random.chance(0.6) ? random.some(aliases, 2).flatMap((alias) => ['--network-alias', alias]) : []);
    const hostname = random.chance(0.3) ? ['--hostname', `host${at}`] : [];
    const own = first === 'bridge' ? [] : names();
    await engine.docker('run', '-d', '--name', name, '--network', first, ...own, ...hostname, 'alpine', 'sleep', '1d');
    for (const network of more) {
      const given = network === 'bridge' ? [] : names().map((part) => (part === '--network-alias' ? '--alias' : part));
      await engine.docker('network', 'connect', ...given, network, name);
    }
  }
  await engine.docker('run', '-d', '--name', 'sharing', '--network', `container:${containers[1]}`, 'alpine', 'sleep', '1d');
  await engine.docker('rename', containers[2] ?? '', 'renamed');
  await engine.docker('pause', containers[3] ?? '');
  await engine.docker('unpause', containers[3] ?? '');
  await engine.docker('run', '-d', '--name', 'halted', '--network', 'alpha', 'alpine', 'sleep', '1d');
  await engine.docker('stop', '-t', '0', 'halted');
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

interface Asked {
  readonly from: Sandbox;
  readonly name: string;
  readonly type: RecordType;
}

function question(random: Random, topology: Topology, askers: readonly Sandbox[]): Asked {
  const from = random.pick(askers);
  if (random.chance(0.15)) {
    const addresses = topology.endpoints.flatMap((endpoint) => endpoint.addresses.map((address) => address.split('/')[0] ?? ''));
    return { from, name: random.pick(addresses), type: 'PTR' };
  }
  const names = topology.sandboxes.flatMap((sandbox) => sandbox.containers.flatMap(({ id, name }) => [name, id.slice(0, 12)]));
  const hostnames = topology.sandboxes.flatMap(({ hostname }) => hostname ?? []);
  const bare = random.pick([...names, ...names, ...hostnames, ...aliases, ...aliases, 'nobody', containers[2] ?? '']);
  const cased = random.chance(0.15) ? bare.toUpperCase() : bare;
  const name = random.chance(0.3) ? `${cased}.${random.pick(networks)}` : cased;
  return { from, name, type: random.chance(0.15) ? 'AAAA' : 'A' };
}
