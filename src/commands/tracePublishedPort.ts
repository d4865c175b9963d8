import { l10n, type QuickPickItem, window } from 'vscode';
import { endpointById, sandboxName, sandboxOfContainer, serviceById } from '../model/lookup.ts';
import type { EngineId, Sandbox, Service, Topology } from '../model/topology.ts';
import type { Place } from '../predictions/path.ts';
import { inertText } from '../views/plainText.ts';
import { idsOf, type Services } from './command.ts';

/** A port of a host that leads to a sandbox, or through the mesh to a service. */
interface Traced {
  readonly engine: EngineId;
  /** Docker's name of who publishes it, data. */
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly hostAddress: string;
  readonly hostPort: number;
}

interface PortItem extends QuickPickItem {
  readonly traced: Traced;
}

/** Traces a published port from the host (the loopback) or from outside to the process behind it. Argument: a row or id; also a service's. */
export async function tracePublishedPort(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const [id] = idsOf(services, args);
  await store.refresh();
  const { topology } = store;
  const service = id === undefined ? undefined : serviceById(topology, id);
  const only = id === undefined || service ? undefined : sandboxOfContainer(topology, endpointById(topology, id)?.sandbox ?? id);
  const items = [
    ...topology.sandboxes
      .filter((sandbox) => sandbox.kind === 'container' && (only === undefined || sandbox.id === only.id))
      .filter((sandbox) => service === undefined || sandbox.service === service.id)
      .flatMap(portsOf),
    ...(only ? [] : topology.services.filter((each) => service === undefined || each.id === service.id).flatMap(meshPortsOf)),
  ].map((traced) => itemOf(topology, traced));
  if (items.length === 0) {
    const name = service?.name ?? (only && sandboxName(only));
    void window.showInformationMessage(
      name === undefined ? l10n.t('No container publishes a port.') : l10n.t('{0} publishes no port.', inertText(name)),
    );
    return;
  }
  const chosen =
    items.length === 1
      ? items[0]
      : await window.showQuickPick(items, {
          title: l10n.t('Trace Published Port'),
          placeHolder: l10n.t('Published port'),
          matchOnDescription: true,
        });
  if (!chosen) return;
  const { engine, hostAddress, hostPort, protocol } = chosen.traced;
  const bound = ['', '0.0.0.0', '::'].includes(hostAddress) ? {} : { address: hostAddress };
  const to: Place = { published: { engine, port: hostPort, ...bound } };
  const path = { from: { host: engine }, to, port: hostPort, protocol: protocol === 'udp' ? 'udp' : 'tcp' } as const;
  services.panel.show({ tab: 'path', path });
}

function portsOf(sandbox: Sandbox): readonly Traced[] {
  return sandbox.publishedPorts.map((published) => ({ engine: sandbox.engine, name: sandboxName(sandbox), ...published }));
}

/** What every node takes; what only the tasks' own nodes take their sandboxes publish. */
function meshPortsOf({ engine, name, ports }: Service): readonly Traced[] {
  return ports
    .filter(({ published, publishMode }) => published > 0 && publishMode === 'ingress')
    .map(({ protocol, port, published }) => ({ engine, name, protocol, port, hostAddress: '', hostPort: published }));
}

function itemOf({ engines }: Topology, traced: Traced): PortItem {
  const { engine, name, protocol, port, hostAddress, hostPort } = traced;
  const context = engines.length > 1 ? ` · ${inertText(engines.find(({ id }) => id === engine)?.context ?? '')}` : '';
  const host = `${hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress || '*'}:${hostPort}`;
  return { label: `$(plug) ${host}`, description: `${port}/${protocol} · ${inertText(name)}${context}`, traced };
}
