import { commands, env, l10n, ProgressLocation, window } from 'vscode';
import { lookupLine } from '../findings/lookupLine.ts';
import { endpointById, networksOf, sandboxesOn, sandboxName, sandboxOfContainer } from '../model/lookup.ts';
import type { Sandbox, Topology } from '../model/topology.ts';
import { addressOfPointer } from '../predictions/dnsName.ts';
import type { Observation, RecordType } from '../predictions/observation.ts';
import { inertText } from '../views/plainText.ts';
import { askConsent } from './askConsent.ts';
import { afterwards, clientOf, idsOf, type Services } from './command.ts';
import { type Verdict, verdictOf } from './dnsVerdict.ts';
import { lookUp } from './lookUp.ts';
import { pickAsker } from './pickAsker.ts';
import { pickName } from './pickName.ts';

/** More neighbours are not read before the question: their aliases are then not known, and the prediction says so. */
const mostRead = 60;

/** Asks for a name inside a container and says what came, why, and what helps. Arguments: a row or id of a sandbox or endpoint, a name. */
export async function checkDnsResolution(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const sandbox = sandboxOf(store.topology, idsOf(services, args)[0]) ?? (await pickAsker(store.topology));
  if (sandbox === undefined) return;
  clientOf(services, sandbox.engine);
  const reading = readNeighbours(services, sandbox);
  const given = typeof args[1] === 'string' ? args[1] : undefined;
  if (given === undefined) await reading;
  const name = given ?? (await pickName(store.topology, sandbox.id, sandboxName(sandbox)));
  if (name === undefined) return;

  services.panel.show({ tab: 'dns', focus: sandbox.id });
  const look = () =>
    window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Asking for {0} in {1}…', inertText(name), inertText(sandboxName(sandbox))),
        cancellable: true,
      },
      async (_progress, token) => {
        const cancel = new AbortController();
        const subscription = token.onCancellationRequested(() => cancel.abort());
        try {
          await Promise.race([reading, aborted(cancel.signal)]);
          const types = typesFor(store.topology, sandbox, name);
          const seen = await Promise.all(types.map((type) => lookUp(services, sandbox, name, type, cancel.signal)));
          return cancel.signal.aborted ? [] : seen;
        } finally {
          subscription.dispose();
        }
      },
    );
  let observations = await look();
  if (observations.some(needsConsent) && (await askConsent(services, sandbox.engine))) observations = await look();
  const worth = tellable(observations);
  // Who gave the name looks at the panel. Nobody waits for the message to be closed.
  if (worth !== undefined && given === undefined) tell(services, sandbox, worth);
}

/** What a sandbox's networks serve is in the details of the containers on them. */
async function readNeighbours({ store }: Services, sandbox: Sandbox): Promise<void> {
  const around = networksOf(store.topology, sandbox.id).flatMap((network) => sandboxesOn(store.topology, network.id));
  const lacking = [sandbox, ...around].filter((other) => other.detail === 'listed').map((other) => other.id);
  await Promise.all([...new Set(lacking)].slice(0, mostRead).map((id) => store.readDetail(id)));
}

function sandboxOf(topology: Topology, id: string | undefined): Sandbox | undefined {
  if (id === undefined) return undefined;
  const endpoint = endpointById(topology, id);
  return sandboxOfContainer(topology, endpoint?.sandbox ?? id);
}

/** An address is asked for its name; IPv6 addresses only where the sandbox has one itself. */
function typesFor(topology: Topology, sandbox: Sandbox, name: string): readonly RecordType[] {
  if (addressOfPointer(name) !== undefined) return ['PTR'];
  const six = topology.endpoints.some(
    (endpoint) => endpoint.sandbox === sandbox.id && endpoint.addresses.some((address) => address.includes(':')),
  );
  return six ? ['A', 'AAAA'] : ['A'];
}

function needsConsent({ result }: Observation): boolean {
  return 'gap' in result && result.gap.code === 'consent-needed';
}

/** Of both families the one that answered; the first where none did. */
function tellable(observations: readonly Observation[]): Observation | undefined {
  return observations.find(({ result }) => 'answers' in result && result.answers.length > 0) ?? observations[0];
}

function tell(services: Services, sandbox: Sandbox, observation: Observation): void {
  const verdict: Verdict = verdictOf(observation);
  const attach = l10n.t('Attach to a Network…');
  const copy = l10n.t('Copy Command');
  const buttons = verdict.attachHelps ? [attach, copy] : [copy];
  const show = verdict.good ? window.showInformationMessage : window.showWarningMessage;
  afterwards(services, async () => {
    const chosen = await show(verdict.sentence, ...buttons);
    if (chosen === attach) await commands.executeCommand('dockerNetworks.attachToNetwork', sandbox.id);
    const line = lookupLine(services.store.topology, observation);
    if (chosen === copy && line !== undefined) await env.clipboard.writeText(line);
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
