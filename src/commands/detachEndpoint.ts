import { l10n, window } from 'vscode';
import { chosenByDocker } from '../actions/settingsOf.ts';
import type { DetachStep } from '../actions/step.ts';
import { endpointById, networkById, ownerOf, sandboxById, sandboxName } from '../model/lookup.ts';
import type { EndpointId } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import { impactOfDetachAll } from '../predictions/impactOfSeveral.ts';
import { refusalOfDetach } from '../predictions/refusals.ts';
import { inertText } from '../views/plainText.ts';
import { act } from './act.ts';
import { endpointChoices } from './choices.ts';
import { clientOf, idsOf, type Services, sayPlain, tellRefusal } from './command.ts';
import { pickSome } from './pick.ts';
import { bullets } from './question.ts';

interface Going {
  readonly id: EndpointId;
  readonly step: DetachStep;
  /** What Docker chose for it: an undo may bring others. */
  readonly chosen: readonly string[];
}

/** One or several endpoints: what breaks is named before, in one question. */
export async function detachEndpoint(services: Services, ...args: readonly unknown[]): Promise<void> {
  const given = idsOf(services, args);
  const ids = given.length > 0 ? given : await pickEndpoints(services);
  const { going, refused } = await sorted(services, ids);
  if (refused[0] && going.length === 0) return tellRefusal(refused[0]);
  const [first] = going;
  if (!first) return;
  for (const { step } of going) clientOf(services, step.engine);
  const names = [inertText(first.step.container.name), inertText(first.step.network.name)] as const;
  const isOne = going.length === 1;
  const question = isOne ? l10n.t('Detach {0} from {1}?', ...names) : l10n.t('Detach {0} endpoints?', going.length);
  const list = isOne ? [] : going.map(({ step }) => inertText(`${step.container.name} – ${step.network.name}`));
  const impacts = impactOfDetachAll(
    services.store.topology,
    going.map(({ id }) => id),
  );
  const detail = bullets([
    ...list,
    ...refused.map(sayPlain),
    ...[...impacts, undoImpact(going.flatMap(({ chosen }) => chosen))].map(sayPlain),
  ]);
  const title = l10n.t('Detach');
  if ((await window.showWarningMessage(question, { modal: true, detail }, title)) !== title) return;
  await act(services, {
    steps: going.map(({ step }) => step),
    mode: 'each',
    progress: isOne ? l10n.t('Detaching {0} from {1}…', ...names) : l10n.t('Detaching {0} endpoints…', going.length),
    what: (done) => {
      const [only, ...further] = done;
      return only?.kind === 'detach' && further.length === 0
        ? word('activity.detach', only.container.name, only.network.name)
        : word('activity.detach-many', done.length);
    },
  });
}

async function sorted({ store }: Services, ids: readonly string[]) {
  await Promise.all(ids.map((id) => store.readDetail(id)));
  const { topology } = store;
  const going: Going[] = [];
  const refused: Word[] = [];
  for (const id of ids) {
    const endpoint = endpointById(topology, id);
    const refusal = endpoint ? refusalOfDetach(topology, endpoint.id) : word('refusal.gone', id);
    const network = endpoint && networkById(topology, endpoint.network);
    const sandbox = endpoint?.sandbox === undefined ? undefined : sandboxById(topology, endpoint.sandbox);
    const container = sandbox && ownerOf(sandbox);
    if (refusal) refused.push(refusal);
    else if (!endpoint || !network || !container) refused.push(word('refusal.gone', sandbox ? sandboxName(sandbox) : id));
    else
      going.push({
        id: endpoint.id,
        step: {
          kind: 'detach',
          engine: sandbox.engine,
          network: { id: network.id, name: network.name },
          container: { id: container.id, name: container.name },
        },
        chosen: chosenByDocker(topology, endpoint, network),
      });
  }
  return { going, refused };
}

function undoImpact(chosen: readonly string[]): Word {
  if (chosen.length === 0) return word('loss.none');
  const few = chosen.slice(0, 4).join(', ');
  return word('loss.chosen', chosen.length > 4 ? `${few}, …` : few);
}

async function pickEndpoints({ store }: Services): Promise<readonly string[]> {
  const picked = await pickSome({
    title: l10n.t('Detach Endpoint'),
    placeholder: l10n.t('Endpoint to detach from its network'),
    nothing: l10n.t('No endpoint can be detached'),
  }, async () => {
    await store.refresh();
    return endpointChoices(store.topology);
  }, ['several']);
  return picked?.values ?? [];
}
