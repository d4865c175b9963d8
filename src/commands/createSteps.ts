/** The steps of a network that is to be made: they follow the driver. */
import { type InputBoxValidationMessage, InputBoxValidationSeverity, l10n, type QuickPickItem } from 'vscode';
import type { Engine, Topology } from '../model/topology.ts';
import { freeSubnet, usedSubnets } from '../predictions/freeSubnet.ts';
import { inertText } from '../views/plainText.ts';
import { driverIcon } from '../views/treeIcons.ts';
import { aboutDriver, aboutMode, exampleOfField, labelOf, problemText, promptOfField } from './createTexts.ts';
import {
  type CreateField,
  type CreateFlag,
  configOnly,
  hasParent,
  modesOf,
  type NetworkDraft,
  optionsOf,
} from './networkDraft.ts';
import {
  fieldProblem,
  gatewayProblem,
  nameProblem,
  type Problem,
  parentProblem,
  subnetProblem,
  vlanProblem,
} from './networkProblems.ts';
import { askMany, askPick, askText, type Step } from './steps.ts';

type DraftStep = Step<NetworkDraft>;

export interface CreateContext {
  readonly topology: Topology;
  readonly engine: Engine;
  /** Network drivers that the engine says it has (`/info` Plugins.Network). */
  readonly drivers: readonly string[];
}

export function createSteps(draft: NetworkDraft, context: CreateContext): readonly DraftStep[] {
  const { topology, engine } = context;
  const networks = topology.networks.filter(({ engines }) => engines.includes(engine.id));
  const used = usedSubnets(topology);
  const isCopy = draft.fields.includes('config-from');
  const hasSubnet = draft.subnet !== '' && !isCopy;
  return [
    text('name', l10n.t('Name of the network'), l10n.t('such as backend'), (value) => nameProblem(value, networks)),
    driverStep(
      context,
      networks.map(({ driver }) => driver),
    ),
    ...(hasParent(draft.driver) ? parentSteps(draft, context) : []),
    optionStep(context, networks.filter((network) => network.configOnly).length),
    ...(isCopy
      ? []
      : [
          text(
            'subnet',
            l10n.t('Subnet (empty: the engine chooses one)'),
            l10n.t('such as 10.20.0.0/24'),
            (value) => subnetProblem(value, used),
            freeSubnet(used, 4),
          ),
        ]),
    ...(hasSubnet
      ? [
          text(
            'gateway',
            l10n.t('Gateway (empty: the first free address of {0})', draft.subnet),
            l10n.t('an address of the subnet'),
            (value, now) => gatewayProblem(value, now.subnet),
          ),
        ]
      : []),
    ...(draft.flags.includes('ipv6') && !draft.subnet.includes(':') && !isCopy
      ? [
          text(
            'subnet6',
            l10n.t('IPv6 subnet (empty: the engine chooses one; engines before 27 need one)'),
            l10n.t('such as fd00:20::/64'),
            (value) => subnetProblem(value, used, 6),
            freeSubnet(used, 6),
          ),
        ]
      : []),
    ...draft.fields.map((field) => fieldStep(field, context)),
  ];
}

function text(
  field: 'name' | 'parent' | 'vlan' | 'subnet' | 'gateway' | 'subnet6',
  prompt: string,
  placeholder: string,
  problem: (value: string, now: NetworkDraft) => Problem | undefined,
  proposal?: string,
): DraftStep {
  return async (now, place) => {
    const outcome = await askText({
      ...place,
      title: l10n.t('Create Network'),
      prompt,
      placeholder,
      value: now[field],
      proposal,
      validate: (value) => messageOf(problem(value, now)),
    });
    return outcome.to === 'next' ? { to: 'next', value: { ...now, [field]: outcome.value } } : outcome;
  };
}

function driverStep({ engine, drivers }: CreateContext, inUse: readonly string[]): DraftStep {
  const standard = ['bridge', 'macvlan', 'ipvlan', 'overlay', 'host', 'null'];
  const remote = [...new Set([...drivers, ...inUse])].filter((driver) => !standard.includes(driver));
  const known = ['bridge', 'macvlan', 'ipvlan', ...(engine.swarm?.role === 'manager' ? ['overlay'] : []), ...remote, configOnly];
  const items = known.map((driver): QuickPickItem & { readonly driver: string } => ({
    label: `$(${driver === configOnly ? 'file' : driverIcon(driver)}) ${inertText(driver)}`,
    description: aboutDriver(driver),
    driver,
  }));
  return async (now, place) => {
    const placeholder = l10n.t('Driver of {0}', inertText(now.name));
    const active = items.find(({ driver }) => driver === now.driver);
    const outcome = await askPick({ ...place, title: l10n.t('Create Network'), placeholder, items, active });
    if (outcome.to !== 'next') return outcome;
    const { driver } = outcome.value;
    if (driver === now.driver) return { to: 'next', value: now };
    // an overlay that takes no containers is for services alone
    return { to: 'next', value: { ...now, driver, mode: '', flags: driver === 'overlay' ? ['attachable'] : [], fields: [] } };
  };
}

/** The parent from the host's interfaces, where the kernel was read; else typed. */
function parentSteps(draft: NetworkDraft, context: CreateContext): readonly DraftStep[] {
  const prompt = l10n.t('Interface of the host that carries the network (empty: an internal network of this host)');
  const typed = text('parent', prompt, l10n.t('such as eth0 or eth0.100'), parentProblem);
  const parents = hostInterfaces(context);
  const isSubInterface = draft.parent === '' || draft.parent.includes('.');
  return [
    parents.length > 0 ? pickParent(parents, typed) : typed,
    ...(isSubInterface ? [] : [text('vlan', l10n.t('VLAN id (empty: untagged)'), l10n.t('such as {0}', '100'), vlanProblem)]),
    modeStep(),
  ];
}

