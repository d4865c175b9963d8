import { l10n } from 'vscode';
import type { LossCode } from '../actions/runStep.ts';
import type { ActivityCode } from '../activityLog.ts';
import type { AddressCode } from '../predictions/freeAddress.ts';
import type { StaleCode } from '../predictions/staleEntries.ts';

/** What was done. Containers come first, networks after them; `-many` has a number. */
export function activityWords(): Record<ActivityCode | LossCode, string> {
  return {
    'activity.attach': l10n.t('{0} is attached to {1}.'),
    'activity.attach-many': l10n.t('{0} containers are attached to {1}.'),
    'activity.detach': l10n.t('{0} is detached from {1}.'),
    'activity.detach-many': l10n.t('{0} endpoints are detached.'),
    'activity.create': l10n.t('The network {0} is created.'),
    'activity.remove': l10n.t('The network {0} is removed.'),
    'activity.remove-many': l10n.t('{0} networks are removed.'),
    'activity.recreate': l10n.t('The network {0} is made again with the subnet {1}.'),
    'activity.mend': l10n.t('{0} no longer asks for the network {1}.'),
    'activity.mend-many': l10n.t('{0} settings that broke a start are mended.'),
    'loss.none': l10n.t('Undo brings back all of it.'),
    'loss.chosen': l10n.t('Undo brings back all but what Docker chose itself, and may choose otherwise then: {0}.'),
    'loss.address': l10n.t('{0} could not get its fixed address {1} on {2} again: Docker chose another.'),
    'loss.left-entry': l10n.t('{0} still lists {1}: it may not start again.'),
  };
}

/** What speaks against an address. */
export function addressWords(): Record<AddressCode, string> {
  return {
    'address.form': l10n.t('One address, without a prefix length, such as {0}.'),
    'address.family': l10n.t('This field takes an {0} address.'),
    'address.no-subnet': l10n.t('{0} has no {1} subnet.'),
    'address.outside': l10n.t('Outside of the network’s subnets: {0}.'),
    'address.first': l10n.t('The first address of {0} is the subnet itself.'),
    'address.last': l10n.t('The last address of {0} is for broadcasts.'),
    'address.gateway': l10n.t('This is the gateway of {0}.'),
    'address.reserved': l10n.t('Reserved for “{0}”.'),
    'address.used': l10n.t('{0} has this address.'),
    'address.set-aside': l10n.t('{0} is set up for this address and gets it when it starts.'),
    'address.outside-range': l10n.t('Outside of the range {0} that Docker hands out: nobody gets it by accident.'),
    'address.subnet-chosen': l10n.t(
      'Docker seems to have chosen {0} for {1}; it takes fixed addresses only where the subnet was given.',
    ),
  };
}

/** What keeps a container from starting. */
export function staleWords(): Record<StaleCode, string> {
  return {
    'stale.gone': l10n.t('{0} is set up for the network {1}, which is gone: it does not start.'),
    'stale.made-anew': l10n.t(
      '{0} is set up for a network {1} that was removed; one of that name was made anew: it does not start.',
    ),
    'stale.left': l10n.t('An attach that failed left {1} in the settings of {0}: it may not start again.'),
    'stale.outside': l10n.t('{0} is set up for {2} on {1}, which is outside of its subnets: it does not start.'),
    'stale.taken': l10n.t('{0} is set up for {2} on {1}, which {3} has: it does not start.'),
  };
}
