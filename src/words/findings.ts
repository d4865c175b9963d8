import { l10n } from 'vscode';
import type { FindingWord } from '../findings/finding.ts';

/** What the rules say: the message, the evidence and the title of the fix. */
export function findingWords(): Record<FindingWord, string> {
  return {
    'finding.unused-network': l10n.t('{0} is not used by any container.'),
    'finding.overlapping-subnets': l10n.t('{0} and {1} both claim {2}.'),
    'finding.default-bridge-names': l10n.t(
      '{0} named containers on the default network {2} cannot reach each other by name: {1}.',
    ),
    'finding.prediction-differs': l10n.t('Names answer differently in {0} than its networks promise ({1}), such as {2}.'),
    'evidence.created': l10n.t('Created {0}'),
    'evidence.driver': l10n.t('Driver {0}'),
    'evidence.subnet': l10n.t('{0} has the subnet {1}'),
    'evidence.parent': l10n.t('{0} is on the interface {1}'),
    'evidence.no-endpoint': l10n.t('No endpoint, and no stopped container is set up for it'),
    'evidence.container-on-default-bridge': l10n.t('{0} ({1}) is only on {2}'),
    'evidence.more-containers': l10n.t('And {0} more'),
    'evidence.no-embedded-dns': l10n.t('On {0} the embedded DNS does not run; the servers of the host know no container'),
    'evidence.predicted': l10n.t('Predicted for {0}: {1}'),
    'evidence.predicted-nothing': l10n.t('Predicted for {0}: no answer'),
    'evidence.observed': l10n.t('Observed for {0}: {1} (server {2})'),
    'evidence.observed-nothing': l10n.t('Observed for {0}: no answer (server {1})'),
    'evidence.asked': l10n.t('{0} was asked by {1} at {2}'),
    'fix.remove-network': l10n.t('Remove {0}'),
    'fix.attach-user-network': l10n.t('Attach {0} and the others to a user-defined network…'),
    'fix.create-network': l10n.t('Create a network in place of {0}…'),
    'fix.ask-again': l10n.t('Ask in {0} again…'),
  };
}
