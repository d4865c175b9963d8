/** Carries out what a command has asked about, says what came of it, notes it in the activity log, and offers Undo. */
import { l10n, ProgressLocation, window } from 'vscode';
import { dockerCommand } from '../actions/dockerCommand.ts';
import type { Announce } from '../actions/runStep.ts';
import { runSteps, type StepsRun, undoSteps } from '../actions/runSteps.ts';
import type { Step } from '../actions/step.ts';
import { type Activity, type ActivityCode, namesOf } from '../activityLog.ts';
import { engineById } from '../model/lookup.ts';
import type { Topology } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import { inertText } from '../views/plainText.ts';
import { afterwards, clientOf, errorWord, type Services, sayPlain } from './command.ts';

export interface Change {
  readonly steps: readonly Step[];
  /** `whole`: all or nothing. */
  readonly mode: 'each' | 'whole';
  /** Said while it runs. */
  readonly progress: string;
  /** Of what was done; not asked when nothing was. */
  readonly what: (done: readonly Step[]) => Word<ActivityCode>;
  /** Sentences after what was done. */
  readonly more?: readonly string[];
}

/** Rejects with the failure when a single step fails; several report theirs item by item. The message stays open after this has ended. */
export async function act(services: Services, change: Change): Promise<StepsRun> {
  const { steps, mode } = change;
  const running = mode === 'whole' && steps.length > 1 ? services.unfinished.begin(change.what(steps)) : undefined;
  const run = await runWithProgress(services, steps, mode, change.progress, running?.note).finally(() => running?.end());
  const [failure] = run.failed;
  if (steps.length === 1 && failure) throw failure.error;
  const activity = note(services, change, run);
  if (!activity) tellTrouble(services, run, undefined);
  else afterwards(services, () => tell(services, activity, run, change.more ?? []));
  return run;
}

/** Takes an activity back; says what did not work. */
export async function undo(services: Services, activity: Activity): Promise<void> {
  const progress = l10n.t('Undoing…');
  const run = await runWithProgress(services, activity.undo, 'each', progress);
  const stuck = [...run.failed.map(({ step }) => step), ...run.left];
  services.activities.change(activity.id, stuck.length === 0 ? { state: 'undone', undo: [] } : { state: 'partly', undo: stuck });
  for (const line of linesOf(
    services,
    run.done.map(({ step }) => step),
  ))
    services.log.info(line);
  const [failure] = run.failed;
  if (failure && run.failed.length === 1 && run.done.length === 0) throw failure.error;
  const lost = run.done.flatMap(({ losses }) => losses.map(sayPlain));
  const said = [
    l10n.t('Undone: {0}', sayPlain(activity.what)),
    ...lost,
    ...addressesNow(services.store.topology, run),
    ...troubles(run),
  ];
  const show = run.failed.length > 0 || lost.length > 0 ? window.showWarningMessage : window.showInformationMessage;
  void show(said.join(' '));
}

/** Goes on with a whole that failed half-way and could not be taken back. */
export async function resume(services: Services, activity: Activity): Promise<void> {
  const run = await runWithProgress(services, activity.resume, 'each', l10n.t('Going on…'));
  const stuck = [...run.failed.map(({ step }) => step), ...run.left];
  services.activities.change(activity.id, { resume: stuck, state: stuck.length === 0 ? 'undone' : 'partly' });
  if (run.failed.length > 0) tellTrouble(services, run, services.activities.find(activity.id));
}

/** The command lines that do the same. */
export function linesOf({ store }: Services, steps: readonly Step[]): readonly string[] {
  return steps.map((step) => dockerCommand(step, engineById(store.topology, step.engine)?.context));
}

async function runWithProgress(
  services: Services,
  steps: readonly Step[],
  mode: Change['mode'],
  title: string,
  announce: Announce = async () => {},
): Promise<StepsRun> {
  const { store, activities } = services;
  const isLong = steps.length > 1;
  const location = isLong ? ProgressLocation.Notification : ProgressLocation.Window;
  return window.withProgress({ location, title, cancellable: isLong }, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const run = await runSteps(steps, mode, {
      client: (engine) => clientOf(services, engine),
      read: async (step) => {
        await readFor(services, step);
        return store.topology;
      },
      ids: activities.ids,
      signal: controller.signal,
      announce,
      onStep: (step, at) =>
        progress.report({
          message: `${at + 1}/${steps.length} ${inertText(namesOf(step).join(' · '))}`,
          increment: 100 / steps.length,
        }),
    });
    await store.refresh();
    return run;
  });
}

