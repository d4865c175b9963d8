import { l10n, ProgressLocation, window } from 'vscode';
import { specOfNetwork } from '../actions/specOfNetwork.ts';
import type { CreateStep } from '../actions/step.ts';
import { undoOf } from '../actions/undoOf.ts';
import { EngineError } from '../engine/engineError.ts';
import { engineById, networkById } from '../model/lookup.ts';
import { field } from '../model/raw.ts';
import type { Engine } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { inertText } from '../views/plainText.ts';
import { linesOf, offerUndo } from './act.ts';
import { ownChoices } from './choices.ts';
import { clientOf, failureText, idsOf, type Services } from './command.ts';
import { createSteps } from './createSteps.ts';
import { draftOf, emptyDraft, type NetworkDraft, specOf } from './networkDraft.ts';
import { pick } from './pick.ts';
import { throughSteps } from './steps.ts';

/** Name, driver, what the driver knows, subnet, gateway. What the engine refuses comes back with everything that was typed. */
export async function createNetwork(services: Services, ...args: readonly unknown[]): Promise<void> {
  const engine = await chooseEngine(services, idsOf(services, args)[0]);
  if (engine) await createFrom(services, engine, emptyDraft);
}

/** The same, with the settings of a network that there is; its subnet is another one. */
export async function duplicateNetwork(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const id = idsOf(services, args)[0] ?? (await pickNetwork(services));
  const network = networkById(store.topology, id ?? '');
  const engine = network && engineById(store.topology, network.engines[0] ?? '');
  if (!network || !engine) return;
  const spec = specOfNetwork(await clientOf(services, engine.id).inspectNetwork(network.id.slice(network.id.indexOf(':') + 1)));
  await createFrom(services, engine, { ...draftOf(spec), name: `${network.name}-copy` });
}

async function createFrom(services: Services, engine: Engine, first: NetworkDraft): Promise<void> {
  const { store } = services;
  const client = clientOf(services, engine.id);
  const [info] = await Promise.all([client.info().catch(() => undefined), store.refresh()]);
  const plugins = field(field(info, 'Plugins'), 'Network');
  const drivers = Array.isArray(plugins) ? plugins.filter((driver) => typeof driver === 'string') : [];
  let draft = first;
  for (;;) {
    const given = await throughSteps(draft, (now) => createSteps(now, { topology: store.topology, engine, drivers }));
    if (!given) return;
    draft = given;
    const title = l10n.t('Creating {0}…', inertText(draft.name));
    const step: CreateStep = { kind: 'create', engine: engine.id, spec: specOf(given) };
    try {
      const { id, warning } = await window.withProgress({ location: ProgressLocation.Window, title }, async () => {
        const made = await client.createNetwork(step.spec);
        await store.refresh();
        return made;
      });
      if (warning) services.log.warn(`network ${id}: ${warning}`);
      for (const line of linesOf(services, [step])) services.log.info(line);
      const what = word('activity.create', given.name);
      const undo = undoOf(store.topology, step, { createdId: id });
      const activity = services.activities.add({ what, steps: [step], undo, resume: [], state: 'done' });
      if (networkById(store.topology, id)) await services.reveal(id);
      offerUndo(services, activity);
      return;
    } catch (error) {
      if (!(error instanceof EngineError) || error.reason === 'cancelled') throw error;
      const change = l10n.t('Change…');
      if ((await window.showErrorMessage(failureText(error), change)) !== change) return;
    }
  }
}

async function chooseEngine({ store }: Services, id: string | undefined): Promise<Engine | undefined> {
  const { topology } = store;
  const given =
    id === undefined
      ? undefined
      : (engineById(topology, id) ?? engineById(topology, networkById(topology, id)?.engines[0] ?? ''));
  const [only, ...others] = topology.engines;
  if (given || others.length === 0) return given ?? only;
  return pick(
    {
      title: l10n.t('Create Network'),
      placeholder: l10n.t('Engine to create the network on'),
      nothing: l10n.t('No engine answers'),
    },
    async () =>
      topology.engines
        .filter(({ state }) => state === 'ready' || state === 'sample')
        .map((engine) => ({ value: engine, name: engine.context, description: engine.endpoint, icon: 'server' })),
  );
}

function pickNetwork({ store }: Services): Promise<string | undefined> {
  return pick(
    {
      title: l10n.t('Duplicate Network'),
      placeholder: l10n.t('Network whose settings the new one begins with'),
      nothing: l10n.t('There is no user-defined network'),
    },
    async () => {
      await store.refresh();
      return ownChoices(store.topology);
    },
  );
}
