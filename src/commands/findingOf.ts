import { EngineError } from '../engine/engineError.ts';
import type { Finding } from '../findings/finding.ts';
import { idsOf, type Services } from './command.ts';

/** The finding that is meant; it fails in words when it is gone. */
export function findingOf(services: Services, args: readonly unknown[]): Finding {
  const id = idsOf(services, args)[0];
  const finding = services.findings().find((candidate) => candidate.id === id);
  if (finding === undefined) throw new EngineError('not-found', id ?? '');
  return finding;
}
