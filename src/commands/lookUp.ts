import { ownerOf } from '../model/lookup.ts';
import type { Container, Gap, Sandbox } from '../model/topology.ts';
import { resolveName } from '../predictions/nameResolution.ts';
import type { Observation, RecordType } from '../predictions/observation.ts';
import { askName } from '../probes/sandboxProbe.ts';
import { clientOf, meansOf, type Services } from './command.ts';

/**
 * Asks for one name inside a sandbox and keeps what was seen, beside what was predicted at that moment. A sandbox that does not run
 * is a gap. Fails only where there is no engine.
 */
export async function lookUp(
  services: Services,
  sandbox: Sandbox,
  name: string,
  type: RecordType,
  signal: AbortSignal,
): Promise<Observation> {
  const client = clientOf(services, sandbox.engine);
  const predicted = resolveName(services.store.topology, { from: sandbox.id, name, type });
  const about = { sandbox: sandbox.id, name, type, predicted };
  const container = askable(sandbox);
  if (container?.state !== 'running') {
    const gap: Gap = { engine: sandbox.engine, subject: sandbox.id, code: 'not-running', why: container?.name ?? sandbox.id };
    return keep(services, { ...about, how: 'not asked', milliseconds: 0, result: { gap } });
  }
  const cancel = new AbortController();
  const stop = () => cancel.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const end = services.observations.begin({ sandbox: sandbox.id, name, type }, stop);
  try {
    const asked = await askName(client, container.id, name, type, cancel.signal, undefined, meansOf(services, sandbox.engine));
    const observation = { ...about, ...asked, at: new Date().toISOString() };
    return cancel.signal.aborted ? observation : keep(services, observation);
  } finally {
    signal.removeEventListener('abort', stop);
    end();
  }
}

/** The container to ask in: the owner of the stack; on the host's, or when the owner is gone, one that runs. */
export function askable(sandbox: Sandbox): Container | undefined {
  return ownerOf(sandbox) ?? sandbox.containers.find((container) => container.state === 'running') ?? sandbox.containers[0];
}

function keep(services: Services, observation: Omit<Observation, 'at'>): Observation {
  const kept = { ...observation, at: new Date().toISOString() };
  services.observations.add(kept);
  return kept;
}
