import { l10n } from 'vscode';
import type { ImpactCode, RefusalCode } from '../predictions/impactCode.ts';

/** What a change would do. Container names come first, networks after them. */
export function impactWords(): Record<ImpactCode, string> {
  return {
    'impact.at-start': l10n.t('{0} does not run: the change takes effect when it starts.'),
    'impact.gets-address': l10n.t('{0} gets an address on {1}.'),
    'impact.dns-on': l10n.t('{0} asks Docker’s embedded DNS (127.0.0.11) from now on; its resolv.conf is rewritten.'),
    'impact.first-there': l10n.t('{0} is the first container on {1}.'),
    'impact.names-known': l10n.t('{0} and the others on {3} know each other by name ({1}): {2}.'),
    'impact.no-names-there': l10n.t('On {0} containers do not know each other by name.'),
    'impact.gateway-new': l10n.t('The default route of {0} goes through {1}.'),
    'impact.gateway-moves': l10n.t('The default route of {0} moves from {1} to {2}.'),
    'impact.no-gateway': l10n.t('{0} loses its way out, which went through {1}.'),
    'impact.compose-owned': l10n.t(
      '{0} belongs to the Compose project {1}: Compose undoes the change when it makes the container anew.',
    ),
    'impact.sharers-too': l10n.t('Containers that share the network stack of {0} change with it ({1}): {2}.'),
    'impact.config-only': l10n.t('{0} does not run: it will start without {1}.'),
    'impact.leaves': l10n.t('{0} leaves {1}; open connections over it end.'),
    'impact.loses-address': l10n.t('{0} loses {1} on {2}; open connections over it end.'),
    'impact.last-network': l10n.t('{1} is the only network of {0}: it keeps nothing but its loopback.'),
    'impact.names-stop': l10n.t('{0} and these containers no longer know each other by name ({1}): {2}.'),
    'impact.dns-empty': l10n.t('No container’s name resolves in {0} any more.'),
    'impact.ports-move': l10n.t('Published ports of {0} ({1}) go on through {2}; open connections end.'),
    'impact.ports-may-stop': l10n.t(
      'Published ports of {0} ({1}) may stop: whether {2} carries them depends on the engine’s version.',
    ),
    'impact.ports-stop': l10n.t('Published ports of {0} stop answering: {1}.'),
    'impact.static-address': l10n.t('The fixed address {0} is forgotten, unless it is given again.'),
    'impact.aliases-lost': l10n.t('Its aliases are forgotten, unless they are given again ({0}): {1}.'),
    'impact.has-endpoints': l10n.t(
      'Endpoints are still on {0} ({1}): {2}. The engine refuses to remove it before they are detached.',
    ),
    'impact.cannot-start': l10n.t('Stopped containers that are set up for {0} could no longer start ({1}): {2}.'),
    'impact.used-by-services': l10n.t('Services use {0} ({1}): {2}.'),
    'impact.used-as-config': l10n.t('Other networks take their settings from {0} ({1}): {2}.'),
    'impact.compose-network': l10n.t('{0} belongs to the Compose project {1}, which makes it anew when it is started.'),
    'impact.nothing-attached': l10n.t('Nothing is attached to {0}.'),
  };
}

/** Why the engine would refuse. */
export function refusalWords(): Record<RefusalCode, string> {
  return {
    'refusal.gone': l10n.t('{0} does not exist any more.'),
    'refusal.other-engine': l10n.t('{0} and {1} are on different engines.'),
    'refusal.host-network': l10n.t('A container can only be put on {0} when it is created.'),
    'refusal.host-stack': l10n.t('{0} uses the network stack of the host, which is on no other network.'),
    'refusal.none-network': l10n.t('A container can only be put on {0} when it is created.'),
    'refusal.on-none': l10n.t('{0} is on “none”: detach it from there first.'),
    'refusal.already-attached': l10n.t('{0} is already on {1}.'),
    'refusal.not-attachable': l10n.t('{0} takes services only: it was created without “attachable”.'),
    'refusal.ingress': l10n.t('{0} carries the published ports of services and takes no containers.'),
    'refusal.config-only': l10n.t('{0} only holds settings for other networks.'),
    'refusal.swarm-task': l10n.t('{0} is a task of a service: the swarm decides about its networks.'),
    'refusal.load-balancer': l10n.t('{0} is a load balancer of the swarm.'),
    'refusal.being-removed': l10n.t('{0} is being removed.'),
    'refusal.nobodys-endpoint': l10n.t('No container has the endpoint {0}.'),
    'refusal.made-by-swarm': l10n.t('The swarm makes and removes the endpoints on {0}.'),
    'refusal.predefined': l10n.t('{0} is made by the engine itself and cannot be removed.'),
    'refusal.way-out': l10n.t('{0} is the way out of containers on overlays: the swarm needs it.'),
    'refusal.active-endpoints': l10n.t('Endpoints are still on {0} ({1}): detach them first.'),
    'refusal.used-by-services': l10n.t('Services use {0} ({1}).'),
    'refusal.used-as-config': l10n.t('Other networks take their settings from {0} ({1}).'),
    'refusal.needs-manager': l10n.t('Only a swarm manager can remove {0}.'),
  };
}
