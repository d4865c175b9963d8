import { env, l10n, ProgressLocation, type QuickPickItem, window } from 'vscode';
import { shellQuote } from '../findings/shellLine.ts';
import { isRunning, ownerOf, sandboxName } from '../model/lookup.ts';
import type { Engine, EngineId, Sandbox, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { type PortObservation, type PortTarget, swarmPorts, tryingEngines } from '../predictions/swarmPorts.ts';
import { tryPort, tryPortFrom } from '../probes/portProbe.ts';
import { inertText } from '../views/plainText.ts';
import { idOf, type Services, sayPlain } from './command.ts';

/** Sandboxes that are tried before an engine counts as having none with a tool. */
const mostPlaces = 4;

/** Asks whether the nodes of a swarm reach each other's ports, from each connected node, and says from where and by what means. */
export async function checkSwarmPorts(services: Services, ...args: readonly unknown[]): Promise<void> {
  const topology = services.store.topology;
  const engines = tryingEngines(topology);
  const engine = engines.find(({ id }) => id === idOf(args[0])) ?? engines[0];
  if (!engine) {
    void window.showInformationMessage(l10n.t('No connected engine takes part in a swarm.'));
    return;
  }
  const seen = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Trying the ports of the swarm…'), cancellable: true },
    (_, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      return observe(services, topology, engine.id, engines, cancel.signal);
    },
  );
  services.observations.addPorts(seen);
  services.log.info(seen.map(lineOf).join('\n'));
  await show(seen);
}

async function observe(
  services: Services,
  topology: Topology,
  swarm: EngineId,
  engines: readonly Engine[],
  signal: AbortSignal,
): Promise<readonly PortObservation[]> {
  const targets = swarmPorts(topology, swarm);
  const all = await Promise.all(
    engines.map(async (engine) => {
      const others = targets.filter(({ node }) => node !== engine.swarm?.nodeId);
      return fromEngine(services, topology, engine, others, signal);
    }),
  );
  return all.flat();
}

/** From a sandbox of the engine, which leaves the node as the node itself does; from this machine where that is the node. */
async function fromEngine(
  services: Services,
  topology: Topology,
  engine: Engine,
  targets: readonly PortTarget[],
  signal: AbortSignal,
): Promise<readonly PortObservation[]> {
  const client = services.store.client(engine.id);
  const at = () => new Date().toISOString();
  const observation = (target: PortTarget, place: string, how: string, outcome: PortObservation['outcome']): PortObservation => ({
    target,
    ...(engine.swarm ? { from: engine.swarm.nodeId } : {}),
    place,
    how,
    outcome,
    at: at(),
  });
  const tcp = targets.filter(({ protocol }) => protocol === 'tcp');
  const udp = targets.filter(({ protocol }) => protocol === 'udp');
  const blind = udp.map((target) => observation(target, '', '', 'unknown'));
  if (engine.here === 'yes') {
    const tried = tcp.map(async (target) => observation(target, '', 'connect', await tryPort(target.address, target.port)));
    return [...(await Promise.all(tried)), ...blind];
  }
  for (const sandbox of placesOn(topology, engine)) {
    const container = ownerOf(sandbox)?.id;
    if (!client || !container || signal.aborted) break;
    const tried: PortObservation[] = [];
    for (const target of tcp) {
      const outcome = await tryPortFrom(client, container, target.address, target.port, signal).catch(() => undefined);
      if (outcome === undefined) break;
      tried.push(observation(target, sandboxName(sandbox), 'exec nc', outcome));
    }
    if (tried.length === tcp.length) return [...tried, ...blind];
  }
  return targets.map((target) => observation(target, '', '', 'unknown'));
}

/** Running containers with a way out. */
function placesOn(topology: Topology, engine: Engine): readonly Sandbox[] {
  const out = new Set(topology.endpoints.flatMap(({ sandbox, gateway }) => (sandbox && gateway ? [sandbox as string] : [])));
  return topology.sandboxes
    .filter((box) => box.engine === engine.id && box.kind === 'container' && isRunning(box) && out.has(box.id))
    .slice(0, mostPlaces);
}

interface Row extends QuickPickItem {
  readonly line?: string;
}

const signs = { open: '$(pass)', refused: '$(error)', silent: '$(error)', unknown: '$(question)' } as const;

async function show(seen: readonly PortObservation[]): Promise<void> {
  if (seen.length === 0) {
    void window.showInformationMessage(l10n.t('No other node of the swarm is known.'));
    return;
  }
  const rows = seen.map((each): Row => {
    const { target, outcome } = each;
    const { address, port, protocol, hostname, purpose } = target;
    return {
      label: `${signs[outcome]} ${inertText(address)} ${port}/${protocol}`,
      description: sayPlain(word(`port.${outcome}`)),
      detail: [sayPlain(word(`port.${purpose}`, hostname || address)), placeText(each)].join(' · '),
      ...(protocol === 'tcp' ? { line: ['nc', '-zv', address, String(port)].map(shellQuote).join(' ') } : {}),
    };
  });
  const wrong = seen.filter(({ outcome }) => outcome === 'refused' || outcome === 'silent').length;
  const chosen = await window.showQuickPick(rows, {
    title:
      wrong === 0
        ? l10n.t('Swarm ports: nothing that could be tried is blocked')
        : l10n.t('Swarm ports: {0} of {1} do not answer', wrong, seen.length),
    placeHolder: l10n.t('Choose a row to copy the command that tries it'),
    ignoreFocusOut: true,
  });
  if (!chosen?.line) return;
  await env.clipboard.writeText(chosen.line);
  window.setStatusBarMessage(l10n.t('Copied: {0}', chosen.line), 4000);
}

function placeText({ place, how, outcome, target }: PortObservation): string {
  if (target.protocol === 'udp') return l10n.t('UDP gives no answer to a connect');
  if (how === '') return l10n.t('not tried: no sandbox with nc, and the engine is not on this machine');
  const where = place === '' ? l10n.t('this machine') : inertText(place);
  return outcome === 'unknown'
    ? l10n.t('tried from {0} by {1}, not understood', where, how)
    : l10n.t('from {0} by {1}', where, how);
}

function lineOf({ target, place, how, outcome }: PortObservation): string {
  return `swarm port ${target.address} ${target.port}/${target.protocol}: ${outcome} (${place || 'this machine'}, ${how || 'not tried'})`;
}
