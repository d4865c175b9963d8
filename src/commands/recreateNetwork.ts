import { InputBoxValidationSeverity, l10n, window } from 'vscode';
import { type NewPool, recreateSteps } from '../actions/recreateSteps.ts';
import { specOfNetwork } from '../actions/specOfNetwork.ts';
import { endpointsOf, isBuiltIn, isRunning, networkById, sandboxById, sandboxName } from '../model/lookup.ts';
import type { Network, Topology } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import { freeSubnet, type UsedSubnet, usedSubnets } from '../predictions/freeSubnet.ts';
import { refusalOfDetach } from '../predictions/refusals.ts';
import { inertText } from '../views/plainText.ts';
import { act } from './act.ts';
import { ownChoices } from './choices.ts';
import { clientOf, idsOf, type Services, sayPlain, tellRefusal } from './command.ts';
import { problemText } from './createTexts.ts';
import { subnetProblem } from './networkProblems.ts';
import { pick } from './pick.ts';
import { bullets } from './question.ts';
import { askText, type Step, throughSteps } from './steps.ts';

/** A network is made again with another subnet, and everybody attached again; what fails half-way is taken back. */
export async function recreateNetwork(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const id = idsOf(services, args)[0] ?? (await pickNetwork(services));
  if (id === undefined) return;
  const topology = await store.readFull();
  const network = networkById(topology, id);
  const refusal = network ? refusalOf(topology, network) : word('refusal.gone', id);
  if (!network || refusal) return tellRefusal(refusal ?? word('refusal.gone', id));
  const client = clientOf(services, network.engines[0]);
  const spec = specOfNetwork(await client.inspectNetwork(network.id.slice(network.id.indexOf(':') + 1)));
  const old = spec.pools?.map(({ subnet }) => subnet) ?? [];
  const subnets = await askSubnets(network, old.length > 0 ? old : [''], usedSubnets(topology, network.id));
  if (!subnets) return;
  const pools: readonly NewPool[] = subnets.map((subnet) => ({ subnet }));
  const { steps, moved, dropped } = recreateSteps(topology, network, spec, pools);
  const name = inertText(network.name);
  const users = endpointsOf(topology, { network: network.id });
  const running = users.flatMap((endpoint) => {
    const sandbox = endpoint.sandbox === undefined ? undefined : sandboxById(topology, endpoint.sandbox);
    return sandbox && isRunning(sandbox) ? [inertText(sandboxName(sandbox))] : [];
  });
  const title = l10n.t('Make Anew');
  const question = l10n.t('Make {0} anew with {1}?', name, subnets.join(', '));
  const detail = bullets([
    ...(running.length > 0
      ? [l10n.t('Connections over it end ({0}): {1}.', running.length, running.slice(0, 6).join(', '))]
      : []),
    ...moved.map(({ container, from, to }) => l10n.t('{0} moves from {1} to {2}.', inertText(container), from, to)),
    ...dropped.map(({ container, address }) => l10n.t('{0} does not keep {1}: Docker chooses.', inertText(container), address)),
    l10n.t('Aliases, links, priorities and driver options stay; other addresses are chosen by Docker.'),
    ...(network.project === undefined ? [] : [sayPlain(word('impact.compose-network', network.name, network.project))]),
    l10n.t('What fails half-way is taken back.'),
  ]);
  if ((await window.showWarningMessage(question, { modal: true, detail }, title)) !== title) return;
  await act(services, {
    steps,
    mode: 'whole',
    progress: l10n.t('Making {0} anew…', name),
    what: () => word('activity.recreate', network.name, subnets.join(', ')),
  });
}

/** One step a pool. */
function askSubnets(
  network: Network,
  old: readonly string[],
  used: readonly UsedSubnet[],
): Promise<readonly string[] | undefined> {
  return throughSteps<readonly string[]>([], () =>
    old.map(
      (was, at): Step<readonly string[]> =>
        async (now, place) => {
          const family = was.includes(':') ? 6 : 4;
          const others = now.filter((_, index) => index !== at);
          const proposal = freeSubnet(used, family, [...others, was].filter(Boolean));
          const outcome = await askText({
            ...place,
            title: l10n.t('Make {0} anew with another subnet', inertText(network.name)),
            prompt: was === '' ? l10n.t('Subnet') : l10n.t('Subnet instead of {0}', was),
            placeholder: l10n.t('such as {0}', family === 4 ? '10.20.0.0/24' : 'fd00:20::/64'),
            value: now[at] ?? proposal ?? '',
            proposal,
            validate: (text) => {
              const problem = text === '' ? ({ code: 'subnet-form' } as const) : subnetProblem(text, used, family);
              const isWarning = problem?.code === 'subnet-overlap';
              return (
                problem && {
                  severity: isWarning ? InputBoxValidationSeverity.Warning : InputBoxValidationSeverity.Error,
                  message: problemText(problem),
                }
              );
            },
          });
          if (outcome.to !== 'next') return outcome;
          return { to: 'next', value: Object.assign([...now], { [at]: outcome.value }) as readonly string[] };
        },
    ),
  );
}

/** Only what can be detached and attached again by hand. */
function refusalOf(topology: Topology, network: Network): Word | undefined {
  if (isBuiltIn(network)) return word('refusal.predefined', network.name);
  if (network.configFrom !== undefined) return word('refusal.config-only', network.configFrom);
  const services = topology.services.filter((service) => service.networks.some((on) => on.network === network.id));
  if (services.length > 0) return word('refusal.used-by-services', network.name, services.length);
  return endpointsOf(topology, { network: network.id }).flatMap(({ id, sandbox }) => {
    const isBalancer = sandbox !== undefined && sandboxById(topology, sandbox)?.kind === 'loadBalancer';
    return isBalancer ? [] : (refusalOfDetach(topology, id) ?? []);
  })[0];
}

function pickNetwork({ store }: Services): Promise<string | undefined> {
  return pick(
    {
      title: l10n.t('Make Network Anew'),
      placeholder: l10n.t('Network that gets another subnet'),
      nothing: l10n.t('There is no user-defined network'),
    },
    async () => {
      await store.refresh();
      return ownChoices(store.topology);
    },
  );
}
