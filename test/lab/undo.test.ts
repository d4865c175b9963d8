/** What is done is undone: after random changes and all their undos, networks and endpoints are set up as they were. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetworkIds } from '../../src/actions/networkIds.ts';
import { type RunParts, runSteps, undoSteps } from '../../src/actions/runSteps.ts';
import type { Step } from '../../src/actions/step.ts';
import type { AttachSettings } from '../../src/engine/engine.ts';
import { isBuiltIn, ownerOf, sandboxName } from '../../src/model/lookup.ts';
import type { Network, Sandbox, Topology } from '../../src/model/topology.ts';
import { refusalOfAttach, refusalOfDetach, refusalOfRemove } from '../../src/predictions/refusals.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { meaningOf } from './meaningOf.ts';
import { labSeed, Random } from './random.ts';

const sequences = Number(process.env.LAB_SEQUENCES ?? 20);
const changes = 5;

onEachEngine('an undo', tests, async (engine) => {
  const line = (text: string) => engine.docker(...text.split(' '));
  await line('network create auto');
  await line(
    'network create --subnet 10.70.0.0/24 --ip-range 10.70.0.128/25 --gateway 10.70.0.9 --aux-address nas=10.70.0.130 --label tier=db fixed',
  );
  await line(
    'network create --internal --ipv6 --subnet 10.71.0.0/24 --subnet fd00:71::/64 -o com.docker.network.driver.mtu=1400 six',
  );
  await line('network create -d macvlan --subnet 10.72.0.0/24 --gateway 10.72.0.1 -o parent=eth0 mac');
  await line('run -d --name c1 --network auto --network-alias one alpine sleep 1d');
  await line('run -d --name c2 --network fixed --ip 10.70.0.200 --network-alias two --network-alias zwei alpine sleep 1d');
  await line('network connect --alias mine --link c2:other fixed c1');
  await line('run -d --name c3 alpine sleep 1d');
  await line('network connect --ip 10.71.0.33 --ip6 fd00:71::33 --link-local-ip 169.254.7.7 six c3');
  await line('create --name halted --network fixed --ip 10.70.0.210 --network-alias idle alpine sleep 1d');
  await line('network connect --driver-opt com.example.note=hi auto halted');
});

function tests(lab: Lab): void {
  const seed = labSeed(lab.version === '20.10' ? 1 : 2);

  test(`takes back ${sequences} random sequences of ${changes} changes (LAB_SEED=${seed})`, async (context) => {
    const random = new Random(seed);
    const start = await meaningOf(lab);
    let made = 0;
    for (let sequence = 0; sequence < sequences; sequence++) {
      const parts = partsOf(lab);
      const undo: Step[] = [];
      const story: string[] = [];
      for (let change = 0; change < changes; change++) {
        const step = randomStep(await lab.store.readFull(), random, lab, `${sequence}-${change}`);
        if (!step) continue;
        const run = await runSteps([step], 'each', parts);
        story.push(`${JSON.stringify(step)} ${run.failed.map(({ error }) => error.message)}`);
        undo.unshift(...undoSteps(run.done));
        made += run.done.length;
      }
      const back = await runSteps(undo, 'each', parts);
      assert.deepEqual(
        back.failed.map(({ error }) => error.message),
        [],
        story.join('\n'),
      );
      assert.deepEqual(
        await meaningOf(lab),
        start,
        `sequence ${sequence}:\n${story.join('\n')}\nback:\n${undo.map((one) => JSON.stringify(one)).join('\n')}`,
      );
    }
    context.diagnostic(`${made} changes taken back`);
    await lab.engine.docker('start', 'halted');
    await lab.engine.docker('stop', '-t', '0', 'halted');
  });
}

function partsOf({ client, store }: Lab): RunParts {
  return { client: () => client, read: () => store.readFull(), ids: new NetworkIds() };
}

function randomStep(topology: Topology, random: Random, { client, version }: Lab, mark: string): Step | undefined {
  const engine = client.identity.id;
  const named = (sandbox: Sandbox) => ({ id: sandbox.id, name: sandboxName(sandbox) });
  const sandboxes = topology.sandboxes.filter((sandbox) => ownerOf(sandbox));
  switch (random.below(5)) {
    case 0:
    case 1: {
      const sandbox = random.pick(sandboxes);
      const open = topology.networks.filter(({ id }) => refusalOfAttach(topology, id, sandbox.id) === undefined);
      if (open.length === 0) return undefined;
      const network = random.pick(open);
      return { kind: 'attach', engine, network, container: named(sandbox), settings: settingsFor(network, random, version) };
    }
    case 2:
    case 3: {
      const open = topology.endpoints.filter(({ id }) => refusalOfDetach(topology, id) === undefined);
      if (open.length === 0) return undefined;
      const endpoint = random.pick(open);
      const sandbox = topology.sandboxes.find(({ id }) => id === endpoint.sandbox);
      const network = topology.networks.find(({ id }) => id === endpoint.network);
      return sandbox && network ? { kind: 'detach', engine, network, container: named(sandbox) } : undefined;
    }
    default: {
      const open = topology.networks.filter(
        (network) => !isBuiltIn(network) && refusalOfRemove(topology, network.id) === undefined,
      );
      if (open.length > 0 && random.chance(0.6)) return { kind: 'remove', engine, network: random.pick(open) };
      const third = random.below(200);
      const pools = random.chance(0.5) ? { pools: [{ subnet: `10.80.${third}.0/24` }] } : {};
      return { kind: 'create', engine, spec: { name: `made-${mark}`, driver: 'bridge', ...pools, labels: { made: mark } } };
    }
  }
}

function settingsFor(network: Network, random: Random, version: string): AttachSettings {
  if (network.name === 'bridge') return {};
  const last = 140 + random.below(50);
  const address = network.name === 'fixed' && random.chance(0.5) ? { address: `10.70.0.${last}` } : {};
  const address6 =
    network.name === 'six' && random.chance(0.5) ? { address: `10.71.0.${last}`, address6: `fd00:71::${last}` } : {};
  const priority = version === '28.5' && random.chance(0.3) ? { gatewayPriority: random.below(9) + 1 } : {};
  const aliases = random.chance(0.5) ? { aliases: random.some(['x', 'y', 'z'], 3) } : {};
  return { ...address, ...address6, ...priority, ...aliases };
}
