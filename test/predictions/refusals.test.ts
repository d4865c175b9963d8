import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineId, SandboxId } from '../../src/model/topology.ts';
import { refusalOfAttach, refusalOfDetach, refusalOfRemove } from '../../src/predictions/refusals.ts';
import { endpointId, engine, networkId, sandboxId, sketch } from './sketch.ts';

const topology = sketch(
  {
    bridge: {},
    host: {},
    none: {},
    localnet: {},
    empty: {},
    idle: {},
    config: { configOnly: true },
    copy: { configFrom: 'config' },
    closed: { driver: 'overlay' },
    open: { driver: 'overlay', attachable: true },
    ingress: { driver: 'overlay', ingress: true },
    docker_gwbridge: {},
    elsewhere: { engines: ['e2' as EngineId] },
  },
  {
    c1: { on: { localnet: '172.18.0.2/16' } },
    off: { on: { idle: [] }, state: 'exited' },
    alone: { on: { none: [] } },
    onhost: { kind: 'host' },
    task: { on: { closed: '10.0.1.2/24', docker_gwbridge: '172.19.0.3/16' }, service: 's1' },
    dying: { state: 'removing' },
  },
);

for (const [network, container, expected] of [
  ['empty', 'c1', undefined],
  ['open', 'c1', undefined],
  ['empty', 'off', undefined],
  ['localnet', 'c1', 'already-attached'],
  ['host', 'c1', 'host-network'],
  ['none', 'c1', 'none-network'],
  ['config', 'c1', 'config-only'],
  ['closed', 'c1', 'not-attachable'],
  ['ingress', 'c1', 'ingress'],
  ['elsewhere', 'c1', 'other-engine'],
  ['empty', 'alone', 'on-none'],
  ['open', 'task', 'swarm-task'],
  ['empty', 'dying', 'being-removed'],
  ['gone', 'c1', 'gone'],
  ['empty', 'gone', 'gone'],
] as const) {
  test(`attaching ${container} to ${network} is ${expected === undefined ? 'not refused' : `refused: ${expected}`}`, () => {
    const refusal = refusalOfAttach(topology, networkId(network), sandboxId(container));
    assert.equal(refusal?.code, expected === undefined ? undefined : `refusal.${expected}`);
  });
}

test('the stack of the host is attached to nothing', () => {
  const refusal = refusalOfAttach(topology, networkId('empty'), `${engine}/host` as SandboxId);
  assert.equal(refusal?.code, 'refusal.host-stack');
});

for (const [network, container, expected] of [
  ['localnet', 'c1', undefined],
  ['idle', 'off', undefined],
  ['none', 'alone', undefined],
  ['closed', 'task', 'swarm-task'],
  ['docker_gwbridge', 'task', 'made-by-swarm'],
  ['localnet', 'gone', 'gone'],
] as const) {
  test(`detaching ${container} from ${network} is ${expected === undefined ? 'not refused' : `refused: ${expected}`}`, () => {
    const refusal = refusalOfDetach(topology, endpointId(network, container));
    assert.equal(refusal?.code, expected === undefined ? undefined : `refusal.${expected}`);
  });
}

for (const [network, expected] of [
  ['empty', undefined],
  ['idle', undefined],
  ['bridge', 'predefined'],
  ['host', 'predefined'],
  ['none', 'predefined'],
  ['localnet', 'active-endpoints'],
  ['config', 'used-as-config'],
  ['ingress', 'ingress'],
  ['gone', 'gone'],
] as const) {
  test(`removing ${network} is ${expected === undefined ? 'not refused' : `refused: ${expected}`}`, () => {
    assert.equal(refusalOfRemove(topology, networkId(network))?.code, expected === undefined ? undefined : `refusal.${expected}`);
  });
}
