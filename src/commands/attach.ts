import { l10n, window } from 'vscode';
import type { AttachStep } from '../actions/step.ts';
import { networkById, ownerOf, sandboxById, sandboxName } from '../model/lookup.ts';
import type { Network, NetworkId, Sandbox, SandboxId } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import { impactOfAttach } from '../predictions/impact.ts';
import { refusalOfAttach } from '../predictions/refusals.ts';
import { inertText } from '../views/plainText.ts';
import { act } from './act.ts';
import { emptyAttach, settingsFor } from './attachDraft.ts';
import { askAttachOptions } from './attachSteps.ts';
import { clientOf, type Services, sayPlain, tellRefusal } from './command.ts';

/**
 * Attaches, and says what has changed. Additive, so nothing is asked but what the user wants to set; Undo detaches again. Those that
 * the engine would refuse are named, the others attached.
 */
export async function attach(
  services: Services,
  networkId: NetworkId,
  ids: readonly SandboxId[],
  { more = false }: { readonly more?: boolean } = {},
): Promise<void> {
  const { topology } = services.store;
  const network = networkById(topology, networkId);
  if (!network) return tellRefusal(word('refusal.gone', networkId));
  const { willing, refused } = sorted(services, network, ids);
  const [refusal, ...others] = refused;
  if (refusal && others.length === 0) tellRefusal(refusal);
  else if (refusal)
    void window.showWarningMessage(
      [l10n.t('Not attached ({0}):', refused.length), ...refused.slice(0, 4).map(sayPlain)].join(' '),
    );
  const [first] = willing;
  if (!first) return;
  clientOf(services, first.engine);
  const draft = more ? await askAttachOptions(topology, network, willing) : emptyAttach;
  if (!draft) return;
  const steps = willing.flatMap((sandbox): readonly AttachStep[] => {
    const container = ownerOf(sandbox);
    if (!container) return [];
    const { id, name } = container;
    return [
      {
        kind: 'attach',
        engine: sandbox.engine,
        network: { id: network.id, name: network.name },
        container: { id, name },
        settings: settingsFor(draft, sandbox.id),
      },
    ];
  });
  const single = willing.length === 1 ? impactOfAttach(topology, network.id, first.id).slice(1, 4) : [];
  const owned = ownedByCompose(topology, network, willing);
  const impacts = [...single.filter(({ code }) => code !== 'impact.compose-owned'), ...owned];
  const name = inertText(network.name);
  await act(services, {
    steps,
    mode: 'each',
    progress:
      steps.length === 1
        ? l10n.t('Attaching {0} to {1}…', inertText(sandboxName(first)), name)
        : l10n.t('Attaching {0} containers to {1}…', steps.length, name),
    what: (done) => {
      const [only, ...further] = done;
      return only?.kind === 'attach' && further.length === 0
        ? word('activity.attach', only.container.name, network.name)
        : word('activity.attach-many', done.length, network.name);
    },
    more: impacts.map(sayPlain),
  });
}

function sorted({ store }: Services, network: Network, ids: readonly SandboxId[]) {
  const willing: Sandbox[] = [];
  const refused: Word[] = [];
  for (const id of ids) {
    const sandbox = sandboxById(store.topology, id);
    const refusal = refusalOfAttach(store.topology, network.id, id);
    if (refusal) refused.push(refusal);
    else if (!sandbox || !ownerOf(sandbox)) refused.push(word('refusal.gone', sandbox ? sandboxName(sandbox) : id));
    else willing.push(sandbox);
  }
  return { willing, refused };
}

/** Who will undo it: said of each, however much else there is to say. */
function ownedByCompose(
  topology: Services['store']['topology'],
  network: Network,
  sandboxes: readonly Sandbox[],
): readonly Word[] {
  return sandboxes
    .flatMap(({ id }) => impactOfAttach(topology, network.id, id).filter(({ code }) => code === 'impact.compose-owned'))
    .slice(0, 3);
}
