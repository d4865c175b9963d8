import { commands, l10n } from 'vscode';
import { networksOf, sandboxById } from '../model/lookup.ts';
import type { SandboxId, Topology } from '../model/topology.ts';
import { servesNames } from '../predictions/userDefined.ts';
import { attach } from './attach.ts';
import { networkChoices } from './choices.ts';
import { clientOf, type Services } from './command.ts';
import { findingOf } from './findingOf.ts';
import { pick } from './pick.ts';

/** Does what a finding offers. The command behind it names what it changes. Argument: a row or id of a finding. */
export async function fixFinding(services: Services, ...args: readonly unknown[]): Promise<void> {
  const fix = (await findingOf(services, args, (finding) => finding.fix !== undefined))?.fix;
  if (fix === undefined) return;
  if (fix.command === 'dockerNetworks.attachToNetwork' && fix.arguments.length > 1) return attachAll(services, fix.arguments);
  // As VS Code calls a command for several rows: the first, then all.
  await commands.executeCommand(fix.command, fix.arguments[0], [...fix.arguments]);
}

/** One network for all of them. Where there is none that knows names, one is created first. */
async function attachAll(services: Services, ids: readonly string[]): Promise<void> {
  const { store } = services;
  const [first] = sandboxesOf(store.topology, ids);
  if (first === undefined) return;
  const engine = sandboxById(store.topology, first)?.engine;
  clientOf(services, engine);
  if (offered(store.topology, first).length === 0) {
    await commands.executeCommand('dockerNetworks.createNetwork', engine);
    if (offered(store.topology, first).length === 0) return;
  }
  const network = await pick(
    {
      title: l10n.t('Attach {0} containers to a network', ids.length),
      placeholder: l10n.t('Network on which they will know each other by name'),
      nothing: l10n.t('There is no user-defined network'),
    },
    async () => offered(store.topology, first),
  );
  if (network === undefined) return;
  const missing = sandboxesOf(store.topology, ids).filter(
    (id) => !networksOf(store.topology, id).some((on) => on.id === network),
  );
  await attach(services, network, missing);
}

function sandboxesOf(topology: Topology, ids: readonly string[]): readonly SandboxId[] {
  return ids.flatMap((id) => sandboxById(topology, id)?.id ?? []);
}

/** Networks where names are known, that the container could be attached to. */
function offered(topology: Topology, sandbox: SandboxId) {
  const serving = new Set(topology.networks.filter(servesNames).map((network) => network.id));
  return networkChoices(topology, sandbox).filter((choice) => serving.has(choice.value) && choice.refusal === undefined);
}
