import { l10n } from 'vscode';
import type { GapWord } from '../model/topology.ts';

/** What could not be read; `{0}` is the gap's `why`, data that Docker or the kernel gave. */
export function gapWords(): Record<GapWord['code'], string> {
  return {
    'gap.engine-unreachable': l10n.t('The Docker Engine does not answer: {0}'),
    'gap.networks-not-listed': l10n.t('The networks could not be listed: {0}'),
    'gap.containers-not-listed': l10n.t('The containers could not be listed: {0}'),
    'gap.network-not-inspected': l10n.t('The network could not be inspected: {0}'),
    'gap.container-not-inspected': l10n.t('The container could not be inspected: {0}'),
    'gap.not-answered': l10n.t('The Docker Engine did not answer {0}'),
    'gap.malformed-answer': l10n.t('The Docker Engine gave an answer that makes no sense: {0}'),
    'gap.malformed-network': l10n.t('The Docker Engine described the network in a way that makes no sense: {0}'),
    'gap.malformed-container': l10n.t('The Docker Engine described the container in a way that makes no sense: {0}'),
    'gap.malformed-endpoint': l10n.t('The Docker Engine described the endpoint in a way that makes no sense: {0}'),
    'gap.network-missing': l10n.t('The network “{0}” does not exist any more. A container that refers to it will not start.'),
    'gap.network-ambiguous': l10n.t('Several networks are named “{0}”. Docker does not say which one is meant.'),
    'gap.owner-missing': l10n.t('The container {0}, which owns the network stack, does not exist.'),
    'gap.needs-manager': l10n.t(
      'Swarm nodes, services and tasks are listed by managers only. The engine of context “{0}” is a worker.',
    ),
    'gap.not-looked': l10n.t('The kernel was not looked at: {0}'),
    'gap.engine-elsewhere': l10n.t(
      'The Docker Engine runs on another machine, in a virtual machine or in another network namespace. Its interfaces cannot be seen from here.',
    ),
    'gap.engine-place-unknown': l10n.t(
      'Whether the Docker Engine runs on this machine cannot be told without a running container to compare.',
    ),
    'gap.wire-not-readable': l10n.t('The interface could not be read: {0}'),
    'gap.wire-ambiguous': l10n.t('More than one interface could be the one: {0}'),
    'gap.overlay-namespace': l10n.t(
      'The other end is in the overlay’s own network namespace, {0}, which only root can open on the engine’s host.',
    ),
    'gap.firewall-not-read': l10n.t('The firewall’s rules could not be read: {0}'),
    'gap.remote-driver': l10n.t('Only the remote driver “{0}” knows where the other end is.'),
    'gap.consent-needed': l10n.t(
      'A helper container is needed, and you have not agreed to one ({0}). Run “Allow Helper Containers…”.',
    ),
    'gap.not-running': l10n.t('“{0}” does not run.'),
    'gap.no-tool': l10n.t('The image of “{0}” has no program that can ask.'),
    'gap.timed-out': l10n.t('No answer in time: {0}'),
    'gap.probe-failed': l10n.t('The probe failed: {0}'),
    'gap.unknown-subject': l10n.t('“{0}” is not known.'),
    'gap.outside-own-host': l10n.t(
      'What comes from outside cannot be tried from here: this is the host of “{0}” itself, and what a host sends to its own address takes another way. Run the command below on another machine.',
    ),
    'gap.outside-nowhere': l10n.t(
      'What comes from outside cannot be tried from here: nothing that is connected is surely outside of the host of “{0}”. Run the command below on another machine.',
    ),
    'gap.sample': l10n.t('This is a sample. There is no Docker Engine behind it.'),
  };
}
