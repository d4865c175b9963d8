/**
 * Holds the current Topology: the one value that everything shown is a function of. It owns the connections and nothing that is
 * derived; a new reading makes a new value.
 */
import { EngineConnection } from './engine/connection.ts';
import type { ConnectedChoice, ContextChoice } from './engine/contexts.ts';
import { Emitter, type Subscription } from './engine/emitter.ts';
import type { EngineClient } from './engine/engine.ts';
import type { DetailKind } from './engine/engineDetails.ts';
import { sameChoices } from './engine/sameChoices.ts';
import { isLive, type Source, sourcesOf } from './engine/sources.ts';
import { KernelReadings, type ReadKernel } from './kernelReadings.ts';
import { buildAgain } from './model/buildAgain.ts';
import type { Deeper } from './model/combineReadings.ts';
import { endpointById, networkById, ownerOf, sandboxById } from './model/lookup.ts';
import { sameContent } from './model/sameContent.ts';
import type { Snapshot } from './model/snapshot.ts';
import { type EngineId, emptyTopology, type Topology } from './model/topology.ts';

export interface StoreParts {
  readonly connect: (client: EngineClient) => EngineConnection;
  readonly openEngine: (choice: ConnectedChoice) => EngineClient;
  readonly now: () => number;
  /** Looks at the kernel of an engine's host; without it nothing of the kernel is in the Topology. */
  readonly readKernel?: ReadKernel;
}

/** More containers are not all inspected because a panel is open: its map folds them together anyway. */
const mostDetailed = 500;

/** What an inspect is asked of. */
interface Subject {
  readonly kind: DetailKind;
  readonly id: string;
  readonly engines: readonly EngineId[];
}

export class TopologyStore {
  readonly #parts: StoreParts;
  readonly #changed = new Emitter<Topology>();
  #topology: Topology;
  /** What it was built of. */
  #snapshots: readonly Snapshot[] = [];
  #choices: readonly ContextChoice[] | undefined;
  #sources: readonly Source[] = [];
  #sample = false;
  #visible = false;
  #detailed = false;
  readonly #kernels: KernelReadings;

  constructor(parts: Pick<StoreParts, 'openEngine'> & Partial<StoreParts>) {
    this.#parts = { connect: (client) => new EngineConnection(client), now: () => Date.now(), ...parts };
    this.#topology = emptyTopology(this.#time());
    this.#kernels = new KernelReadings(this.#parts.readKernel);
    this.#kernels.onDidChange(() => this.#rebuild());
  }

  get topology(): Topology {
    return this.#topology;
  }

  get isSample(): boolean {
    return this.#sample;
  }

  /** Tells of a new value; a reading that found nothing new only moves `readAt`. */
  onDidChange(listener: (topology: Topology) => void): Subscription {
    return this.#changed.on(listener);
  }

