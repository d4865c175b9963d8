import { l10n } from 'vscode';
import type { SwarmEvidence, SwarmFindingWord, SwarmFixWord } from '../findings/swarmWords.ts';

/** What the rules about swarms and their overlays say. */
export function swarmFindingWords(): Record<SwarmFindingWord | SwarmEvidence | SwarmFixWord, string> {
  return {
    'finding.overlay-peer-missing': l10n.t('On {0}, hosts have no tunnel to each other: {1} missing.'),
    'finding.task-unreachable': l10n.t('{0} tasks are on the node {1}, which is {2}.'),
    'finding.overlay-mtu': l10n.t('{0} is made for an underlay with an MTU of {1}; it has {2}. Large packets are lost.'),
    'finding.overlay-pool-overlap': l10n.t('The subnet {1} of {0} holds the node’s own address {2}.'),
    'finding.overlay-without-pool': l10n.t('The swarm found no addresses for {0}; whatever uses it waits for ever.'),
    'finding.task-pending-address': l10n.t('{0} tasks of {1} wait for an address.'),
    'finding.swarm-port-blocked': l10n.t('{0} of {1} does not answer; the nodes of a swarm need it.'),
    'evidence.port-refused': l10n.t('{0} was refused, tried from {1} by {2} at {3}'),
    'evidence.port-silent': l10n.t('{0} gave no answer, tried from {1} by {2} at {3}'),
    'evidence.peer-unknown': l10n.t('{0} does not know {1}'),
    'evidence.peers-known': l10n.t('{0} knows {1}'),
    'evidence.peers-known-none': l10n.t('{0} knows no other host'),
    'evidence.tunnel-ports': l10n.t('Nodes find each other by 7946/tcp and 7946/udp; the tunnel itself is 4789/udp'),
    'evidence.node-state': l10n.t('The managers call {0} ({1}) {2}'),
    'evidence.task-there': l10n.t('{0}, {1}'),
    'evidence.more-tasks': l10n.t('And {0} more tasks'),
    'evidence.overlay-takes': l10n.t('Packets on {0} have up to {1} bytes, in the tunnel {2}'),
    'evidence.underlay-mtu': l10n.t('{0} of {1} takes {2} bytes'),
    'evidence.node-address': l10n.t('The node {0} has the address {1}'),
    'evidence.no-pool-given': l10n.t('{0} has neither driver nor subnet: what it asks for overlaps what another network has'),
    'evidence.pool-full': l10n.t('On {0}, {1} of {2} addresses are in use'),
    'evidence.task-waits': l10n.t('Task {0} is “{1}” since {2}'),
    'fix.check-swarm-ports': l10n.t('Check the swarm’s ports…'),
    'fix.new-overlay': l10n.t('Remove {0}, and make it again with a subnet that is free'),
    'fix.new-overlay-subnet': l10n.t('Create an overlay with another subnet…'),
    'fix.new-overlay-mtu': l10n.t('Create an overlay for an MTU of {0}…'),
  };
}
