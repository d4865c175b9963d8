import { l10n, ProgressLocation, window } from 'vscode';
import { sandboxById } from '../model/lookup.ts';
import type { EngineId, Sandbox } from '../model/topology.ts';
import type { Questions, RecordKind } from '../protocol.ts';
import { clientOf, type Services } from './command.ts';
import { lookUp } from './lookUp.ts';

/** As many as the probe lets run at once for one engine: more would only wait there. */
const atOnce = 4;
/** A few are done before a person has read a notification. */
const worthTelling = 12;

interface Question {
  readonly sandbox: Sandbox;
  readonly name: string;
}

/** Asks for each name in each sandbox; what was seen stays when the rest is cancelled. Fails only where there is no engine. */
export async function observeNames(services: Services, { sandboxes, names, record }: Questions): Promise<void> {
  const { topology } = services.store;
  const askers = sandboxes.flatMap((id) => sandboxById(topology, id) ?? []);
  for (const { engine } of askers) clientOf(services, engine);
  const total = askers.length * names.length;
  const cancel = new AbortController();
  const batch = services.observations.beginBatch(total, () => cancel.abort());
  const run = async (report: (done: number) => void) => {
    let done = 0;
    try {
      await askAll(services, askers, names, record, cancel.signal, () => {
        done += 1;
        batch.step();
        report(done);
      });
    } finally {
      batch.end();
    }
  };
  if (total < worthTelling) return run(() => {});
  await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Docker Networks: DNS'), cancellable: true },
    async (progress, token) => {
      const subscription = token.onCancellationRequested(() => cancel.abort());
      let told = 0;
      try {
        await run((done) => {
          const percent = Math.floor((100 * done) / total);
          if (percent === told && done !== total) return;
          progress.report({ message: l10n.t('Asking names: {0} of {1}', done, total), increment: percent - told });
          told = percent;
        });
      } finally {
        subscription.dispose();
      }
    },
  );
}

async function askAll(
  services: Services,
  askers: readonly Sandbox[],
  names: readonly string[],
  record: RecordKind,
  signal: AbortSignal,
  step: () => void,
): Promise<void> {
  const byEngine = new Map<EngineId, Sandbox[]>();
  for (const asker of askers) byEngine.set(asker.engine, [...(byEngine.get(asker.engine) ?? []), asker]);
  const work = async (questions: Generator<Question>) => {
    for (const { sandbox, name } of questions) {
      if (signal.aborted) return;
      await lookUp(services, sandbox, name, record, signal);
      step();
    }
  };
  await Promise.all(
    [...byEngine.values()].flatMap((own) => {
      const questions = questionsOf(own, names);
      return Array.from({ length: atOnce }, () => work(questions));
    }),
  );
}

/** One source for all who ask on an engine. */
function* questionsOf(askers: readonly Sandbox[], names: readonly string[]): Generator<Question> {
  for (const sandbox of askers) for (const name of names) yield { sandbox, name };
}