function hostInterfaces({
  topology,
  engine,
}: CreateContext): readonly { readonly name: string; readonly addresses: readonly string[] }[] {
  const host = topology.stacks.find(({ sandbox }) => sandbox === `${engine.id}/host`);
  const ours = new Set(topology.networks.flatMap(({ hostInterface }) => hostInterface ?? []));
  const fit = (host?.links ?? []).filter(({ kind, name, master }) => {
    const isOther = kind === 'loopback' || kind === 'vxlan' || kind === 'macvlan' || kind === 'ipvlan';
    return !isOther && master === undefined && name !== 'lo' && !ours.has(name) && !/^(br-|dm-|di-|docker)/.test(name);
  });
  return fit.map(({ name, addresses }) => ({ name, addresses }));
}

function pickParent(parents: ReturnType<typeof hostInterfaces>, typed: DraftStep): DraftStep {
  const items: readonly (QuickPickItem & { readonly parent?: string })[] = [
    ...parents.map(({ name, addresses }) => ({
      label: `$(plug) ${inertText(name)}`,
      description: addresses.join(', '),
      parent: name,
    })),
    { label: `$(circle-slash) ${l10n.t('None')}`, description: l10n.t('an internal network of this host'), parent: '' },
    { label: `$(edit) ${l10n.t('Another one…')}` },
  ];
  return async (now, place) => {
    const outcome = await askPick({
      ...place,
      title: l10n.t('Create Network'),
      placeholder: l10n.t('Interface of the host that carries the network'),
      items,
      active: items.find(({ parent }) => parent === now.parent && parent !== ''),
    });
    if (outcome.to !== 'next') return outcome;
    const { parent } = outcome.value;
    return parent === undefined ? typed(now, place) : { to: 'next', value: { ...now, parent } };
  };
}

function modeStep(): DraftStep {
  return async (now, place) => {
    const items = modesOf(now.driver).map((mode) => ({ label: mode, description: aboutMode(mode) }));
    const outcome = await askPick({
      ...place,
      title: l10n.t('Create Network'),
      placeholder: l10n.t('Mode of {0}', now.driver),
      items,
      active: items.find(({ label }) => label === now.mode),
    });
    return outcome.to === 'next' ? { to: 'next', value: { ...now, mode: outcome.value.label } } : outcome;
  };
}

function optionStep({ engine }: CreateContext, templates: number): DraftStep {
  const minor = Number(engine.apiVersion?.split('.')[1] ?? 0);
  return async (now, place) => {
    const { flags, fields } = optionsOf(now.driver, minor, templates);
    const items: readonly (QuickPickItem & { readonly flag?: CreateFlag; readonly field?: CreateField })[] = [
      ...flags.map((flag) => ({ label: labelOf(flag).label, description: labelOf(flag).about, flag })),
      ...[...new Set([...fields, ...now.fields])].map((field) => ({
        label: `${labelOf(field).label}…`,
        description: labelOf(field).about,
        field,
      })),
    ];
    const outcome = await askMany({
      ...place,
      title: l10n.t('Create Network'),
      placeholder: l10n.t('Options; Enter without any takes the driver’s own'),
      items,
      picked: items.filter(({ flag, field }) => (flag && now.flags.includes(flag)) || (field && now.fields.includes(field))),
    });
    if (outcome.to !== 'next') return outcome;
    const value = {
      ...now,
      flags: outcome.value.flatMap(({ flag }) => flag ?? []),
      fields: outcome.value.flatMap(({ field }) => field ?? []),
    };
    return { to: 'next', value };
  };
}

function fieldStep(field: CreateField, context: CreateContext): DraftStep {
  const set = (now: NetworkDraft, value: string) => ({
    to: 'next' as const,
    value: { ...now, typed: { ...now.typed, [field]: value } },
  });
  const values = valuesOf(field, context);
  if (values) {
    return async (now, place) => {
      const items = values.map((label) => ({ label, description: aboutMode(label) }));
      const active = items.find(({ label }) => label === now.typed[field]);
      const outcome = await askPick({
        ...place,
        title: l10n.t('Create Network'),
        placeholder: promptOfField(field),
        items,
        active,
      });
      return outcome.to === 'next' ? set(now, outcome.value.label) : outcome;
    };
  }
  return async (now, place) => {
    const outcome = await askText({
      ...place,
      title: l10n.t('Create Network'),
      prompt: promptOfField(field),
      placeholder: l10n.t('such as {0}', exampleOfField(field)),
      value: now.typed[field] ?? '',
      validate: (value) => messageOf(fieldProblem(field, value, now)),
    });
    return outcome.to === 'next' ? set(now, outcome.value) : outcome;
  };
}

function valuesOf(field: CreateField, { topology, engine }: CreateContext): readonly string[] | undefined {
  if (field === 'gateway-mode') return ['nat', 'nat-unprotected', 'routed', 'isolated'];
  if (field !== 'config-from') return undefined;
  return topology.networks.filter((network) => network.configOnly && network.engines.includes(engine.id)).map(({ name }) => name);
}

/** Only an overlap is a warning: the engine decides. */
function messageOf(problem: Problem | undefined): InputBoxValidationMessage | undefined {
  if (!problem) return undefined;
  const severity = problem.code === 'subnet-overlap' ? InputBoxValidationSeverity.Warning : InputBoxValidationSeverity.Error;
  return { severity, message: problemText(problem) };
}
