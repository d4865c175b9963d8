import { Disposable, l10n, window } from 'vscode';
import { stillToUndo } from '../actions/stillToUndo.ts';
import type { Activity } from '../activityLog.ts';
import type { Topology } from '../model/topology.ts';
import type { Unfinished } from '../unfinished.ts';
import { resume } from './act.ts';
import { afterwards, type Services, sayPlain } from './command.ts';

/** Milliseconds until it is looked again whether another window, which ends now, leaves a change in the middle. */
const again = 5_000;

/** Changes that ended with their window, half-way: once their engine is read, it is asked whether to take them back. */
export function offerTakeBack(services: Services): Disposable {
  const { store, unfinished } = services;
  const offered = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const look = (topology: Topology) => {
    clearTimeout(timer);
    for (const left of unfinished.left()) {
      if (offered.has(left.key) || !isRead(topology, left)) continue;
      offered.add(left.key);
      afterwards(services, () => offer(services, left));
    }
    if (unfinished.othersRun) timer = setTimeout(() => look(store.topology), again);
  };
  const subscription = store.onDidChange(look);
  look(store.topology);
  return new Disposable(() => {
    clearTimeout(timer);
    subscription.dispose();
  });
}

function isRead({ engines }: Topology, { undo, making }: Unfinished): boolean {
  const needed = new Set([...undo, ...(making ? [making] : [])].map(({ engine }) => engine));
  return [...needed].every((id) => engines.some((engine) => engine.id === id && engine.state === 'ready'));
}

async function offer(services: Services, left: Unfinished): Promise<void> {
  const { store, unfinished, activities } = services;
  const steps = async () => stillToUndo(await store.readFull(), left.undo, left.making);
  if ((await steps()).length === 0) return unfinished.forget(left.key);
  const activity: Activity = activities.add({
    what: left.what,
    steps: [],
    undo: [],
    resume: await steps(),
    state: 'partly',
  });
  const takeBack = l10n.t('Undo');
  const leave = l10n.t('Leave As It Is');
  const chosen = await window.showWarningMessage(
    l10n.t('A window ended in the middle of this change: {0} It is half done.', sayPlain(left.what)),
    takeBack,
    leave,
  );
  if (chosen === leave) {
    activities.change(activity.id, { resume: [] });
    return unfinished.forget(left.key);
  }
  if (chosen !== takeBack) return;
  await unfinished.claim(left);
  activities.change(activity.id, { resume: await steps() });
  const now = activities.find(activity.id);
  if (now) await resume(services, now);
  if (activities.find(activity.id)?.state === 'undone') await unfinished.forget(left.key);
}
