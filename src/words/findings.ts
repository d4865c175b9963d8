import { l10n } from 'vscode';
import type { FindingWord } from '../findings/finding.ts';
import { networkFindingWords } from './networkFindings.ts';
import { swarmFindingWords } from './swarmFindings.ts';

/** What the rules say: the message, the evidence and the title of the fix. */
export function findingWords(): Record<FindingWord, string> {
  return {
    ...swarmFindingWords(),
    ...networkFindingWords(),
    'finding.unused-network': l10n.t('{0} is not used by any container.'),
    'finding.overlapping-subnets': l10n.t('{0} and {1} both claim {2}.'),
    'finding.default-bridge-names': l10n.t(
      '{0} named containers on the default network {2} cannot reach each other by name: {1}.',
    ),
    'finding.prediction-differs': l10n.t('Names answer differently in {0} than its networks promise ({1}), such as {2}.'),
    'finding.path-differs-outside': l10n.t(
      'Connects from outside of the host of {0} met something else than predicted ({1}), such as {2}.',
    ),
    'finding.path-differs': l10n.t('Connects from {0} met something else than predicted ({1}), such as {2}.'),
    'finding.name-collision': l10n.t('On {0} several containers ({1}) go by the name {2}.'),
    'finding.ambiguous-name': l10n.t('{0}: the name {1} is on {2} and on {3}; {2} wins.'),
    'finding.one-way-name': l10n.t('{0} finds {1} by name, but {1} does not find {0}.'),
    'finding.upstream-dns-silent': l10n.t('The DNS servers behind Docker ({1}) do not answer {0}.'),
    'evidence.path-predicted': l10n.t('Predicted for {0}: {1}'),
    'evidence.path-seen': l10n.t('Seen: {0}, by {1} at {2} in {3} ms'),
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
    'evidence.shares-name': l10n.t('{0} is at {1}'),
    'evidence.shared-on-purpose': l10n.t('They are replicas of one service and share the name on purpose'),
    'evidence.name-wins': l10n.t('{0} is {2} ({3}) on {1}, which is asked first'),
    'evidence.name-loses': l10n.t('{0} is {2} ({3}) on {1}; ask for {4} to find it'),
    'evidence.order-inferred': l10n.t(
      'The order is inferred from the engine’s rules: priority, internal networks last, then the network’s name',
    ),
    'evidence.finds': l10n.t('{0} asked for {1}: {2}'),
    'evidence.finds-not': l10n.t('{0} asked for {1}: no such answer ({2})'),
    'evidence.link-hides': l10n.t('In {0} a link gives the name {1} to {2}'),
    'evidence.sharer': l10n.t('{0} shares the network stack of {1}; only {1} has names on a network'),
    'evidence.upstream': l10n.t('{0} passes names that Docker does not know on to {1}'),
    'evidence.no-reply': l10n.t('Asked for {0} in {1} at {2}: no reply'),
    'evidence.and-others': l10n.t('The same in {0}'),
    'fix.remove-network': l10n.t('Remove {0}'),
    'fix.attach-user-network': l10n.t('Attach {0} and the others to a user-defined network…'),
    'fix.create-network': l10n.t('Create a network in place of {0}…'),
    'fix.detach': l10n.t('Detach {0} from {1}…'),
    'fix.ask': l10n.t('Ask in {0}…'),
    'fix.ask-again': l10n.t('Ask in {0} again…'),
  };
}
