/** "More options" of an attach: what to set, then a box for each. */
import { type InputBoxValidationMessage, InputBoxValidationSeverity, l10n, type QuickPickItem } from 'vscode';
import { engineById, sandboxName } from '../model/lookup.ts';
import type { Network, Sandbox, Topology } from '../model/topology.ts';
import { addressProblem, freeAddress, isChosenByDocker } from '../predictions/freeAddress.ts';
import { inertText } from '../views/plainText.ts';
import {
  type AttachDraft,
  type AttachField,
  type AttachProblem,
  attachProblem,
  emptyAttach,
  fieldsFor,
  keyOf,
  ownFields,
} from './attachDraft.ts';
import { sayPlain } from './command.ts';
import { askMany, askText, type Step, throughSteps } from './steps.ts';

/** Undefined when the user went away. */
export function askAttachOptions(
  topology: Topology,
  network: Network,
  sandboxes: readonly Sandbox[],
): Promise<AttachDraft | undefined> {
  const who = sandboxes.length === 1 && sandboxes[0] ? sandboxName(sandboxes[0]) : String(sandboxes.length);
  const title = l10n.t('Attach {0} to {1}', inertText(who), inertText(network.name));
  const fields = fieldsFor(network, engineById(topology, network.engines[0] ?? ''));
  return throughSteps(emptyAttach, (draft) => [
    chooseFields(title, fields, network),
    ...fields
      .filter((field) => draft.fields.includes(field))
      .flatMap((field) =>
        ownFields.includes(field)
          ? sandboxes.map((sandbox) => askField(title, field, topology, network, sandbox, sandboxes.length > 1))
          : sandboxes.slice(0, 1).map((sandbox) => askField(title, field, topology, network, sandbox, false)),
      ),
  ]);
}

function chooseFields(title: string, fields: readonly AttachField[], network: Network): Step<AttachDraft> {
  const items: readonly (QuickPickItem & { readonly field: AttachField })[] = fields.map((field) => ({
    label: labelOf(field),
    description: aboutOf(field, network),
    field,
  }));
  return async (draft, place) => {
    const outcome = await askMany({
      ...place,
      title,
      placeholder: l10n.t('What to set; everything else is as Docker chooses'),
      items,
      picked: items.filter(({ field }) => draft.fields.includes(field)),
    });
    if (outcome.to !== 'next') return outcome;
    return { to: 'next', value: { ...draft, fields: outcome.value.map(({ field }) => field) } };
  };
}

function askField(
  title: string,
  field: AttachField,
  topology: Topology,
  network: Network,
  sandbox: Sandbox,
  isOneOfMany: boolean,
): Step<AttachDraft> {
  return async (draft, place) => {
    const key = keyOf(field, sandbox.id);
    const family = field === 'address' ? 4 : field === 'address6' ? 6 : undefined;
    const others = Object.entries(draft.typed).flatMap(([other, text]) =>
      other !== key && other.startsWith(`${field} `) ? [text] : [],
    );
    const proposal = family && freeAddress(topology, network, family, others);
    const outcome = await askText({
      ...place,
      title,
      prompt: isOneOfMany ? `${inertText(sandboxName(sandbox))}: ${promptOf(field)}` : promptOf(field),
      placeholder: exampleOf(field),
      // on a subnet that Docker chose a proposal would be refused
      value: draft.typed[key] ?? (isChosenByDocker(network) ? '' : (proposal ?? '')),
      proposal,
      validate: (text) => {
        if (text === '') return undefined;
        if (!family) return errorOf(attachProblem(field, text));
        const problem = addressProblem(topology, network, text, family);
        if (problem)
          return {
            severity: problem.sure ? InputBoxValidationSeverity.Error : InputBoxValidationSeverity.Warning,
            message: sayPlain(problem.said),
          };
        return others.includes(text)
          ? { severity: InputBoxValidationSeverity.Error, message: l10n.t('Already asked for by another one.') }
          : undefined;
      },
    });
    if (outcome.to !== 'next') return outcome;
    return { to: 'next', value: { ...draft, typed: { ...draft.typed, [key]: outcome.value } } };
  };
}

