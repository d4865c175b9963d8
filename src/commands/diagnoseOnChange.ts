import { Disposable, workspace } from 'vscode';
import type { Topology } from '../model/topology.ts';
import type { Services } from './command.ts';
import { look } from './runDiagnostics.ts';

/** Milliseconds without another change: a Compose project comes up in many. */
const quiet = 5_000;

/** Where the setting says so, diagnostics run after each change of networks and endpoints, without a message. */
export function diagnoseOnChange(services: Services): Disposable {
  const cancel = new AbortController();
  let judged = signatureOf(services.store.topology);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> | undefined;
  const run = () => {
    timer = undefined;
    if (running) return start();
    running = look(services, cancel.signal, () => {})
      .catch((error) => services.log.warn(`diagnostics after a change: ${error}`))
      .finally(() => {
        running = undefined;
      });
  };
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(run, quiet);
  };
  const subscription = services.store.onDidChange((topology) => {
    if (workspace.getConfiguration('dockerNetworks').get('diagnoseOnChange') !== true || services.store.isSample) return;
    // What a diagnosis itself reads changes the Topology too, but not this.
    const signature = signatureOf(topology);
    if (signature === judged) return;
    judged = signature;
    start();
  });
  return new Disposable(() => {
    clearTimeout(timer);
    cancel.abort();
    subscription.dispose();
  });
}

function signatureOf({ networks, endpoints }: Topology): string {
  return JSON.stringify([
    networks.map(({ id }) => id),
    endpoints.map(({ id, endpointId, addresses }) => [id, endpointId, addresses]),
  ]);
}
