import { ConfigurationTarget, l10n, type QuickPickItem, window, workspace } from 'vscode';
import { type ContextChoice, type CurrentBy, chosenContexts, currentContext, listContexts } from '../engine/contexts.ts';
import type { Engine } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { inertText } from '../views/plainText.ts';
import { say } from '../words.ts';
import { errorWord, type Services, sayPlain } from './command.ts';
import { namesOf, settled, type Ticked } from './contextSelection.ts';

interface Item extends QuickPickItem {
  readonly name: Ticked;
}

interface Current {
  readonly name: string;
  readonly by: CurrentBy;
}

/** Writes which contexts are connected into the user's settings. Docker's own choice of context is left alone. */
export async function chooseContext(services: Services): Promise<void> {
  const settings = workspace.getConfiguration('dockerNetworks');
  const now = settings.get<readonly string[]>('contexts') ?? [];
  const chosen = await pickContexts(itemsOf(services, now), now.length === 0 ? [undefined] : now);
  if (!chosen) return;
  const isSame = now.length === chosen.length && now.every((name) => chosen.includes(name));
  if (isSame) await services.connect();
  else await settings.update('contexts', chosen.length === 0 ? undefined : chosen, ConfigurationTarget.Global);
}

/** The names that the user wants; none for the CLI's own choice; undefined when cancelled. */
function pickContexts(items: Promise<readonly Item[]>, now: readonly Ticked[]): Promise<readonly string[] | undefined> {
  const list = window.createQuickPick<Item>();
  list.title = l10n.t('Choose Docker Contexts');
  list.placeholder = l10n.t('Contexts to show side by side; terminals keep theirs');
  list.canSelectMany = true;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.busy = true;
  let ticked = now;
  const tick = (names: readonly Ticked[]) => {
    ticked = names;
    list.selectedItems = list.items.filter(({ name }) => names.includes(name));
  };
  return new Promise((resolve, reject) => {
    list.onDidChangeSelection((selected) => {
      const wanted = settled(
        ticked,
        selected.map(({ name }) => name),
      );
      if (wanted.length === selected.length) ticked = wanted;
      else tick(wanted);
    });
    list.onDidAccept(() => {
      if (!list.busy) resolve(namesOf(ticked));
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    items.then((all) => {
      list.items = all;
      tick(now);
      list.busy = false;
    }, reject);
    list.show();
  });
}

async function itemsOf({ environment, store }: Services, now: readonly string[]): Promise<readonly Item[]> {
  const listed = await listContexts(environment);
  const missing = now.filter((name) => !listed.some(({ context }) => context === name));
  const contexts = [...listed, ...(missing.length > 0 ? await chosenContexts(environment, missing) : [])];
  const current = await currentContext(environment).catch(() => undefined);
  const automatic: Item = {
    label: `$(sync) ${l10n.t('The one that the docker command uses')}`,
    description: current ? inertText(current.name) : '',
    detail: current ? currentText(current) : l10n.t('Docker’s config.json can’t be read'),
    name: undefined,
  };
  const engines = store.isSample ? [] : store.topology.engines;
  return [automatic, ...contexts.map((choice) => itemOf(choice, engines, environment.variables.DOCKER_HOST))];
}

function itemOf(choice: ContextChoice, engines: readonly Engine[], host: string | undefined): Item {
  const { context, endpoint } = choice;
  const engine = engines.find((one) => one.context === context) ?? engines.find((one) => one.endpoint === endpoint);
  const origin =
    context !== 'default'
      ? l10n.t('from “docker context”')
      : host
        ? l10n.t('from DOCKER_HOST')
        : l10n.t('the usual address on this machine');
  const state = 'error' in choice ? sayPlain(errorWord(choice.error)) : engine ? stateText(engine) : l10n.t('not connected');
  return {
    label: `$(server) ${inertText(context)}`,
    description: inertText(endpoint),
    detail: `${state} · ${origin}`,
    name: context,
  };
}

function stateText({ state, said }: Engine): string {
  const because = said ? `: ${inertText(said)}` : '';
  switch (state) {
    case 'ready':
      return l10n.t('connected');
    case 'connecting':
      return say(word('tree.engine-connecting'));
    case 'refused':
      return say(word('tree.engine-refused')) + because;
    case 'lost':
      return say(word('tree.engine-lost')) + because;
    case 'sample':
      return say(word('tree.engine-sample'));
    default:
      return state satisfies never;
  }
}

function currentText({ by }: Current): string {
  switch (by) {
    case 'DOCKER_HOST':
    case 'DOCKER_CONTEXT':
      return l10n.t('now by {0} in the environment', by);
    case 'config':
      return l10n.t('now by “docker context use”');
    case 'nothing':
      return l10n.t('now the default');
    default:
      return by satisfies never;
  }
}