  /** Connects what is chosen now and ends what no longer is; the others go on undisturbed (a login, too, writes the CLI's files). */
  connect(choices: readonly ContextChoice[]): void {
    if (!this.#sample && sameChoices(this.#choices, choices)) {
      this.retry();
      return;
    }
    this.#choices = choices;
    this.#sample = false;
    const before = this.#sources;
    this.#sources = sourcesOf(choices, before, (choice) => this.#open(choice));
    for (const source of before) if (isLive(source) && !this.#sources.includes(source)) source.connection.dispose();
    this.retry();
    this.#kernels.keep(this.#connections.map(({ client }) => client.identity.id));
    this.#rebuild();
  }

  /** Shows recorded snapshots instead of any engine. */
  showSample(snapshots: readonly Snapshot[]): void {
    this.#close();
    this.#sample = true;
    this.#sources = snapshots.map((snapshot) => ({ snapshot }));
    this.#rebuild();
  }

  /** Follows the engines only while something is on the screen. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    for (const connection of this.#connections) {
      if (visible) connection.follow();
      else connection.pause();
    }
  }

  /** Whether something is on the screen that shows every detail: then they are read, and kept as they are. */
  setDetailed(detailed: boolean): void {
    if (detailed === this.#detailed) return;
    this.#detailed = detailed;
    if (detailed) for (const connection of this.#connections) this.#lookDeeper(connection);
  }

  /** Resolves when a reading that began after this call is in, or has failed: then the Topology says so. */
  async refresh(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.refresh()));
  }

  /** Tries lost engines now. */
  retry(): void {
    for (const connection of this.#connections) connection.retry();
  }

  /** Inspects what a network, sandbox or endpoint lacks. A failure is a gap. */
  async readDetail(subject: string): Promise<void> {
    await Promise.all(
      this.#subjectsOf(subject).map(({ kind, id, engines }) =>
        Promise.all(
          this.#connections
            .filter(({ client }) => engines.includes(client.identity.id))
            .map((connection) => connection.readDetails(kind, [id])),
        ),
      ),
    );
    await this.#kernels.look(() => this.#topology);
  }

  /** Everything of every engine. Always resolves. */
  async readFull(): Promise<Topology> {
    await Promise.all(this.#connections.map((connection) => connection.readFull()));
    await this.#kernels.look(() => this.#topology);
    return this.#topology;
  }

  /** For actions and probes; the sample has none. */
  client(engine: EngineId): EngineClient | undefined {
    return this.#connections.find(({ client }) => client.identity.id === engine)?.client;
  }

  /** Adds what further means have shown of an engine's kernel. */
  addKernel(engine: EngineId, reading: Deeper): void {
    this.#kernels.addDeeper(engine, reading);
  }

  dispose(): void {
    this.#close();
    this.#changed.clear();
  }

  get #connections(): readonly EngineConnection[] {
    return this.#sources.filter(isLive).map(({ connection }) => connection);
  }

  #open(choice: ConnectedChoice): EngineConnection {
    const connection = this.#parts.connect(this.#parts.openEngine(choice));
    connection.onDidChange(() => {
      this.#rebuild();
      this.#lookDeeper(connection);
    });
    if (this.#visible) connection.follow();
    return connection;
  }

  #close(): void {
    for (const connection of this.#connections) connection.dispose();
    this.#sources = [];
  }

  /** Inspects what is not inspected yet where that is shown, and looks at the kernel of the engine's host. */
  #lookDeeper(connection: EngineConnection): void {
    const { id } = connection.client.identity;
    const { engines, networks, sandboxes } = this.#topology;
    if (!engines.some((engine) => engine.id === id && engine.state === 'ready')) return;
    void this.#kernels.look(() => this.#topology);
    if (!this.#detailed) return;
    const containers = sandboxes
      .filter((box) => box.engine === id && box.detail === 'listed')
      .flatMap((box) => ownerOf(box) ?? []);
    if (containers.length > mostDetailed) return;
    const listed = networks.filter((network) => network.detail === 'listed' && network.engines.includes(id));
    void connection.readDetails(
      'networks',
      listed.map((network) => network.id),
    );
    void connection.readDetails(
      'containers',
      containers.map((container) => container.id),
    );
  }

  #rebuild(): void {
    const snapshots = this.#sources.map((source) =>
      isLive(source) ? this.#kernels.added(source.connection.snapshot) : source.snapshot,
    );
    const before = this.#topology;
    this.#topology = buildAgain({ snapshots: this.#snapshots, topology: before }, snapshots, this.#time());
    this.#snapshots = snapshots;
    if (!sameContent(before, this.#topology, 'readAt')) this.#changed.fire(this.#topology);
  }

  #subjectsOf(subject: string): readonly Subject[] {
    const topology = this.#topology;
    const network = networkById(topology, subject);
    if (network) return network.detail === 'full' ? [] : [{ kind: 'networks', id: network.id, engines: network.engines }];
    const endpoint = endpointById(topology, subject);
    const sandbox = sandboxById(topology, endpoint?.sandbox ?? subject);
    const of = sandbox && (ownerOf(sandbox) ?? sandbox.containers[0]);
    const container: readonly Subject[] = of && sandbox ? [{ kind: 'containers', id: of.id, engines: [sandbox.engine] }] : [];
    return [...container, ...(endpoint ? this.#subjectsOf(endpoint.network) : [])];
  }

  #time(): string {
    return new Date(this.#parts.now()).toISOString();
  }
}
