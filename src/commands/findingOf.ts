import { l10n } from 'vscode';
import { EngineError } from '../engine/engineError.ts';
import type { Finding } from '../findings/finding.ts';
import { idsOf, type Services, sayPlain } from './command.ts';
import { pick } from './pick.ts';

/**
 * The finding that is meant. It is asked for where none was named, as by a menu that was used while the tree was redrawn; undefined
 * when nobody chose. Fails in words when the named one is gone.
 */
export async function findingOf(
  services: Services,
  args: readonly unknown[],
  isOffered: (finding: Finding) => boolean = () => true,
): Promise<Finding | undefined> {
  const [id] = idsOf(services, args);
  if (id === undefined) return pickFinding(services, isOffered);
  const finding = services.findings().find((candidate) => candidate.id === id);
  if (finding === undefined) throw new EngineError('not-found', id);
  return finding;
}

function pickFinding(services: Services, isOffered: (finding: Finding) => boolean): Promise<Finding | undefined> {
  return pick(
    { title: l10n.t('Findings'), placeholder: l10n.t('Which finding is meant?'), nothing: l10n.t('Nothing found.') },
    async () =>
      services
        .findings()
        .filter(isOffered)
        .map((finding) => ({
          value: finding,
          name: sayPlain(finding.message),
          description: finding.code,
          icon: finding.severity,
        })),
  );
}
