import { l10n, type QuickPickItem, window } from 'vscode';
import {
  endpointById,
  isRunning,
  networkById,
  networksOf,
  sandboxesOn,
  sandboxName,
  sandboxOfContainer,
} from '../model/lookup.ts';
import type { Topology } from '../model/topology.ts';
import type { PathQuestion, Place } from '../predictions/path.ts';
import { inertText } from '../views/plainText.ts';
import { idsOf, type Services } from './command.ts';

interface PlaceItem extends QuickPickItem {
  readonly place: Place | 'typed';
}

/**
 * Explains whether one place reaches another, in the panel. Arguments: a row or id of a sandbox, endpoint or network, and for other
 * programs a second id and a port. What is not given is asked for.
 */
export async function explainReachability(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const [id] = idsOf(services, args);
  await store.refresh();
  const { topology } = store;
  const from = sourceOfRow(topology, id) ?? (await pickSource(topology, id));
  if (from === undefined) return;
  const to = typeof args[1] === 'string' ? ({ sandbox: args[1] } as const) : await pickTarget(topology, from);
  if (to === undefined) return;
  const port = typeof args[2] === 'number' ? args[2] : await askPort(topology, to);
  if (port === undefined) return;
  const question: PathQuestion = port === 'ping' ? { from, to, protocol: 'icmp' } : { from, to, port, protocol: 'tcp' };
  services.panel.show({ tab: 'path', path: question });
}

function sourceOfRow(topology: Topology, id: string | undefined): Place | undefined {
  if (id === undefined) return undefined;
  const sandbox = sandboxOfContainer(topology, endpointById(topology, id)?.sandbox ?? id);
  return sandbox && { sandbox: sandbox.id };
}

/** On a network's row only those that are on it. */
async function pickSource(topology: Topology, id: string | undefined): Promise<Place | undefined> {
  const network = id === undefined ? undefined : networkById(topology, id);
  const items = network
    ? sandboxItems(topology, (sandbox) => sandboxesOn(topology, network.id).includes(sandbox))
    : everyPlace(topology);
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Explain Reachability'),
    placeHolder: l10n.t('Where the packet leaves'),
    matchOnDescription: true,
  });
  return chosen && chosen.place !== 'typed' ? chosen.place : undefined;
}

async function pickTarget(topology: Topology, from: Place): Promise<Place | undefined> {
  const typed: PlaceItem = { label: `$(edit) ${l10n.t('An address or name…')}`, place: 'typed', alwaysShow: true };
  const others = everyPlace(topology).filter(({ place }) => JSON.stringify(place) !== JSON.stringify(from));
  const chosen = await window.showQuickPick([typed, ...others], {
    title: l10n.t('Explain Reachability'),
    placeHolder: l10n.t('Where it should arrive'),
    matchOnDescription: true,
  });
  if (chosen?.place !== 'typed') return chosen?.place;
  const text = (await window.showInputBox({ title: l10n.t('Explain Reachability'), prompt: l10n.t('Address or name') }))?.trim();
  return text ? placeOf(text) : undefined;
}

function placeOf(text: string): Place {
  return /^[\d.]+$|:/.test(text) ? { address: text } : { name: text };
}

async function askPort(topology: Topology, to: Place): Promise<number | 'ping' | undefined> {
  if ('published' in to) return to.published.port;
  if ('outside' in to) return 'ping';
  const listeners = 'sandbox' in to ? topology.stacks.find(({ sandbox }) => sandbox === to.sandbox)?.listeners : undefined;
  const known = listeners?.find(({ protocol, address }) => protocol === 'tcp' && !address.startsWith('127.'))?.port;
  const text = await window.showInputBox({
    title: l10n.t('Explain Reachability'),
    prompt: l10n.t('TCP port; empty for a ping'),
    value: known === undefined ? '' : String(known),
    validateInput: (value) =>
      value.trim() === '' || isPort(Number(value)) ? undefined : l10n.t('A port is a number from 1 to 65535.'),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? 'ping' : Number(text);
}

function isPort(number: number): boolean {
  return Number.isInteger(number) && number > 0 && number < 65536;
}

function everyPlace(topology: Topology): readonly PlaceItem[] {
  const hosts = topology.engines.map(
    (engine): PlaceItem => ({
      label: `$(server) ${l10n.t('Host of {0}', inertText(engine.context))}`,
      place: { host: engine.id },
    }),
  );
  return [
    ...sandboxItems(topology, ({ kind }) => kind === 'container'),
    ...hosts,
    { label: `$(globe) ${l10n.t('Outside of the host')}`, place: { outside: true } },
  ];
}

function sandboxItems(topology: Topology, wanted: (sandbox: Topology['sandboxes'][number]) => boolean): readonly PlaceItem[] {
  return topology.sandboxes
    .filter(wanted)
    .sort((a, b) => Number(isRunning(b)) - Number(isRunning(a)))
    .map((sandbox): PlaceItem => {
      const networks = networksOf(topology, sandbox.id).map(({ name }) => inertText(name));
      const description = isRunning(sandbox) ? networks.join(', ') : l10n.t('does not run');
      return { label: `$(package) ${inertText(sandboxName(sandbox))}`, description, place: { sandbox: sandbox.id } };
    });
}
