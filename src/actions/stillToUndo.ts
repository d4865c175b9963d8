import { endpointsOf, networkById } from '../model/lookup.ts';
import type { Network, Topology } from '../model/topology.ts';
import { NetworkIds } from './networkIds.ts';
import type { CreateStep, Step } from './step.ts';

/**
 * What of an undo is still to be done, where nobody knows how far it, or the change itself, has come: what is already so in the Topology
 * is left out. `making` is the network that was being made when the change was cut off.
 */
export function stillToUndo(topology: Topology, undo: readonly Step[], making?: CreateStep): readonly Step[] {
  const ids = new NetworkIds();
  const made = making && sameNetwork(topology, making, undo);
  const first: readonly Step[] = made
    ? [{ kind: 'remove', engine: making.engine, network: { id: made.id, name: made.name } }]
    : [];
  const isOn = (network: string, container: string) => endpointsOf(topology, { network, sandbox: container }).length > 0;
  return [...first, ...undo].flatMap((step): readonly Step[] => {
    switch (step.kind) {
      case 'create': {
        const there = networkById(topology, step.replaces ?? '') ?? sameNetwork(topology, step, undo);
        if (there && step.replaces !== undefined) ids.replaced(step.replaces, there.id);
        return there ? [] : [step];
      }
      case 'remove':
        return networkById(topology, step.network.id) ? [step] : [];
      case 'attach': {
        const id = ids.now(step.network.id);
        return isOn(id, step.container.id) ? [] : [{ ...step, network: { ...step.network, id } }];
      }
      case 'detach':
        // by force: a stopped container's entry of a network that is gone, before it is attached to the new one
        if (step.force) return isOn(ids.now(step.network.id), step.container.id) ? [] : [step];
        return isOn(step.network.id, step.container.id) ? [step] : [];
      default:
        return step satisfies never;
    }
  });
}

/** The network that the step would make, where it is there already; not one that the undo removes. */
function sameNetwork({ networks }: Topology, { engine, spec }: CreateStep, undo: readonly Step[]): Network | undefined {
  const goes = new Set(undo.flatMap((step) => (step.kind === 'remove' ? [step.network.id] : [])));
  const subnets = (pools: readonly { readonly subnet: string }[] = []) =>
    pools
      .map(({ subnet }) => subnet)
      .sort()
      .join();
  return networks.find(
    ({ id, name, engines, pools }) =>
      name === spec.name && engines.includes(engine) && !goes.has(id) && subnets(pools) === subnets(spec.pools),
  );
}
