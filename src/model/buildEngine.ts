import { isCidr } from './address.ts';
import type { GapLog } from './gapLog.ts';
import { nodeId } from './ids.ts';
import { defined } from './order.ts';
import { field, fieldsOf } from './raw.ts';
import { answerOf, failureOf } from './readAnswers.ts';
import type { Snapshot } from './snapshot.ts';
import type { Engine } from './topology.ts';

/** What the engine said of itself in `/version` and `/info`. */
export function buildEngine(snapshot: Snapshot, gaps: GapLog): Engine {
  const { id, context, endpoint, state, reason, said, apiVersion } = snapshot.engine;
  if (state === 'refused' || state === 'lost') {
    gaps.add({ engine: id, code: 'engine-unreachable', why: said || reason || state });
  }
  for (const call of ['version', 'info'] as const) {
    const failed = failureOf(snapshot.api[call]);
    if (failed) gaps.add({ engine: id, code: 'not-answered', why: `/${call}: ${failed.message || failed.reason}` });
  }
  const broken = (call: string) => (path: string) =>
    gaps.add({ engine: id, code: 'malformed-answer', why: path ? `/${call}: ${path}` : `/${call}` });
  const version = fieldsOf(answerOf(snapshot.api.version), broken('version'));
  const info = fieldsOf(answerOf(snapshot.api.info), broken('info'));
  const swarmNode = info.text('Swarm', 'NodeID');
  const inSwarm = swarmNode !== '' && info.text('Swarm', 'LocalNodeState') === 'active';
  return {
    id,
    context,
    endpoint,
    state,
    here: snapshot.kernel?.here ?? 'unknown',
    ...defined({
      reason,
      said,
      version: version.text('Version') || info.text('ServerVersion') || undefined,
      apiVersion: apiVersion || version.text('ApiVersion') || undefined,
      operatingSystem: info.text('OperatingSystem') || undefined,
      firewall: info.text('FirewallBackend', 'Driver') || undefined,
      addressPools: addressPoolsOf(info.list('DefaultAddressPools'), broken('info')),
      swarm: inSwarm
        ? {
            nodeId: nodeId(swarmNode),
            role: info.flag('Swarm', 'ControlAvailable') ? ('manager' as const) : ('worker' as const),
            ...defined({ dataPathPort: info.count('Swarm', 'Cluster', 'DataPathPort') || undefined }),
          }
        : undefined,
      readAt: snapshot.readAt || undefined,
    }),
  };
}

/** Daemon option `default-address-pools`; `/info` leaves the built-in pools out (moby daemon/info.go fillDefaultAddressPools). */
function addressPoolsOf(list: readonly unknown[], broken: (path: string) => void): Engine['addressPools'] {
  const pools = list.flatMap((item, index) => {
    const fields = fieldsOf(item, (path) => broken(`DefaultAddressPools.${index}.${path}`));
    const pool = { base: fields.text('Base'), size: fields.count('Size') ?? 0 };
    return isCidr(pool.base) && pool.size > 0 && pool.size <= 128 ? [pool] : [];
  });
  return pools.length > 0 ? pools : undefined;
}

/** The minor number of the API version that the answers are spelled in: 41 for `1.41`, 0 when it is not known. */
export function apiMinor(engine: Engine): number {
  const match = /^1\.(\d{1,4})$/.exec(engine.apiVersion ?? '');
  return match ? Number(match[1]) : 0;
}

/** Podman's compatible API names itself among the components; its network ids are hashes of names, the same on every machine. */
export function isPodman(snapshot: Snapshot): boolean {
  const components = field(answerOf(snapshot.api.version), 'Components');
  return Array.isArray(components) && components.some((component) => /^podman/i.test(String(textOf(field(component, 'Name')))));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
