/** Suites on real engines: one engine of each version for a file, both at once; skipped, with the reason, where there can be none. */
import { after, before, describe } from 'node:test';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import type { EngineClient } from '../../src/engine/engine.ts';
import type { Topology } from '../../src/model/topology.ts';
import { TopologyStore } from '../../src/topologyStore.ts';
import { labUnavailable } from './available.ts';
import { type EngineOptions, type LabEngine, type LabVersion, labVersions, startEngine } from './engine.ts';

/** For a `describe` of the lab ring. `LAB_TIMEOUT_S` for sizes beyond CI's. */
export const labSuite = { skip: labUnavailable() ?? false, timeout: Number(process.env.LAB_TIMEOUT_S ?? 300) * 1000 };

export interface Lab {
  readonly version: LabVersion;
  readonly engine: LabEngine;
  /** The extension's own client. */
  readonly client: EngineClient;
  /** Of that engine alone, not followed: call `readFull` or `setVisible(true)`. */
  readonly store: TopologyStore;
}

/** Engines are prepared before the first test of their version and gone after the last. */
export function onEachEngine(
  what: string,
  tests: (lab: Lab) => void,
  prepare: (engine: LabEngine) => Promise<void> = async () => {},
  options: EngineOptions & { readonly timeout?: number } = {},
): void {
  const timeout = options.timeout ?? labSuite.timeout;
  describe(what, { ...labSuite, timeout, concurrency: true }, () => {
    for (const version of labVersions) {
      describe(`on ${version}`, { timeout, concurrency: false }, () => {
        const lab = new LateLab(version);
        before(async () => {
          await lab.start(options);
          await prepare(lab.engine);
        });
        after(() => lab.stop());
        tests(lab);
      });
    }
  });
}

/** A store on one engine, as the extension would have with the CLI's own context. */
export function storeOf(...engines: readonly LabEngine[]): TopologyStore {
  const store = new TopologyStore({ openEngine });
  store.connect(engines.map(({ host }, at) => ({ context: at === 0 ? 'default' : `lab-${at}`, endpoint: host })));
  return store;
}

/** One whole reading by a store of its own. */
export async function topologyOf(...engines: readonly LabEngine[]): Promise<Topology> {
  const store = storeOf(...engines);
  try {
    return await store.readFull();
  } finally {
    store.dispose();
  }
}

class LateLab implements Lab {
  #engine: LabEngine | undefined;
  #store: TopologyStore | undefined;
  #client: EngineClient | undefined;
  constructor(readonly version: LabVersion) {}

  get engine(): LabEngine {
    return started(this.#engine);
  }

  get client(): EngineClient {
    return started(this.#client);
  }

  get store(): TopologyStore {
    return started(this.#store);
  }

  async start(options: EngineOptions): Promise<void> {
    this.#engine = await startEngine(this.version, options);
    this.#client = openEngine({ context: 'default', endpoint: this.#engine.host });
    this.#store = storeOf(this.#engine);
  }

  async stop(): Promise<void> {
    this.#store?.dispose();
    this.#client?.close();
    await this.#engine?.stop();
  }
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the engine of this suite is not up: asked for outside of a test');
  return part;
}
