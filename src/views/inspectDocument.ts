import { EventEmitter, l10n, type TextDocumentContentProvider, Uri } from 'vscode';
import { endpointById, engineById, networkById, ownerOf, sandboxOfContainer } from '../model/lookup.ts';
import type { EngineId, Topology } from '../model/topology.ts';
import type { TopologyStore } from '../topologyStore.ts';

export const inspectScheme = 'docker-network';

/** What an inspect is asked of. Of an endpoint it is its container: the endpoint's settings are in it. */
export interface InspectSubject {
  readonly kind: 'network' | 'container';
  readonly engine: EngineId;
  readonly id: string;
  /** Untrusted; only for the tab's title. */
  readonly name: string;
}

export function subjectOf(topology: Topology, id: string): InspectSubject | undefined {
  const network = networkById(topology, id);
  const [engine] = network?.engines ?? [];
  if (network && engine) return { kind: 'network', engine, id: network.id, name: network.name };
  const endpoint = endpointById(topology, id);
  if (endpoint) {
    const owner = endpoint.sandbox === undefined ? undefined : subjectOf(topology, endpoint.sandbox);
    return owner ?? subjectOf(topology, endpoint.network);
  }
  const sandbox = sandboxOfContainer(topology, id);
  if (!sandbox || sandbox.kind === 'task' || !engineById(topology, sandbox.engine)) return undefined;
  const container = sandbox.containers.find((one) => one.id === id) ?? ownerOf(sandbox) ?? sandbox.containers[0];
  return container && { kind: 'container', engine: sandbox.engine, id: container.id, name: container.name };
}

/** `docker-network:/<engine>/<kind>/<id>/<name>.json`; the name is for people, the id counts. */
export function inspectUri({ engine, kind, id, name }: InspectSubject): Uri {
  const title = name.replace(/[^\p{L}\p{N}_.-]/gu, '_').slice(0, 60) || id.slice(0, 12);
  return Uri.from({ scheme: inspectScheme, path: `/${engine}/${kind}/${id}/${title}.json` });
}

/** Documents that are read from the engine when they are opened, and again when the Topology changes. */
export class InspectDocuments implements TextDocumentContentProvider {
  readonly onDidChange;
  readonly #store: TopologyStore;
  readonly #changed = new EventEmitter<Uri>();

  constructor(store: TopologyStore) {
    this.#store = store;
    this.onDidChange = this.#changed.event;
  }

  /** Reads open documents again, as long as their engine answers: what was read before is better than an error. */
  update(open: readonly Uri[]): void {
    for (const uri of open) {
      const engine = uri.scheme === inspectScheme ? engineById(this.#store.topology, uri.path.split('/')[1] ?? '') : undefined;
      if (engine?.state === 'ready') this.#changed.fire(uri);
    }
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const [, engine = '', kind, id = ''] = uri.path.split('/');
    const { topology } = this.#store;
    const on = engineById(topology, engine);
    const client = on && this.#store.client(on.id);
    if (!client) return this.#recorded(kind, id);
    try {
      return pretty(kind === 'network' ? await client.inspectNetwork(id) : await client.inspectContainer(id));
    } catch (error) {
      return pretty({ error: l10n.t('It could not be read: {0}', error instanceof Error ? error.message : String(error)) });
    }
  }

  /** Of the sample there is no engine to ask: the record of the model stands in. */
  #recorded(kind: string | undefined, id: string): string {
    const { topology } = this.#store;
    const record = kind === 'network' ? networkById(topology, id) : sandboxOfContainer(topology, id);
    const endpoints = topology.endpoints.filter(({ network, sandbox }) => network === id || sandbox === id);
    if (!record) return pretty({ error: l10n.t('It is no longer there.') });
    return pretty({ ...record, endpoints });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function pretty(answer: unknown): string {
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}
