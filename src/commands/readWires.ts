import { l10n, ProgressLocation, window } from 'vscode';
import { climb, enginesElsewhere, openWiresOf } from '../kernelLadder.ts';
import { endpointById, endpointsOf, networkById, sandboxOfContainer } from '../model/lookup.ts';
import type { EndpointId, Gap, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { askConsent } from './askConsent.ts';
import { idsOf, type Services, sayPlain } from './command.ts';

/**
 * Looks for the host's interfaces behind endpoints by every means that is allowed: the endpoints of the rows or ids that it is given, of
 * networks, sandboxes or themselves; all of them without any.
 */
export async function readWires(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store, ladder } = services;
  const ids = idsOf(services, args);
  if (ids.length === 0) await store.readFull();
  else await Promise.all(endpointsFor(store.topology, ids).map((id) => store.readDetail(id)));
  // what only a helper container can see is asked for first
  for (const engine of enginesElsewhere(store.topology, endpointsFor(store.topology, ids))) {
    if (!(await askConsent(services, engine))) return;
  }
  const told = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Looking for host interfaces…'), cancellable: true },
    async (_progress, token) => {
      const cancel = new AbortController();
      const subscription = token.onCancellationRequested(() => cancel.abort());
      try {
        const endpoints = endpointsFor(store.topology, ids);
        const gaps = await climb(ladder, endpoints, cancel.signal);
        return { gaps, endpoints };
      } catch (error) {
        if (cancel.signal.aborted) return undefined;
        throw error;
      } finally {
        subscription.dispose();
      }
    },
  );
  if (told) tell(store.topology, told.endpoints, told.gaps);
}

function endpointsFor(topology: Topology, ids: readonly string[]): readonly EndpointId[] {
  if (ids.length === 0) return topology.endpoints.map(({ id }) => id);
  return ids.flatMap((id) => {
    const endpoint = endpointById(topology, id);
    if (endpoint) return [endpoint.id];
    const network = networkById(topology, id);
    if (network) return endpointsOf(topology, { network: network.id }).map((one) => one.id);
    const sandbox = sandboxOfContainer(topology, id);
    return sandbox ? endpointsOf(topology, { sandbox: sandbox.id }).map((one) => one.id) : [];
  });
}

function tell(topology: Topology, endpoints: readonly EndpointId[], gaps: readonly Gap[]): void {
  const wanted = new Set(endpoints);
  const seen = topology.wires.filter(({ endpoint, hostInterface }) => endpoint && wanted.has(endpoint) && hostInterface).length;
  const left = openWiresOf(topology, endpoints).length;
  const why = gaps.map((gap) => sayPlain(word(`gap.${gap.code}`, gap.why)));
  if (left === 0 && why.length === 0) {
    void window.showInformationMessage(l10n.t('{0} host interfaces are known; nothing was left open.', seen));
    return;
  }
  const sentence = l10n.t('{0} host interfaces are known; of {1} endpoints they could not be found out.', seen, left);
  void window.showWarningMessage([sentence, ...why].join(' '));
}