function errorOf(problem: AttachProblem | undefined): InputBoxValidationMessage | undefined {
  return problem && { severity: InputBoxValidationSeverity.Error, message: textOf(problem) };
}

function textOf(problem: AttachProblem): string {
  switch (problem) {
    case 'alias-form':
      return l10n.t('Names without blanks, colons and slashes, separated by commas.');
    case 'priority-form':
      return l10n.t('A whole number; the highest one wins.');
    case 'link-form':
      return l10n.t('Written like db or db:database, separated by commas.');
    case 'link-local-form':
      return l10n.t('Link-local addresses: 169.254.… or fe80:…, separated by commas.');
    case 'option-form':
      return l10n.t('Written like key=value, separated by blanks.');
    case 'mac-form':
      return l10n.t('Written like 02:42:ac:12:00:05; the first digit pair even.');
    default:
      return problem satisfies never;
  }
}

function labelOf(field: AttachField): string {
  switch (field) {
    case 'aliases':
      return l10n.t('Aliases');
    case 'address':
      return l10n.t('IPv4 address');
    case 'address6':
      return l10n.t('IPv6 address');
    case 'priority':
      return l10n.t('Gateway priority');
    case 'links':
      return l10n.t('Links');
    case 'linkLocal':
      return l10n.t('Link-local addresses');
    case 'driverOptions':
      return l10n.t('Driver options');
    case 'mac':
      return l10n.t('MAC address');
    default:
      return field satisfies never;
  }
}

function aboutOf(field: AttachField, network: Network): string {
  const subnets = (six: boolean) => network.pools.map(({ subnet }) => subnet).filter((subnet) => subnet.includes(':') === six);
  switch (field) {
    case 'aliases':
      return l10n.t('further names, on this network alone');
    case 'address':
      return isChosenByDocker(network)
        ? l10n.t('Docker seems to have chosen {0}: it may refuse', subnets(false).join(', '))
        : l10n.t('fixed, of {0}', subnets(false).join(', '));
    case 'address6':
      return l10n.t('fixed, of {0}', subnets(true).join(', '));
    case 'priority':
      return l10n.t('which network the default route goes through');
    case 'links':
      return l10n.t('names of others that this container alone knows');
    case 'linkLocal':
      return l10n.t('beside the network’s own');
    case 'driverOptions':
      return l10n.t('such as sysctls or the interface’s name');
    case 'mac':
      return l10n.t('instead of a generated one');
    default:
      return field satisfies never;
  }
}

function promptOf(field: AttachField): string {
  switch (field) {
    case 'aliases':
      return l10n.t('Aliases on this network, separated by commas');
    case 'address':
      return l10n.t('IPv4 address (empty: Docker chooses)');
    case 'address6':
      return l10n.t('IPv6 address (empty: Docker chooses)');
    case 'priority':
      return l10n.t('Gateway priority: the network with the highest one has the default route');
    case 'links':
      return l10n.t('Links to containers of this network, separated by commas');
    case 'linkLocal':
      return l10n.t('Link-local addresses, separated by commas');
    case 'driverOptions':
      return l10n.t('Driver options, separated by blanks');
    case 'mac':
      return l10n.t('MAC address');
    default:
      return field satisfies never;
  }
}

function exampleOf(field: AttachField): string {
  const examples: Readonly<Record<AttachField, string>> = {
    aliases: 'db, database',
    address: '10.20.0.5',
    address6: 'fd00:20::5',
    priority: '100',
    links: 'c2:db',
    linkLocal: '169.254.7.7',
    driverOptions: 'com.docker.network.endpoint.ifname=lan0',
    mac: '02:42:ac:12:00:05',
  };
  return l10n.t('such as {0}', examples[field]);
}
