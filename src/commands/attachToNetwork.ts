import { l10n } from 'vscode';
import { networkById, sandboxName, sandboxOfContainer } from '../model/lookup.ts';
import type { NetworkId, SandboxId } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { inertText } from '../views/plainText.ts';
import { attach } from './attach.ts';
import { attachableChoices, networkChoices } from './choices.ts';
import { clientOf, idsOf, type Services, tellRefusal } from './command.ts';
import { type Choice, pickSome } from './pick.ts';

/** Sandboxes → network. The panel names the network beside the sandbox: what it changes stands there. */
export async function attachToNetwork(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const given = idsOf(services, args);
  const picked = given.length > 0 ? given : await pickSandbox(services);
  const sandboxes = (picked ?? []).map((id) => sandboxOfContainer(store.topology, id));
  const [first, ...others] = sandboxes.filter((sandbox) => sandbox !== undefined);
  if (!first) return picked === undefined ? undefined : tellRefusal(word('refusal.gone', picked[0] ?? ''));
  clientOf(services, first.engine);
  const known = typeof args[1] === 'string' ? networkById(store.topology, args[1]) : undefined;
  if (known) return attach(services, known.id, [first.id]);
  const name = others.length === 0 ? inertText(sandboxName(first)) : l10n.t('{0} containers', others.length + 1);
  const chosen = await pickSome({
    title: l10n.t('Attach {0} to a network', name),
    placeholder: l10n.t('Network on which {0} gets an endpoint', name),
    nothing: l10n.t('{0} can be attached to no network', name),
  }, async () => {
    await store.refresh();
    return choicesFor(services, [first.id, ...others.map(({ id }) => id)]);
  }, ['more']);
  const network = chosen?.values[0];
  if (network !== undefined) await attach(services, network, [first.id, ...others.map(({ id }) => id)], chosen);
}

/** Networks that at least one of them can be attached to. */
function choicesFor({ store }: Services, ids: readonly SandboxId[]): readonly Choice<NetworkId>[] {
  const each = ids.map((id) => networkChoices(store.topology, id));
  return (each[0] ?? []).map((choice) => {
    const isOpen = each.some((choices) => choices.some(({ value, refusal }) => value === choice.value && !refusal));
    return isOpen ? { ...choice, refusal: undefined } : choice;
  });
}

async function pickSandbox({ store }: Services): Promise<readonly SandboxId[] | undefined> {
  const picked = await pickSome({
    title: l10n.t('Attach to Network'),
    placeholder: l10n.t('Container to attach to a network'),
    nothing: l10n.t('No container can be attached to a network'),
  }, async () => {
    await store.refresh();
    return attachableChoices(store.topology);
  }, ['several']);
  return picked?.values;
}
