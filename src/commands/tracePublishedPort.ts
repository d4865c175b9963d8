import { l10n, type QuickPickItem, window } from 'vscode';
import { endpointById, engineById, sandboxName, sandboxOfContainer } from '../model/lookup.ts';
import type { PublishedPort, Sandbox } from '../model/topology.ts';
import type { Place } from '../predictions/path.ts';
import { inertText } from '../views/plainText.ts';
import { idsOf, type Services } from './command.ts';

interface PortItem extends QuickPickItem {
  readonly published: PublishedPort;
  readonly sandbox: Sandbox;
}

/** Traces a published port from the host (the loopback) or from outside to the process behind it. Argument: a row or id. */
export async function tracePublishedPort(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const [id] = idsOf(services, args);
  await store.refresh();
  const { topology } = store;
  const only = id === undefined ? undefined : sandboxOfContainer(topology, endpointById(topology, id)?.sandbox ?? id);
  const several = topology.engines.length > 1;
  const items = topology.sandboxes
    .filter((sandbox) => (only === undefined || sandbox.id === only.id) && sandbox.kind === 'container')
    .flatMap((sandbox) =>
      sandbox.publishedPorts.map((published): PortItem => {
        const { hostAddress, hostPort, port, protocol } = published;
        const engine = several ? ` · ${inertText(engineById(topology, sandbox.engine)?.context ?? '')}` : '';
        const host = `${hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress || '*'}:${hostPort}`;
        return {
          label: `$(plug) ${host}`,
          description: `${port}/${protocol} · ${inertText(sandboxName(sandbox))}${engine}`,
          published,
          sandbox,
        };
      }),
    );
  if (items.length === 0) {
    void window.showInformationMessage(
      only ? l10n.t('{0} publishes no port.', inertText(sandboxName(only))) : l10n.t('No container publishes a port.'),
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
  const { published, sandbox } = chosen;
  const bound =
    published.hostAddress === '' || published.hostAddress === '0.0.0.0' || published.hostAddress === '::'
      ? {}
      : { address: published.hostAddress };
  const to: Place = { published: { engine: sandbox.engine, port: published.hostPort, ...bound } };
  const protocol = published.protocol === 'udp' ? 'udp' : 'tcp';
  services.panel.show({ tab: 'path', path: { from: { host: sandbox.engine }, to, port: published.hostPort, protocol } });
}
