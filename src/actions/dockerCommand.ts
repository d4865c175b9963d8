import type { AttachSettings, NetworkSpec } from '../engine/engine.ts';
import type { Step } from './step.ts';

/** The line for a shell that does the same. A MAC on an attach has no option of the CLI and is left out. */
export function dockerCommand(step: Step, context = 'default'): string {
  const docker = context === 'default' || context === '' ? ['docker'] : ['docker', '--context', context];
  return [...docker, 'network', ...argumentsOf(step)].map(quoted).join(' ');
}

function argumentsOf(step: Step): readonly string[] {
  switch (step.kind) {
    case 'attach':
      return ['connect', ...attachOptions(step.settings), ...operands(step.network.name, step.container.name)];
    case 'detach':
      return ['disconnect', ...(step.force ? ['--force'] : []), ...operands(step.network.name, step.container.name)];
    case 'create':
      return ['create', ...createOptions(step.spec), ...operands(step.spec.name)];
    case 'remove':
      return ['rm', ...operands(step.network.name)];
    default:
      return step satisfies never;
  }
}

function attachOptions(settings: AttachSettings): readonly string[] {
  return [
    ...each('--alias', settings.aliases),
    ...one('--ip', settings.address),
    ...one('--ip6', settings.address6),
    ...each('--link-local-ip', settings.linkLocal),
    ...each('--link', settings.links),
    ...pairs('--driver-opt', settings.driverOptions),
    ...one('--gw-priority', settings.gatewayPriority === undefined ? undefined : String(settings.gatewayPriority)),
  ];
}

function createOptions(spec: NetworkSpec): readonly string[] {
  const flag = (name: string, isSet: boolean | undefined) => (isSet ? [name] : []);
  return [
    ...(spec.configOnly ? [] : ['--driver', spec.driver]),
    ...flag('--config-only', spec.configOnly),
    ...one('--config-from', spec.configFrom),
    ...flag('--internal', spec.internal),
    ...flag('--attachable', spec.attachable),
    ...flag('--ingress', spec.ingress),
    ...flag('--ipv6', spec.ipv6),
    ...flag('--ipv4=false', spec.ipv4 === false),
    ...one('--ipam-driver', spec.ipamDriver),
    ...pairs('--ipam-opt', spec.ipamOptions),
    ...(spec.pools ?? []).flatMap((pool) => [
      ...one('--subnet', pool.subnet),
      ...one('--ip-range', pool.range),
      ...one('--gateway', pool.gateway),
      ...pairs('--aux-address', pool.reserved),
    ]),
    ...pairs('--opt', spec.options),
    ...pairs('--label', spec.labels),
  ];
}

/** A name that begins with a dash is none of the options. */
function operands(...names: readonly string[]): readonly string[] {
  return names.some((name) => name.startsWith('-')) ? ['--', ...names] : names;
}

function one(option: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [option, value];
}

function each(option: string, values: readonly string[] | undefined): readonly string[] {
  return (values ?? []).flatMap((value) => [option, value]);
}

function pairs(option: string, values: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.entries(values ?? {}).flatMap(([key, value]) => [option, value === '' ? key : `${key}=${value}`]);
}

/** For a POSIX shell. */
function quoted(argument: string): string {
  return /^[\w.,:/=@%+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
