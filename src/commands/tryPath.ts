import { l10n, ProgressLocation, window } from 'vscode';
import type { EngineId } from '../model/topology.ts';
import type { PathObservation, PathQuestion } from '../predictions/path.ts';
import { sourceOf } from '../predictions/pathPlaces.ts';
import { explainPath } from '../predictions/reachability.ts';
import { observePath } from '../probes/observePath.ts';
import { askConsent } from './askConsent.ts';
import { meansOf, type Services } from './command.ts';

/**
 * Tries a path for real, from its own source, and keeps what came of it beside what is predicted now. Where only a helper container could
 * try it the user is asked for consent, once.
 */
export async function tryPath(services: Services, question: PathQuestion): Promise<void> {
  const seen = await attempt(services, question);
  const gap = seen && 'gap' in seen.result ? seen.result.gap : undefined;
  if (gap?.code !== 'consent-needed' || gap.engine === undefined) return;
  if (await askConsent(services, gap.engine)) await attempt(services, question);
}

/** Undefined when it was cancelled. */
async function attempt(services: Services, question: PathQuestion): Promise<PathObservation | undefined> {
  const { store, observations } = services;
  const cancel = new AbortController();
  const end = observations.beginPath(() => cancel.abort());
  try {
    return await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Docker Networks: trying to connect…'), cancellable: true },
      async (_progress, token) => {
        const subscription = token.onCancellationRequested(() => cancel.abort());
        try {
          const topology = await store.readFull();
          const predicted = explainPath(topology, question);
          const from = sourceOf(topology, question);
          const client = (engine: EngineId) => store.client(engine);
          const means = (engine: EngineId) => meansOf(services, engine);
          const tried = await observePath({ topology, question, predicted, client, means }, cancel.signal);
          if (cancel.signal.aborted) return undefined;
          const source = from ? { sandbox: from.id } : {};
          const observation = { question, ...source, at: new Date().toISOString(), predicted, ...tried };
          observations.addPath(observation);
          return observation;
        } finally {
          subscription.dispose();
        }
      },
    );
  } finally {
    end();
  }
}
