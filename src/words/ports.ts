import { l10n } from 'vscode';
import type { PortWord } from '../predictions/portWord.ts';

/** What is said of the ports of a swarm. */
export function portWords(): Record<PortWord, string> {
  return {
    'port.open': l10n.t('open'),
    'port.refused': l10n.t('refused: nothing listens there'),
    'port.silent': l10n.t('no answer: blocked on the way, or the host is gone'),
    'port.unknown': l10n.t('not known'),
    'port.management': l10n.t('joins and steers, on {0}'),
    'port.gossip': l10n.t('nodes find each other, on {0}'),
    'port.tunnel': l10n.t('the VXLAN tunnel, on {0}'),
  };
}
