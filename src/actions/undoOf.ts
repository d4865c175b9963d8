import type { NetworkSpec } from '../engine/engine.ts';
import { endpointsOf, isRunning, networkById, ownerOf, sandboxById } from '../model/lookup.ts';
import type { Topology } from '../model/topology.ts';
import { settingsOf } from './settingsOf.ts';
import type { Step } from './step.ts';

/** What is known only around the call: the id of what was made, or what would make again what is removed. */
export interface Around {
  readonly createdId?: string;
  readonly spec?: NetworkSpec;
}

/** The steps that bring back what was, from the Topology before the step, with full detail of what the step touches. None: it can't be undone. */
export function undoOf(topology: Topology, step: Step, around: Around = {}): readonly Step[] {
  const { engine } = step;
  switch (step.kind) {
    case 'attach':
      return [{ kind: 'detach', engine, network: step.network, container: step.container }];
    case 'detach':
      return attachAgain(topology, step.network.id, step.container.id, step.network.name);
    case 'create':
      return around.createdId === undefined
        ? []
        : [{ kind: 'remove', engine, network: { id: around.createdId, name: step.spec.name } }];
    case 'remove': {
      if (around.spec === undefined) return [];
      const { network } = step;
      // containers that do not run still name the old id, and would not start
      const users = endpointsOf(topology, { network: network.id }).flatMap((endpoint): readonly Step[] => {
        const owner = endpoint.sandbox === undefined ? undefined : sandboxById(topology, endpoint.sandbox);
        const container = owner && ownerOf(owner);
        if (!container || isRunning(owner)) return [];
        const named = { id: container.id, name: container.name };
        const off: Step = { kind: 'detach', engine, network, container: named, force: true };
        return [off, ...attachAgain(topology, network.id, container.id, network.name)];
      });
      return [{ kind: 'create', engine, spec: around.spec, replaces: network.id }, ...users];
    }
    default:
      return step satisfies never;
  }
}

function attachAgain(topology: Topology, networkId: string, containerId: string, networkName: string): readonly Step[] {
  const endpoint = topology.endpoints.find(({ network, sandbox }) => network === networkId && sandbox === containerId);
  const sandbox = sandboxById(topology, containerId);
  const container = sandbox && ownerOf(sandbox);
  if (!endpoint || !container) return [];
  return [
    {
      kind: 'attach',
      engine: sandbox.engine,
      network: { id: networkId, name: networkById(topology, networkId)?.name ?? networkName },
      container: { id: container.id, name: container.name },
      settings: settingsOf(topology, endpoint),
      lenient: true,
    },
  ];
}
