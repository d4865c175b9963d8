import { l10n } from 'vscode';
import type { AnswerWord } from '../predictions/observation.ts';

/** Why a name answers what it answers. {0} is the name that was asked, unless said otherwise. */
export function answerWords(): Record<AnswerWord, string> {
  return {
    'answer.answered': l10n.t('{0} is a container on {1}: {2}.'),
    'answer.alias': l10n.t('{0} is an alias on {1}: {2}.'),
    'answer.short-id': l10n.t('{0} is the short id of a container on {1}: {2}.'),
    'answer.hostname': l10n.t('{0} is the host name of a container on {1}: {2}.'),
    'answer.service': l10n.t('{0} is a service on {1}: {2}.'),
    'answer.task': l10n.t('{0} names tasks of a service on {1}: {2}.'),
    'answer.link': l10n.t('{0} is a link that this container alone knows, on {1}: {2}.'),
    'answer.several': l10n.t('{3} containers on {1} share the name {0}, in changing order: {2}.'),
    'answer.pointer': l10n.t('{0} is {1}.'),
    'answer.is-address': l10n.t('{0} is an address already: nobody needs to be asked.'),
    'answer.no-embedded-dns': l10n.t(
      '{0} does not resolve in {1}: containers on the default network {2} do not know each other by name. Attach them to a user-defined network.',
    ),
    'answer.not-shared': l10n.t('{0} is on {1}, {2} is on {3}: they share no network where names are known.'),
    'answer.on-default-bridge': l10n.t('{1} is only on the default network {2}, where no container has a name for others.'),
    'answer.other-engine': l10n.t('{0} is a container of another engine ({1}).'),
    'answer.on-host-stack': l10n.t('{0} uses the network stack of the host and has no name on a network.'),
    'answer.sharer': l10n.t('{0} shares the network stack of {1} and has no name of its own: ask for {1}.'),
    'answer.not-running': l10n.t('{0} is a name of {1}, which does not run ({2}).'),
    'answer.asker-not-running': l10n.t('{0} does not run: nothing can be asked in it.'),
    'answer.host-stack': l10n.t(
      '{0} uses the network stack of the host: {1} is asked of the host’s own servers, which know no container.',
    ),
    'answer.no-network': l10n.t('{0} is on no network: nobody can be asked.'),
    'answer.forwarded': l10n.t('Docker knows no {0}: the embedded DNS of {1} passes the question on to the servers of the host.'),
    'answer.internal-only': l10n.t(
      'Docker knows no {0}, and {1} is on internal networks only: servers outside may not be reached.',
    ),
    'answer.from-default-bridge': l10n.t('On the default network {2}, {1} asks the servers of the host for {0}.'),
    'answer.network-part-case': l10n.t('The network is {1}: after the dot, {2} is compared letter by letter, with case.'),
    'answer.link-case': l10n.t('The link is called {1}: links are compared letter by letter, with case.'),
    'answer.not-on-that-network': l10n.t(
      '{1} is known on {3}, not on the network {2}: the question goes on to the servers outside.',
    ),
    'answer.no-such-network': l10n.t(
      '{1} is known on {3}, but {2} is no network: only the name of a network can follow the dot. The question goes on to the servers outside.',
    ),
    'answer.search-domain-only': l10n.t(
      '{1} is known on {3}, but {2} is a search domain and no network: Docker does not know {0} and asks the servers outside.',
    ),
    'answer.no-such-family': l10n.t('{0} is known on {1}, without a record of type {2}.'),
    'answer.unknown-sandbox': l10n.t('There is no container {0}.'),
    'answer.invalid-name': l10n.t('{0} is no name that can be asked.'),
    'answer.details-not-read': l10n.t('No container on {1} is called {0}; their aliases have not been read yet.'),
    'answer.generated-name': l10n.t(
      '{0} looks like a name that Docker made up: engines before version 25 serve names only when a person chose them.',
    ),
    'answer.other-nodes': l10n.t('No container here is called {0}; other nodes on {1} may know it.'),
    'answer.search-domain': l10n.t(
      '{0} is asked with the search domain {1}: {2}. A server outside that knows {0} may answer first.',
    ),
    'answer.kept-back': l10n.t(
      'Docker knows no {0}, and does not ask servers outside: the option ndots of {1} wants a dot in a name before it is asked as it stands.',
    ),
    'answer.hosts-file': l10n.t('{0} stands in /etc/hosts of {1}: {2}. Programs read it first; nslookup does not.'),
    'answer.hosts-link': l10n.t('{0} is a link in /etc/hosts of {1}: {2}. Programs read it first; nslookup does not.'),
    'answer.not-predictable': l10n.t('What {0} answers cannot be predicted.'),
    'answer.no-answer': l10n.t('{1} knows no {0}.'),
    'answer.server-failure': l10n.t('{1} failed to answer for {0}.'),
    'answer.observed': l10n.t('{1} answered for {0}: {2}.'),
  };
}
