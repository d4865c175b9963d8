/** Where the engines of the Topology come from: the connections that the chosen contexts lead to, and what stands in for those that lead nowhere. */
import { isDeepStrictEqual } from 'node:util';
import { engineId } from '../model/ids.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { EngineConnection } from './connection.ts';
import type { ConnectedChoice, ContextChoice } from './contexts.ts';

export interface LiveSource {
  readonly choice: ConnectedChoice;
  readonly connection: EngineConnection;
}

/** A context that can't be used, or the sample. */
export interface FixedSource {
  readonly snapshot: Snapshot;
}

export type Source = LiveSource | FixedSource;

/** One source for each engine, in the order of the choices. A connection whose choice is the same as before goes on. */
export function sourcesOf(
  choices: readonly ContextChoice[],
  before: readonly Source[],
  open: (choice: ConnectedChoice) => EngineConnection,
): readonly Source[] {
  const old = before.filter(isLive);
  const taken = new Set<string>();
  const connected = new Set(choices.flatMap((choice) => ('error' in choice ? [] : [engineId(choice.endpoint)])));
  return choices.flatMap((choice): readonly Source[] => {
    if ('error' in choice) {
      const id = engineId(choice.endpoint || `context:${choice.context}`);
      // another context may reach the same engine
      const snapshot = refusal(choice, connected.has(id) || taken.has(id) ? engineId(`context:${choice.context}`) : id);
      taken.add(snapshot.engine.id);
      return [{ snapshot }];
    }
    // two contexts of one endpoint are one engine
    const id = engineId(choice.endpoint);
    if (taken.has(id)) return [];
    taken.add(id);
    const same = old.find((source) => isDeepStrictEqual(source.choice, choice));
    return [same ?? { choice, connection: open(choice) }];
  });
}

export function isLive(source: Source): source is LiveSource {
  return 'connection' in source;
}

function refusal(
  { context, endpoint, error }: Extract<ContextChoice, { error: unknown }>,
  id: Snapshot['engine']['id'],
): Snapshot {
  return {
    engine: { id, context, endpoint, state: 'refused', reason: error.reason, said: error.message },
    readAt: '',
    api: {},
  };
}
