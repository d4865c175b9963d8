import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mendSteps } from '../../src/actions/mendSteps.ts';
import { prunable } from '../../src/predictions/prunable.ts';
import { staleEntries } from '../../src/predictions/staleEntries.ts';
import { engine, idOf, sandboxId, sketch } from './sketch.ts';

const lan = { subnet: '10.7.0.0/24' };

function stale(topology: ReturnType<typeof sketch>) {
  const [entry, ...others] = staleEntries(topology);
  assert.ok(entry);
  assert.deepEqual(others, []);
  return {
    entry,
    steps: mendSteps(topology, entry, {
      Id: idOf('c1'),
      NetworkSettings: {
        Networks: { lan: { Aliases: ['db', idOf('c1').slice(0, 12)], IPAMConfig: { IPv4Address: '10.7.0.9' } } },
      },
    }),
  };
}

const gap = { engine, subject: sandboxId('c1'), code: 'network-missing', why: 'lan' } as const;

test('a network that is gone: the entry is forgotten', () => {
  const { entry, steps } = stale(sketch({}, { c1: { state: 'exited' } }, { gaps: [gap] }));
  assert.deepEqual(entry.why, { code: 'stale.gone', args: ['c1', 'lan'] });
  assert.deepEqual(
    steps.map(({ kind }) => kind),
    ['detach'],
  );
});

test('a network that was made anew: the entry is made again as it was', () => {
  const { entry, steps } = stale(sketch({ lan }, { c1: { state: 'exited' } }, { gaps: [gap] }));
  assert.equal(entry.why.code, 'stale.made-anew');
  const [, on] = steps;
  assert.deepEqual(on?.kind === 'attach' && on.settings, { aliases: ['db'], address: '10.7.0.9' });
});

test('the rest of a failed attach: attached plainly and detached, it is gone', () => {
  const { entry, steps } = stale(sketch({ lan }, { c1: { on: { lan: [] } } }));
  assert.equal(entry.why.code, 'stale.left');
  assert.deepEqual(
    steps.map(({ kind }) => kind),
    ['attach', 'detach'],
  );
});

test('a fixed address that can’t be given: the network stays, the address goes', () => {
  const of = (address: string) => ({ on: { lan: { addresses: [], staticAddresses: [address] } }, state: 'exited' }) as const;
  const outside = stale(sketch({ lan }, { c1: of('10.9.9.9') }));
  assert.equal(outside.entry.why.code, 'stale.outside');
  const taken = stale(
    sketch({ lan }, { c1: of('10.7.0.9'), c2: { on: { lan: { endpointId: 'e2', addresses: ['10.7.0.9/24'] } } } }),
  );
  assert.deepEqual(taken.entry.why, { code: 'stale.taken', args: ['c1', 'lan', '10.7.0.9', 'c2'] });
  assert.deepEqual(
    taken.steps.map((step) => step.kind === 'attach' && step.settings),
    [false, {}],
  );
});

test('what starts is left alone', () => {
  const fine = { on: { lan: { addresses: [], staticAddresses: ['10.7.0.9'] } }, state: 'exited' } as const;
  assert.deepEqual(
    staleEntries(sketch({ lan, host: {} }, { c1: fine, c2: { on: { lan: { endpointId: 'e2', addresses: ['10.7.0.3/24'] } } } })),
    [],
  );
});

test('unused networks are offered by name with who needs them; Docker’s own and used ones never', () => {
  const topology = sketch(
    {
      bridge: {},
      host: { driver: 'host' },
      none: { driver: 'null' },
      docker_gwbridge: {},
      ingress: { ingress: true, driver: 'overlay' },
      lan,
      idle: {},
      kept: {},
    },
    { c1: { on: { lan: { endpointId: 'e1', addresses: ['10.7.0.2/24'] } } }, halted: { on: { kept: [] }, state: 'exited' } },
  );
  assert.deepEqual(prunable(topology), [
    { network: 'idle', neededBy: [] },
    { network: 'kept', neededBy: ['halted'] },
  ]);
});
