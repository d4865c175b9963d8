/** What an attach asks for, as typed, and what can be said against it before the engine is asked. Pure. */

import { takesMac, takesPriority } from '../actions/settingsOf.ts';
import type { AttachSettings } from '../engine/engine.ts';
import { isAddress } from '../model/address.ts';
import { isDefaultBridge } from '../model/lookup.ts';
import { defined } from '../model/order.ts';
import type { Engine, Network } from '../model/topology.ts';

export type AttachField = 'aliases' | 'address' | 'address6' | 'priority' | 'links' | 'linkLocal' | 'driverOptions' | 'mac';

/** Fields that each container needs for itself. */
export const ownFields: readonly AttachField[] = ['address', 'address6', 'mac'];

export interface AttachDraft {
  readonly fields: readonly AttachField[];
  /** As typed; own fields by `<field> <container>`. */
  readonly typed: Readonly<Record<string, string>>;
}

export const emptyAttach: AttachDraft = { fields: [], typed: {} };

export function keyOf(field: AttachField, container: string): string {
  return ownFields.includes(field) ? `${field} ${container}` : field;
}

/** What the engine would take on this network: the default bridge takes neither names nor addresses. */
export function fieldsFor(network: Network, engine: Engine | undefined): readonly AttachField[] {
  const family = (six: boolean) => network.pools.some(({ subnet }) => subnet.includes(':') === six);
  const named: readonly AttachField[] = isDefaultBridge(network)
    ? []
    : ['aliases', ...(family(false) ? ['address' as const] : []), ...(family(true) ? ['address6' as const] : [])];
  return [
    ...named,
    ...(takesPriority(engine?.apiVersion) ? ['priority' as const] : []),
    ...(isDefaultBridge(network) ? [] : ['links' as const, 'linkLocal' as const]),
    'driverOptions',
    ...(takesMac(engine?.apiVersion) ? ['mac' as const] : []),
  ];
}

export type AttachProblem = 'alias-form' | 'priority-form' | 'link-form' | 'link-local-form' | 'option-form' | 'mac-form';

/** Addresses have their own check, against the network. An empty field asks for nothing. */
export function attachProblem(field: AttachField, text: string): AttachProblem | undefined {
  if (text === '') return undefined;
  switch (field) {
    case 'aliases':
      return listOf(text).every((alias) => /^[^\s:/]{1,253}$/.test(alias)) ? undefined : 'alias-form';
    case 'priority':
      return /^-?\d{1,9}$/.test(text) ? undefined : 'priority-form';
    case 'links':
      return listOf(text).every((link) => /^[^\s:]+(:[^\s:]+)?$/.test(link)) ? undefined : 'link-form';
    case 'linkLocal':
      return listOf(text).every((one) => isAddress(one) && /^(169\.254\.|fe[89ab])/i.test(one)) ? undefined : 'link-local-form';
    case 'driverOptions':
      return optionsIn(text).every((option) => /^[^\s=]+(=.*)?$/.test(option)) ? undefined : 'option-form';
    case 'mac':
      return isUnicastMac(text) ? undefined : 'mac-form';
    case 'address':
    case 'address6':
      return undefined;
    default:
      return field satisfies never;
  }
}

/** What to ask of the engine for one of the containers. */
export function settingsFor(draft: AttachDraft, container: string): AttachSettings {
  const text = (field: AttachField) => (draft.fields.includes(field) && draft.typed[keyOf(field, container)]) || undefined;
  const list = (field: AttachField) => {
    const items = listOf(text(field) ?? '');
    return items.length > 0 ? items : undefined;
  };
  const options = optionsIn(text('driverOptions') ?? '').map((option) => {
    const at = option.indexOf('=');
    return at < 0 ? [option, ''] : [option.slice(0, at), option.slice(at + 1)];
  });
  const priority = text('priority');
  return {
    ...defined({
      aliases: list('aliases'),
      address: text('address'),
      address6: text('address6'),
      gatewayPriority: priority === undefined ? undefined : Number(priority),
      links: list('links'),
      linkLocal: list('linkLocal'),
      driverOptions: options.length > 0 ? (Object.fromEntries(options) as Record<string, string>) : undefined,
      mac: text('mac'),
    }),
  };
}

/** Separated by commas or blanks. */
export function listOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

/** Driver options, by blanks alone: the values of sysctls hold commas. */
function optionsIn(text: string): readonly string[] {
  return text.split(/\s+/).filter((part) => part !== '');
}

function isUnicastMac(text: string): boolean {
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text) && (Number.parseInt(text.slice(0, 2), 16) & 1) === 0;
}
