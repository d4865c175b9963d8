/** A network that is being thought up: what was typed, and the spec that it makes. Pure. */
import type { NetworkSpec, PoolSpec } from '../engine/engine.ts';
import { defined } from '../model/order.ts';
import { listOf } from './attachDraft.ts';

/** Without a value: ticked or not. */
export type CreateFlag = 'internal' | 'ipv6' | 'attachable' | 'encrypted' | 'ingress' | 'no-icc' | 'no-masquerade';
/** With a value, asked for in a step of its own. */
export type CreateField =
  | 'mtu'
  | 'host-binding'
  | 'gateway-mode'
  | 'bridge-name'
  | 'driver-options'
  | 'range'
  | 'reserved'
  | 'labels'
  | 'config-from';

export interface NetworkDraft {
  readonly name: string;
  /** `config-only` makes a network that holds settings for others. */
  readonly driver: string;
  readonly parent: string;
  readonly vlan: string;
  /** Of macvlan or ipvlan. */
  readonly mode: string;
  readonly flags: readonly CreateFlag[];
  readonly fields: readonly CreateField[];
  readonly typed: Readonly<Partial<Record<CreateField, string>>>;
  readonly subnet: string;
  readonly gateway: string;
  readonly subnet6: string;
}

export const emptyDraft: NetworkDraft = {
  name: '',
  driver: 'bridge',
  parent: '',
  vlan: '',
  mode: '',
  flags: [],
  fields: [],
  typed: {},
  subnet: '',
  gateway: '',
  subnet6: '',
};

export const configOnly = 'config-only';

/** Drivers with a parent interface on the host. */
export function hasParent(driver: string): boolean {
  return driver === 'macvlan' || driver === 'ipvlan';
}

/** The modes of a driver, the default first. */
export function modesOf(driver: string): readonly string[] {
  if (driver === 'macvlan') return ['bridge', 'private', 'vepa', 'passthru'];
  return driver === 'ipvlan' ? ['l2', 'l3', 'l3s'] : [];
}

/** What can be ticked for a driver. `minor` is the engine's API version: gateway modes came with Docker 27. */
export function optionsOf(
  driver: string,
  minor: number,
  templates: number,
): { readonly flags: readonly CreateFlag[]; readonly fields: readonly CreateField[] } {
  const always = ['range', 'reserved', 'labels'] as const;
  const from = templates > 0 ? (['config-from'] as const) : [];
  switch (driver) {
    case 'bridge':
      return {
        flags: ['internal', 'ipv6', 'no-icc', 'no-masquerade'],
        fields: ['mtu', 'host-binding', ...(minor >= 46 ? (['gateway-mode'] as const) : []), 'bridge-name', ...always, ...from],
      };
    case 'macvlan':
    case 'ipvlan':
      return { flags: ['internal', 'ipv6'], fields: [...always, ...from] };
    case 'overlay':
      return { flags: ['attachable', 'encrypted', 'internal', 'ingress', 'ipv6'], fields: ['mtu', ...always] };
    case configOnly:
      return { flags: ['ipv6'], fields: ['driver-options', ...always] };
    default:
      return { flags: ['internal', 'ipv6'], fields: ['driver-options', ...always] };
  }
}

/** Keys of driver options that a field or flag stands for. */
const keys = {
  mtu: 'com.docker.network.driver.mtu',
  'host-binding': 'com.docker.network.bridge.host_binding_ipv4',
  'gateway-mode': 'com.docker.network.bridge.gateway_mode_ipv4',
  'bridge-name': 'com.docker.network.bridge.name',
} as const;
const icc = 'com.docker.network.bridge.enable_icc';
const masquerade = 'com.docker.network.bridge.enable_ip_masquerade';

export function specOf(draft: NetworkDraft): NetworkSpec {
  const { name, driver, subnet, subnet6 } = draft;
  const has = (flag: CreateFlag) => (draft.flags.includes(flag) ? true : undefined);
  const text = (field: CreateField) => (draft.fields.includes(field) ? draft.typed[field]?.trim() || undefined : undefined);
  const common = { name, driver: driver === configOnly ? 'null' : driver };
  const flags = defined({ internal: has('internal'), attachable: has('attachable'), ingress: has('ingress') });
  const configFrom = text('config-from');
  if (configFrom !== undefined) return { ...common, ...flags, configFrom };
  const pools = [...poolOf(draft, subnet, draft.gateway), ...poolOf(draft, subnet6, '')];
  const options = optionsFor(draft, text);
  return {
    ...common,
    ...flags,
    ...defined({
      configOnly: driver === configOnly ? true : undefined,
      ipv6: has('ipv6') ?? (subnet.includes(':') || subnet6 !== '' ? true : undefined),
      pools: pools.length > 0 ? pools : undefined,
      options: Object.keys(options).length > 0 ? options : undefined,
      labels: recordOf(text('labels')),
    }),
  };
}

