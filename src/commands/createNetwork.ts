import {
  type InputBoxValidationMessage,
  InputBoxValidationSeverity,
  l10n,
  ProgressLocation,
  type QuickPickItem,
  window,
} from 'vscode';
import { EngineError } from '../engine/engineError.ts';
import { engineById, networkById } from '../model/lookup.ts';
import type { Engine, Network } from '../model/topology.ts';
import { inertText } from '../views/plainText.ts';
import { driverIcon } from '../views/treeIcons.ts';
import { clientOf, failureText, idsOf, type Services } from './command.ts';
import {
  emptyDraft,
  gatewayProblem,
  hasParent,
  type NetworkDraft,
  nameProblem,
  type Problem,
  parentProblem,
  specOf,
  subnetProblem,
} from './networkDraft.ts';
import { pick } from './pick.ts';
import { askPick, askText, type Step, throughSteps } from './steps.ts';

/** Name, driver, (parent,) subnet, gateway. What the engine refuses comes back with everything that was typed. */
export async function createNetwork(services: Services, ...args: readonly unknown[]): Promise<void> {
  const engine = await chooseEngine(services, idsOf(services, args)[0]);
  if (!engine) return;
  const client = clientOf(services, engine.id);
  await services.store.refresh();
  let draft: NetworkDraft = emptyDraft;
  for (;;) {
    const networks = services.store.topology.networks.filter(({ engines }) => engines.includes(engine.id));
    const given = await throughSteps(draft, (now) => stepsFor(now, networks, engine));
    if (!given) return;
    draft = given;
    const title = l10n.t('Creating {0}…', inertText(draft.name));
    try {
      const { id, warning } = await window.withProgress({ location: ProgressLocation.Window, title }, async () => {
        const made = await client.createNetwork(specOf(given));
        await services.store.refresh();
        return made;
      });
      if (warning) services.log.warn(`network ${id}: ${warning}`);
      if (networkById(services.store.topology, id)) await services.reveal(id);
      return;
    } catch (error) {
      if (!(error instanceof EngineError) || error.reason === 'cancelled') throw error;
      const change = l10n.t('Change…');
      if ((await window.showErrorMessage(failureText(error), change)) !== change) return;
    }
  }
}

async function chooseEngine({ store }: Services, id: string | undefined): Promise<Engine | undefined> {
  const { topology } = store;
  const given =
    id === undefined
      ? undefined
      : (engineById(topology, id) ?? engineById(topology, networkById(topology, id)?.engines[0] ?? ''));
  const [only, ...others] = topology.engines;
  if (given || others.length === 0) return given ?? only;
  const chosen = await pick(
    {
      title: l10n.t('Create Network'),
      placeholder: l10n.t('Engine to create the network on'),
      nothing: l10n.t('No engine answers'),
    },
    async () =>
      topology.engines
        .filter(({ state }) => state === 'ready' || state === 'sample')
        .map((engine) => ({ value: engine, name: engine.context, description: engine.endpoint, icon: 'server' })),
  );
  return chosen;
}

type DraftStep = Step<NetworkDraft>;

function stepsFor(draft: NetworkDraft, networks: readonly Network[], engine: Engine): readonly DraftStep[] {
  const title = l10n.t('Create Network');
  const text =
    (
      field: 'name' | 'parent' | 'subnet' | 'gateway',
      prompt: string,
      placeholder: string,
      problem: (value: string, now: NetworkDraft) => Problem | undefined,
    ): DraftStep =>
    async (now, place) => {
      const outcome = await askText({
        ...place,
        title,
        prompt,
        placeholder,
        value: now[field],
        validate: (value) => messageOf(problem(value, now)),
      });
      return outcome.to === 'next' ? { to: 'next', value: { ...now, [field]: outcome.value } } : outcome;
    };
  return [
    text('name', l10n.t('Name of the network'), l10n.t('such as backend'), (value) => nameProblem(value, networks)),
    driverStep(title, networks, engine),
    ...(hasParent(draft.driver)
      ? [
          text(
            'parent',
            l10n.t('Interface of the host that carries the network (empty: an internal network of this host)'),
            l10n.t('such as eth0 or eth0.100'),
            parentProblem,
          ),
        ]
      : []),
    text('subnet', l10n.t('Subnet (empty: the engine chooses one)'), l10n.t('such as 10.20.0.0/24'), (value) =>
      subnetProblem(value, networks),
    ),
    ...(draft.subnet === ''
      ? []
      : [
          text(
            'gateway',
            l10n.t('Gateway (empty: the first free address of {0})', draft.subnet),
            l10n.t('an address of the subnet'),
            (value, now) => gatewayProblem(value, now.subnet),
          ),
        ]),
  ];
}

function driverStep(title: string, networks: readonly Network[], engine: Engine): DraftStep {
  const known = [
    { driver: 'bridge', description: l10n.t('containers of this host, behind a bridge and NAT') },
    { driver: 'macvlan', description: l10n.t('own MAC and address on the wire of an interface') },
    { driver: 'ipvlan', description: l10n.t('own address on the wire of an interface, with its MAC') },
    ...(engine.swarm?.role === 'manager' ? [{ driver: 'overlay', description: l10n.t('across the hosts of the swarm') }] : []),
  ];
  const standard = ['bridge', 'macvlan', 'ipvlan', 'overlay', 'host', 'null'];
  const remote = [...new Set(networks.map(({ driver }) => driver))].filter((driver) => !standard.includes(driver));
  const items: readonly (QuickPickItem & { readonly driver: string })[] = [
    ...known,
    ...remote.map((driver) => ({ driver, description: l10n.t('driver from a plugin') })),
  ].map(({ driver, description }) => ({ label: `$(${driverIcon(driver)}) ${inertText(driver)}`, description, driver }));
  return async (now, place) => {
    const active = items.find(({ driver }) => driver === now.driver);
    const outcome = await askPick({ ...place, title, placeholder: l10n.t('Driver of {0}', inertText(now.name)), items, active });
    return outcome.to === 'next' ? { to: 'next', value: { ...now, driver: outcome.value.driver } } : outcome;
  };
}

/** Only an overlap is a warning: the engine decides. */
function messageOf(problem: Problem | undefined): InputBoxValidationMessage | undefined {
  if (!problem) return undefined;
  const severity = problem.code === 'subnet-overlap' ? InputBoxValidationSeverity.Warning : InputBoxValidationSeverity.Error;
  return { severity, message: textOf(problem) };
}

function textOf(problem: Problem): string {
  switch (problem.code) {
    case 'name-empty':
      return l10n.t('A network needs a name.');
    case 'name-form':
      return l10n.t('Letters, digits, “_”, “.” and “-”; the first one a letter or a digit.');
    case 'name-taken':
      return l10n.t('There is already a network named {0}.', inertText(problem.name));
    case 'subnet-form':
      return l10n.t('A subnet is written like 10.20.0.0/24 or fd00:20::/64.');
    case 'subnet-host-bits':
      return l10n.t('This is an address inside a subnet: write the first address of the subnet.');
    case 'subnet-overlap':
      return l10n.t('Overlaps {0} of {1}: the engine may refuse it.', problem.subnet, inertText(problem.name));
    case 'gateway-form':
      return l10n.t('A gateway is one address, such as 10.20.0.1.');
    case 'gateway-outside':
      return l10n.t('The gateway has to be inside {0}.', problem.subnet);
    case 'parent-form':
      return l10n.t('Names of interfaces have at most 15 characters, without blanks, slashes and colons.');
    default:
      return problem satisfies never;
  }
}
