import { env, l10n, window } from 'vscode';
import { endpointById, networkById, sandboxName, sandboxOfContainer } from '../model/lookup.ts';
import type { Topology } from '../model/topology.ts';
import { inertText } from '../views/plainText.ts';
import { endpointChoices, everyNetwork, everySandbox } from './choices.ts';
import { idsOf, type Services } from './command.ts';
import { type Choice, pick } from './pick.ts';

/** Several selected things are copied one a line. Docker's id for an endpoint that has one. */
export function copyId(services: Services, ...args: readonly unknown[]): Promise<void> {
  return copy(services, args, (topology, id) => endpointById(topology, id)?.endpointId ?? id);
}

export function copyName(services: Services, ...args: readonly unknown[]): Promise<void> {
  return copy(services, args, (topology, id) => {
    const endpoint = endpointById(topology, id);
    const sandbox = sandboxOfContainer(topology, endpoint?.sandbox ?? id);
    const container = sandbox?.containers.find((one) => one.id === id);
    return networkById(topology, id)?.name ?? container?.name ?? (sandbox ? sandboxName(sandbox) : endpoint?.name);
  });
}

/** The addresses of an endpoint without prefix length, the subnets of a network, the value of a detail. */
export function copyAddress(services: Services, ...args: readonly unknown[]): Promise<void> {
  return copy(services, args, (topology, id) => {
    const network = networkById(topology, id);
    if (network) return network.pools.map(({ subnet }) => subnet).join('\n');
    const endpoint = endpointById(topology, id);
    const sandbox = endpoint ? undefined : sandboxOfContainer(topology, id);
    const endpoints = endpoint ? [endpoint] : topology.endpoints.filter((one) => sandbox && one.sandbox === sandbox.id);
    if (!endpoint && !sandbox) return id;
    return endpoints.flatMap(({ addresses }) => addresses.map((address) => address.split('/')[0] ?? '')).join('\n');
  });
}

async function copy(
  services: Services,
  args: readonly unknown[],
  read: (topology: Topology, id: string) => string | undefined,
): Promise<void> {
  const { store } = services;
  const given = idsOf(services, args);
  const ids = given.length > 0 ? given : [await pickAny(services)];
  const values = ids.flatMap((id) => (id === undefined ? [] : (read(store.topology, id) ?? []))).filter((value) => value !== '');
  if (ids.every((id) => id === undefined)) return;
  if (values.length === 0) {
    void window.showInformationMessage(l10n.t('There is nothing to copy: it has none.'));
    return;
  }
  await env.clipboard.writeText(values.join('\n'));
  window.setStatusBarMessage(l10n.t('Copied {0}', inertText(values.join(', '), 60)), 3_000);
}

function pickAny({ store }: Services): Promise<string | undefined> {
  return pick<string>(
    {
      title: l10n.t('Copy'),
      placeholder: l10n.t('Network, sandbox or endpoint'),
      nothing: l10n.t('There is nothing to copy'),
    },
    async () => {
      await store.refresh();
      const { topology } = store;
      const endpoints = endpointChoices(topology).map(({ refusal: _, ...choice }): Choice<string> => choice);
      return [...everyNetwork(topology), ...everySandbox(topology), ...endpoints];
    },
  );
}
