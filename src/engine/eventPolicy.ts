/**
 * Which events make us read again. A list of what counts, not of what does not: our own execs and file reads emit events too, and a
 * refresh on each would never end.
 */
import { helperLabel } from '../model/readContainers.ts';
import type { RawEvent } from './engine.ts';

const actions: Readonly<Record<string, readonly string[]>> = {
  network: ['create', 'connect', 'disconnect', 'destroy', 'update', 'remove', 'prune'],
  container: ['create', 'start', 'die', 'stop', 'destroy', 'rename', 'pause', 'unpause', 'restart', 'update', 'oom'],
};

/**
 * Whether the event tells of a change that the Topology shows. Our own helper containers are not shown. A container joins the host's stack
 * or none only when it starts, which is an event of its own.
 */
export function isRelevant({ type, action, attributes }: RawEvent): boolean {
  if (type === 'node' || type === 'service') return true;
  if (type === 'container' && Object.hasOwn(attributes, helperLabel)) return false;
  if (type === 'network' && attributes.container && (attributes.type === 'host' || attributes.type === 'null')) return false;
  return actions[type]?.includes(action) ?? false;
}

/** Whether the engine may have joined or left a swarm, or become a manager: `/info` says. */
export function isOfSwarm({ type, attributes }: RawEvent): boolean {
  return type === 'node' || (type === 'network' && ['ingress', 'docker_gwbridge'].includes(attributes.name ?? ''));
}

/** Whether what happened may have happened on any node, so that what an overlay's gossip tells is old. */
export function isOfCluster({ type }: RawEvent): boolean {
  return type === 'node' || type === 'service';
}

/** Ids of networks and containers whose inspect answers the event makes old. On Podman the two are the other way round. */
export function touchedBy({ id, attributes }: RawEvent): readonly string[] {
  return [id, attributes.container ?? ''].filter((touched) => touched !== '');
}
