/** What went wrong with an engine, and what to do: the only place where a reason becomes a sentence. */
import { l10n } from 'vscode';
import type { EngineErrorReason } from '../engine/engineError.ts';

/** `{0}` is what the engine or the operating system said. */
export function errorWords(): Record<`error.${EngineErrorReason}` | `remedy.${EngineErrorReason}`, string> {
  return {
    'error.unreachable': l10n.t('No Docker Engine answers: {0}'),
    'remedy.unreachable': l10n.t('Start Docker, or choose another context.'),
    'error.forbidden': l10n.t('The engine refuses access: {0}'),
    'remedy.forbidden': l10n.t(
      'On this machine, add your user to the group that owns the socket (“sudo usermod -aG docker $USER”) and sign in again. Elsewhere, check the context’s certificates; for ssh, that “ssh” reaches the machine without asking.',
    ),
    'error.api-too-old': l10n.t('The engine is too old: {0}'),
    'remedy.api-too-old': l10n.t('Update it to Docker Engine 20.10 or newer, or choose another context.'),
    'error.api-too-new': l10n.t('The engine no longer speaks an API version that this extension knows: {0}'),
    'remedy.api-too-new': l10n.t('Update the extension.'),
    'error.context-invalid': l10n.t('The Docker context can’t be used: {0}'),
    'remedy.context-invalid': l10n.t('Choose another context, or mend it with “docker context”.'),
    'error.not-found': l10n.t('It is no longer there: {0}'),
    'remedy.not-found': l10n.t('Refresh and try again.'),
    'error.conflict': l10n.t('The engine sees a conflict: {0}'),
    'remedy.conflict': l10n.t('Choose another name, or refresh and try again.'),
    'error.address-invalid': l10n.t('The engine refuses the address: {0}'),
    'remedy.address-invalid': l10n.t('Use an address inside the network’s subnet; a subnet is written like 10.20.0.0/16.'),
    'error.address-in-use': l10n.t('The address is taken: {0}'),
    'remedy.address-in-use': l10n.t('Choose another address, or let the engine choose.'),
    'error.pool-overlap': l10n.t('The subnet is taken: {0}'),
    'remedy.pool-overlap': l10n.t('Choose a subnet that no other network uses.'),
    'error.already-attached': l10n.t('It is attached already: {0}'),
    'remedy.already-attached': l10n.t('Refresh the view.'),
    'error.not-attached': l10n.t('It is not attached: {0}'),
    'remedy.not-attached': l10n.t('Refresh the view.'),
    'error.has-endpoints': l10n.t('The network is in use: {0}'),
    'remedy.has-endpoints': l10n.t('Detach its endpoints first.'),
    'error.predefined': l10n.t('The network belongs to Docker itself: {0}'),
    'remedy.predefined': l10n.t('Networks bridge, host and none always stay.'),
    'error.not-allowed': l10n.t('The engine does not allow it: {0}'),
    'remedy.not-allowed': l10n.t(
      'Stacks that are shared, and networks host and none, can’t be changed while the container exists.',
    ),
    'error.driver-missing': l10n.t('The engine has no such driver: {0}'),
    'remedy.driver-missing': l10n.t('Install the plugin, or choose another driver.'),
    'error.needs-manager': l10n.t('Only a swarm manager can do it: {0}'),
    'remedy.needs-manager': l10n.t('Choose the context of a manager, or start a swarm with “docker swarm init”.'),
    'error.timed-out': l10n.t('The engine did not answer in time: {0}'),
    'remedy.timed-out': l10n.t('See whether the engine hangs, then try again.'),
    'error.cancelled': l10n.t('Cancelled.'),
    'remedy.cancelled': l10n.t('Try again when you like.'),
    'error.malformed': l10n.t('The answer is not one of a Docker Engine: {0}'),
    'remedy.malformed': l10n.t('See what listens at the context’s address.'),
    'error.failed': l10n.t('The engine failed: {0}'),
    'remedy.failed': l10n.t('See the engine’s log, then try again.'),
  };
}
