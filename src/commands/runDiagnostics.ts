import { commands, l10n, ProgressLocation, window } from 'vscode';
import { sandboxById } from '../model/lookup.ts';
import { plannedQuestions } from '../predictions/plannedQuestions.ts';
import { afterwards, type Services } from './command.ts';
import { lookUp } from './lookUp.ts';

interface Outcome {
  readonly cancelled: boolean;
  readonly asked: number;
  /** Questions that could not be asked: no tool in the image, no answer in time. */
  readonly unanswered: number;
}

/** Reads everything anew, lets the rules judge it, then asks a few names for real on each network. */
export async function runDiagnostics(services: Services): Promise<void> {
  const outcome = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Docker Networks: diagnostics'), cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      const subscription = token.onCancellationRequested(() => cancel.abort());
      try {
        return await look(services, cancel.signal, (message, increment) => progress.report({ message, increment }));
      } finally {
        subscription.dispose();
      }
    },
  );
  const show = l10n.t('Show Findings');
  // Nobody waits for the message to be closed.
  // Judged here: the views hear of the last answers a moment later.
  const found = services.judge(services.store.topology);
  const silent = services.silences.silent(found);
  const findings = found.filter(({ id }) => !silent.has(id));
  afterwards(services, async () => {
    const chosen = await window.showInformationMessage(summary(findings.length, outcome), show);
    if (chosen === show) await commands.executeCommand('dockerNetworks.findings.focus');
  });
}

/** Never asks and shows nothing: `report` tells of what it does. */
export async function look(
  services: Services,
  signal: AbortSignal,
  report: (message: string, increment: number) => void,
): Promise<Outcome> {
  report(l10n.t('Reading networks and containers…'), 0);
  const reading = services.store.readFull();
  await Promise.race([reading, new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))]);
  const topology = services.store.topology;
  const reachable = plannedQuestions(topology).flatMap((question) => {
    const sandbox = sandboxById(topology, question.sandbox);
    return sandbox === undefined || services.store.client(sandbox.engine) === undefined ? [] : [{ ...question, sandbox }];
  });
  let done = 0;
  let unanswered = 0;
  const tell = (increment: number) => report(l10n.t('Asking names: {0} of {1}', done, reachable.length), increment);
  if (reachable.length > 0) tell(0);
  await Promise.all(
    signal.aborted
      ? []
      : reachable.map(async ({ sandbox, name, type }) => {
          const { result } = await lookUp(services, sandbox, name, type, signal);
          done += 1;
          if ('gap' in result) unanswered += 1;
          tell(100 / reachable.length);
        }),
  );
  return { cancelled: signal.aborted, asked: reachable.length, unanswered };
}

function summary(findings: number, { cancelled, asked, unanswered }: Outcome): string {
  const found = findings === 0 ? l10n.t('Nothing found.') : l10n.t('Findings: {0}.', findings);
  if (cancelled) return `${l10n.t('Diagnostics cancelled.')} ${found}`;
  const looked = l10n.t('Names asked: {0}, without an answer: {1}.', asked, unanswered);
  return asked === 0 ? found : `${found} ${looked}`;
}
