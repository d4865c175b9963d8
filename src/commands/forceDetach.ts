import { l10n, window } from 'vscode';
import type { DetachStep } from '../actions/step.ts';
import { networkById } from '../model/lookup.ts';
import type { Endpoint, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { inertText } from '../views/plainText.ts';
import { act } from './act.ts';
import { clientOf, idsOf, type Services, tellRefusal } from './command.ts';
import { pickSome } from './pick.ts';
import { bullets } from './question.ts';

/** Endpoints that no container has ("ghosts"): found on every network, explained, and taken away by force. */
export async function forceDetach(services: Services, ...args: readonly unknown[]): Promise<void> {
  const given = idsOf(services, args);
  const ids = given.length > 0 ? given : await pickGhosts(services);
  const { topology } = services.store;
  const ghosts = ghostsOf(topology).filter(({ id }) => ids.includes(id));
  const steps = ghosts.flatMap((ghost) => stepOf(topology, ghost) ?? []);
  const [first] = steps;
  if (!first) return ids.length === 0 ? undefined : tellRefusal(word('refusal.gone', ids[0] ?? ''));
  for (const { engine } of steps) clientOf(services, engine);
  const names = [inertText(first.container.name), inertText(first.network.name)] as const;
  const question =
    steps.length === 1
      ? l10n.t('Detach {0} from {1} by force?', ...names)
      : l10n.t('Detach {0} endpoints by force?', steps.length);
  const detail = bullets([
    ...(steps.length === 1 ? [] : steps.map(({ container, network }) => inertText(`${container.name} – ${network.name}`))),
    l10n.t('No container has it: the engine was ended, or lost a container, while it was attached.'),
    l10n.t('It holds its address, its name, and its network, which can’t be removed.'),
    l10n.t('It can’t be brought back. A container of that name that still runs elsewhere would lose the network.'),
  ]);
  const title = l10n.t('Detach by Force');
  if ((await window.showWarningMessage(question, { modal: true, detail }, title)) !== title) return;
  await act(services, {
    steps,
    mode: 'each',
    progress: l10n.t('Detaching {0} from {1}…', ...names),
    what: (done) =>
      done.length === 1
        ? word('activity.detach', first.container.name, first.network.name)
        : word('activity.detach-many', done.length),
  });
}

/** Those of load balancers and of the swarm's own bridge have a sandbox, and are none. */
function ghostsOf(topology: Topology): readonly Endpoint[] {
  return topology.endpoints.filter(
    ({ sandbox, endpointId, name }) => sandbox === undefined && endpointId !== undefined && name !== undefined,
  );
}

function stepOf(topology: Topology, { network: id, engine, name = '' }: Endpoint): DetachStep | undefined {
  const network = networkById(topology, id);
  const on = engine ?? network?.engines[0];
  if (!network || on === undefined) return undefined;
  return { kind: 'detach', engine: on, network: { id, name: network.name }, container: { id: name, name }, force: true };
}

async function pickGhosts({ store }: Services): Promise<readonly string[]> {
  const picked = await pickSome({
    title: l10n.t('Detach by Force'),
    placeholder: l10n.t('Endpoint that no container has'),
    nothing: l10n.t('Every endpoint has its container'),
  }, async () => {
    const topology = await store.readFull();
    return ghostsOf(topology).map((ghost) => ({
      value: ghost.id,
      name: ghost.name ?? '',
      description: [networkById(topology, ghost.network)?.name ?? '', ...ghost.addresses].join(' · '),
      icon: 'question',
    }));
  }, ['several']);
  return picked?.values ?? [];
}