/** In full what the step touches: an undo needs the settings. */
async function readFor({ store, activities }: Services, step: Step): Promise<void> {
  if (step.kind === 'create') return;
  const network = activities.ids.now(step.network.id);
  const touched = store.topology.endpoints.filter(
    (endpoint) => endpoint.network === network && (step.kind === 'remove' || endpoint.sandbox === step.container.id),
  );
  if (step.kind !== 'attach') await Promise.all(touched.map(({ id }) => store.readDetail(id)));
}

function note(services: Services, change: Change, run: StepsRun): Activity | undefined {
  const steps = run.done.map(({ step }) => step);
  for (const line of linesOf(services, steps)) services.log.info(line);
  for (const { warning } of run.done) if (warning) services.log.warn(warning);
  const stuck = run.notRolledBack;
  // a whole that was taken back changed nothing
  if (steps.length === 0 || stuck?.length === 0) return undefined;
  return services.activities.add({
    what: change.what(steps),
    steps,
    undo: stuck ? [] : undoSteps(run.done),
    resume: stuck ?? [],
    state: stuck ? 'partly' : 'done',
  });
}

/** For a change that was said and noted otherwise. */
export function offerUndo(services: Services, activity: Activity): void {
  afterwards(services, () => tell(services, activity, { done: [], failed: [], left: [] }, []));
}

async function tell(services: Services, activity: Activity, run: StepsRun, more: readonly string[]): Promise<void> {
  if (activity.resume.length > 0) return tellTrouble(services, run, activity);
  const said = [sayPlain(activity.what), ...more, ...run.done.flatMap(({ losses }) => losses.map(sayPlain)), ...troubles(run)];
  const buttons = activity.undo.length > 0 ? [l10n.t('Undo')] : [];
  const show = run.failed.length > 0 ? window.showWarningMessage : window.showInformationMessage;
  const chosen = await show(said.join(' '), ...buttons);
  const now = services.activities.find(activity.id);
  if (chosen !== undefined && now?.state === 'done') await undo(services, now);
}

/** A whole that failed: taken back, or what is left to do; or nothing that was asked could be done. */
function tellTrouble(services: Services, run: StepsRun, activity: Activity | undefined): void {
  if (run.failed.length === 0) return;
  const taken = run.notRolledBack?.length === 0 ? [l10n.t('Everything is as it was before.')] : [];
  const stuck = activity ? linesOf(services, activity.resume) : [];
  const left = stuck.length > 0 ? [l10n.t('Not taken back: {0}', stuck.join('; '))] : [];
  const said = [...troubles(run), ...taken, ...left].join(' ');
  if (!activity) return void window.showErrorMessage(said);
  afterwards(services, async () => {
    const title = l10n.t('Try Again');
    const now = async () => (await window.showErrorMessage(said, title)) === title && services.activities.find(activity.id);
    const current = await now();
    if (current) await resume(services, current);
  });
}

function troubles({ failed, left }: StepsRun): readonly string[] {
  const each = failed
    .slice(0, 5)
    .map(({ step, error }) => `${inertText(namesOf(step).join(' · '))}: ${withStop(sayPlain(errorWord(error)))}`);
  return [
    ...each,
    ...(failed.length > 5 ? [l10n.t('Further failures: {0}.', failed.length - 5)] : []),
    ...(left.length > 0 ? [l10n.t('Not begun: {0}.', left.length)] : []),
  ];
}

function withStop(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** After an undo: which addresses those who are back have. */
function addressesNow(topology: Topology, run: StepsRun): readonly string[] {
  return run.done.slice(0, 3).flatMap(({ step }) => {
    if (step.kind !== 'attach') return [];
    const endpoint = topology.endpoints.find(
      ({ network, sandbox }) => network === step.network.id && sandbox === step.container.id,
    );
    const addresses = endpoint?.addresses.map((one) => one.split('/')[0]).join(', ');
    return addresses ? [l10n.t('{0} has {1}.', inertText(step.container.name), addresses)] : [];
  });
}
