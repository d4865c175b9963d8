import { isRunning } from '../model/lookup.ts';
import type { Network, Sandbox } from '../model/topology.ts';

/** What tells stacks apart at a glance; each has an icon and words of its own. */
export type StackKind = 'running' | 'stopped' | 'shared' | 'host' | 'none' | 'load-balancer' | 'task';

/** `networks`: those that the sandbox is on. */
export function stackKind(sandbox: Sandbox, networks: readonly Network[]): StackKind {
  switch (sandbox.kind) {
    case 'host':
      return 'host';
    case 'loadBalancer':
      return 'load-balancer';
    case 'task':
      return 'task';
    case 'container':
      if (!isRunning(sandbox)) return 'stopped';
      if (networks.some((network) => network.driver === 'null')) return 'none';
      if (sandbox.containers.length > 1) return 'shared';
      return sandbox.service === undefined ? 'running' : 'task';
    default:
      return sandbox.kind satisfies never;
  }
}
