import { l10n, ProgressLocation, window } from 'vscode';
import type { PathQuestion } from '../predictions/path.ts';
import { sourceOf } from '../predictions/pathPlaces.ts';
import { explainPath } from '../predictions/reachability.ts';
import { observePath } from '../probes/observePath.ts';
import type { Services } from './command.ts';

/** Tries a path for real, from its own source, and keeps what came of it beside what is predicted now. */
export async function tryPath({ store, observations }: Services, question: PathQuestion): Promise<void> {
  const cancel = new AbortController();
  const end = observations.beginPath(() => cancel.abort());
  try {
    await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Docker Networks: trying to connect…'), cancellable: true },
      async (_progress, token) => {
        const subscription = token.onCancellationRequested(() => cancel.abort());
        try {
          const topology = await store.readFull();
          const predicted = explainPath(topology, question);
          const from = sourceOf(topology, question);
          const client = from && store.client(from.engine);
          const tried = await observePath({ topology, from, predicted, client }, cancel.signal);
          if (cancel.signal.aborted) return;
          const source = from ? { sandbox: from.id } : {};
          observations.addPath({ question, ...source, at: new Date().toISOString(), predicted, ...tried });
        } finally {
          subscription.dispose();
        }
      },
    );
  } finally {
    end();
  }
}