function optionsFor(draft: NetworkDraft, text: (field: CreateField) => string | undefined): Readonly<Record<string, string>> {
  const options: Record<string, string> = { ...recordOf(text('driver-options')) };
  for (const [field, key] of Object.entries(keys) as [keyof typeof keys, string][]) {
    const value = text(field);
    if (value !== undefined) options[key] = value;
  }
  if (draft.flags.includes('no-icc')) options[icc] = 'false';
  if (draft.flags.includes('no-masquerade')) options[masquerade] = 'false';
  if (draft.flags.includes('encrypted')) options.encrypted = '';
  if (!hasParent(draft.driver)) return options;
  if (draft.parent !== '') options.parent = draft.vlan === '' ? draft.parent : `${draft.parent}.${draft.vlan}`;
  if (draft.mode !== '' && draft.mode !== modesOf(draft.driver)[0]) options[`${draft.driver}_mode`] = draft.mode;
  return options;
}

function poolOf(draft: NetworkDraft, subnet: string, gateway: string): readonly PoolSpec[] {
  if (subnet === '') return [];
  const isSix = subnet.includes(':');
  const own = (field: 'range' | 'reserved') =>
    draft.fields.includes(field) ? listOf(draft.typed[field] ?? '').filter((one) => one.includes(':') === isSix) : [];
  const reserved = Object.fromEntries(
    own('reserved').map((one, at) =>
      one.includes('=') ? [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)] : [`reserved${at + 1}`, one],
    ),
  );
  return [
    {
      subnet,
      ...defined({
        gateway: gateway || undefined,
        range: own('range')[0],
        reserved: Object.keys(reserved).length > 0 ? (reserved as Record<string, string>) : undefined,
      }),
    },
  ];
}

/** `key=value`, separated by blanks. */
function recordOf(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return undefined;
  const entries = text
    .split(/\s+/)
    .filter(Boolean)
    .map((one): readonly [string, string] => {
      const at = one.indexOf('=');
      return at < 0 ? [one, ''] : [one.slice(0, at), one.slice(at + 1)];
    });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** What was typed for a network that there is, to be changed: for a duplicate. Options without a field of their own go to `driver-options`. */
export function draftOf(spec: NetworkSpec): NetworkDraft {
  const options = { ...spec.options };
  const take = (key: string) => {
    const value = options[key];
    delete options[key];
    return value;
  };
  const typed: Partial<Record<CreateField, string>> = {};
  for (const [field, key] of Object.entries(keys) as [keyof typeof keys, string][]) {
    const value = take(key);
    // no two bridges can have one name
    if (value && field !== 'bridge-name') typed[field] = value;
  }
  const flags: CreateFlag[] = [];
  if (take(icc) === 'false') flags.push('no-icc');
  if (take(masquerade) === 'false') flags.push('no-masquerade');
  if (take('encrypted') !== undefined) flags.push('encrypted');
  for (const flag of ['internal', 'attachable', 'ipv6'] as const) if (spec[flag]) flags.push(flag);
  const parent = take('parent') ?? '';
  const mode = take(`${spec.driver}_mode`) ?? '';
  const pairs = (record: Readonly<Record<string, string>>) =>
    Object.entries(record).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
  if (Object.keys(options).length > 0) typed['driver-options'] = pairs(options).join(' ');
  // a copy is nobody's project
  const labels = Object.fromEntries(Object.entries(spec.labels ?? {}).filter(([key]) => !key.startsWith('com.docker.compose.')));
  if (Object.keys(labels).length > 0) typed.labels = pairs(labels).join(' ');
  if (spec.configFrom !== undefined) typed['config-from'] = spec.configFrom;
  return {
    ...emptyDraft,
    driver: spec.configOnly ? configOnly : spec.driver,
    parent,
    mode,
    flags,
    fields: Object.keys(typed) as CreateField[],
    typed,
  };
}
