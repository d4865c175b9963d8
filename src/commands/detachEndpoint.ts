import { l10n, ProgressLocation, window } from 'vscode';
import type { EngineClient } from '../engine/engine.ts';
import { EngineError } from '../engine/engineError.ts';
import { endpointById, networkById, ownerOf, sandboxById, sandboxName } from '../model/lookup.ts';
import type { Endpoint, EndpointId, Network } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { impactOfDetach } from '../predictions/impact.ts';
import { refusalOfDetach } from '../predictions/refusals.ts';
import { inertText } from '../views/plainText.ts';
import { settingsToRestore } from './attachSettings.ts';
import { endpointChoices } from './choices.ts';
import { afterwards, clientOf, idsOf, type Services, sayPlain, tellRefusal } from './command.ts';
import { pick } from './pick.ts';

/** Several selected endpoints are asked about one by one. */
export async function detachEndpoint(services: Services, ...args: readonly unknown[]): Promise<void> {
  const given = idsOf(services, args);
  const ids = given.length > 0 ? given : [await pickEndpoint(services)];
  for (const id of ids) if (id !== undefined && !(await detachOne(services, id))) return;
}

/** False when the user cancelled. */
async function detachOne(services: Services, id: string): Promise<boolean> {
  const { store } = services;
  await store.readDetail(id);
  const { topology } = store;
  const endpoint = endpointById(topology, id);
  const refusal = endpoint ? refusalOfDetach(topology, endpoint.id) : word('refusal.gone', id);
  const network = endpoint && networkById(topology, endpoint.network);
  const sandbox = endpoint?.sandbox === undefined ? undefined : sandboxById(topology, endpoint.sandbox);
  const container = sandbox && ownerOf(sandbox);
  if (refusal || !endpoint || !network || !sandbox || !container) {
    tellRefusal(refusal ?? word('refusal.gone', id));
    return true;
  }
  const client = clientOf(services, sandbox.engine);
  const names = [inertText(sandboxName(sandbox)), inertText(network.name)] as const;
  const title = l10n.t('Detach');
  const impacts = impactOfDetach(topology, endpoint.id).map((impact) => `• ${sayPlain(impact)}`);
  const question = l10n.t('Detach {0} from {1}?', ...names);
  if ((await window.showWarningMessage(question, { modal: true, detail: impacts.join('\n') }, title)) !== title) return false;
  await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Detaching {0} from {1}…', ...names) },
    async () => {
      await client.detach(network.id, container.id);
      await store.refresh();
    },
  );
  afterwards(services, () => offerUndo(services, client, { endpoint, network, container: container.id, names }));
  return true;
}

interface Detached {
  readonly endpoint: Endpoint;
  readonly network: Network;
  readonly container: string;
  readonly names: readonly [string, string];
}

async function offerUndo(services: Services, client: EngineClient, detached: Detached): Promise<void> {
  const undo = l10n.t('Undo');
  if ((await window.showInformationMessage(l10n.t('{0} is detached from {1}.', ...detached.names), undo)) !== undo) return;
  const { endpoint, network, container, names } = detached;
  const { asked, plain } = settingsToRestore(endpoint, network);
  try {
    await client.attach(network.id, container, asked);
  } catch (error) {
    if (!(error instanceof EngineError) || !['address-invalid', 'address-in-use', 'not-allowed'].includes(error.reason))
      throw error;
    await client.attach(network.id, container, plain);
  }
  await services.store.refresh();
  const now = endpointById(services.store.topology, endpoint.id)?.addresses ?? [];
  const isSame = now.join() === endpoint.addresses.join();
  await window.showInformationMessage(
    isSame
      ? l10n.t('{0} is on {1} again, as before.', ...names)
      : l10n.t('{0} is on {1} again, now with the address {2}.', ...names, now.join(', ')),
  );
}

function pickEndpoint({ store }: Services): Promise<EndpointId | undefined> {
  return pick(
    {
      title: l10n.t('Detach Endpoint'),
      placeholder: l10n.t('Endpoint to detach from its network'),
      nothing: l10n.t('No endpoint can be detached'),
    },
    async () => {
      await store.refresh();
      return endpointChoices(store.topology);
    },
  );
}
