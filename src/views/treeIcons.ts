import { isRunning } from '../model/lookup.ts';
import type { Endpoint, Engine, Network, Sandbox } from '../model/topology.ts';
import type { StackKind } from './stackKind.ts';
import type { NodeIcon } from './treeNode.ts';

/** Colours of state; the form of the icon says the same without them. */
const green = 'charts.green';
const grey = 'disabledForeground';

export function networkIcon(network: Network, isUnused: boolean): NodeIcon {
  const id = driverIcon(network.driver);
  return isUnused ? { id, color: grey } : { id };
}

export function driverIcon(driver: string): string {
  switch (driver) {
    case 'bridge':
      return 'type-hierarchy';
    case 'overlay':
      return 'globe';
    case 'macvlan':
      return 'circuit-board';
    case 'ipvlan':
      return 'layers';
    case 'host':
      return 'device-desktop';
    case 'null':
      return 'circle-slash';
    default:
      return 'extensions';
  }
}

export function endpointIcon(endpoint: Endpoint, sandbox: Sandbox | undefined): NodeIcon {
  if (!sandbox) return endpoint.endpointId ? { id: 'question' } : { id: 'debug-disconnect', color: grey };
  return isRunning(sandbox) ? { id: 'plug', color: green } : { id: 'debug-disconnect', color: grey };
}

export function stackIcon(kind: StackKind): NodeIcon {
  switch (kind) {
    case 'running':
      return { id: 'vm-running', color: green };
    case 'stopped':
      return { id: 'vm-outline', color: grey };
    case 'shared':
      return { id: 'references', color: green };
    case 'host':
      return { id: 'device-desktop' };
    case 'none':
      return { id: 'circle-slash' };
    case 'load-balancer':
      return { id: 'split-horizontal' };
    case 'task':
      return { id: 'server-process', color: green };
    default:
      return kind satisfies never;
  }
}

export function containerIcon(state: string): NodeIcon {
  switch (state) {
    case 'running':
      return { id: 'package', color: green };
    case 'paused':
      return { id: 'debug-pause' };
    default:
      return { id: 'package', color: grey };
  }
}

export function engineIcon(engine: Engine): NodeIcon {
  switch (engine.state) {
    case 'ready':
      return { id: 'server', color: green };
    case 'connecting':
      return { id: 'loading~spin' };
    case 'lost':
    case 'refused':
      return { id: 'warning', color: 'list.warningForeground' };
    case 'sample':
      return { id: 'beaker' };
    default:
      return engine.state satisfies never;
  }
}
