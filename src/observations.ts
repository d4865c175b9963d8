/**
 * What real look-ups have seen, and which are under way. Bounded: the newest for each (sandbox, name, type), the oldest forgotten
 * first. Not stored anywhere: an observation is of its moment.
 */
import type { SandboxId } from './model/topology.ts';
import type { Observation, RecordType } from './predictions/observation.ts';
import type { PathObservation } from './predictions/path.ts';
import type { PortObservation } from './predictions/swarmPorts.ts';

export interface Question {
  readonly sandbox: SandboxId;
  readonly name: string;
  readonly type: RecordType;
}

const mostPaths = 200;
/** All questions of a matrix of 200 by 200, and some more. */
const most = 50_000;
/** A matrix of look-ups must not redraw the panel for each one. */
const tellEvery = 250;

export class Observations {
  readonly #seen = new Map<string, Observation>();
  readonly #trying = new Set<() => void>();
  readonly #paths = new Map<string, PathObservation>();
  readonly #ports = new Map<string, PortObservation>();
  readonly #asking = new Map<symbol, { readonly question: Question; readonly cancel: () => void }>();
  readonly #batches = new Set<{ done: number; readonly total: number; readonly cancel: () => void }>();
  readonly #listeners = new Set<() => void>();
  #toldAt = 0;
  #pending: NodeJS.Timeout | undefined;

  /** The newest last. */
  list(): readonly Observation[] {
    return [...this.#seen.values()];
  }

  /** Questions under way, in the order in which they were asked. */
  asking(): readonly Question[] {
    return [...this.#asking.values()].map(({ question }) => question);
  }

  add(observation: Observation): void {
    const key = keyOf(observation);
    this.#seen.delete(key);
    this.#seen.set(key, observation);
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= most) break;
      this.#seen.delete(oldest);
    }
    this.#tell();
  }

  /** Ports of swarm nodes that were tried, as they were seen last. */
  ports(): readonly PortObservation[] {
    return [...this.#ports.values()];
  }

  addPorts(seen: readonly PortObservation[]): void {
    for (const each of seen) {
      const { node, port, protocol } = each.target;
      this.#ports.set(JSON.stringify([each.from, node, port, protocol]), each);
    }
    this.#tell();
  }

  /** Paths that were tried, the newest last. */
  paths(): readonly PathObservation[] {
    return [...this.#paths.values()];
  }

  /** Whether a connect is under way. */
  trying(): boolean {
    return this.#trying.size > 0;
  }

  /** Marks a connect as under way; the returned function ends that. */
  beginPath(cancel: () => void): () => void {
    this.#trying.add(cancel);
    this.#tell();
    return () => {
      if (this.#trying.delete(cancel)) this.#tell();
    };
  }

  addPath(observation: PathObservation): void {
    const key = JSON.stringify([observation.sandbox, observation.predicted.target]);
    this.#paths.delete(key);
    this.#paths.set(key, observation);
    for (const oldest of this.#paths.keys()) {
      if (this.#paths.size <= mostPaths) break;
      this.#paths.delete(oldest);
    }
    this.#tell();
  }

  /** Marks a question as under way; the returned function ends that, and may be called more than once. */
  begin(question: Question, cancel: () => void = () => {}): () => void {
    const mark = Symbol(question.name);
    this.#asking.set(mark, { question, cancel });
    this.#tell();
    return () => {
      if (this.#asking.delete(mark)) this.#tell();
    };
  }

  /** The newest, the last one last. */
  newest(count: number): readonly Observation[] {
    return [...this.#seen.values()].slice(-count);
  }

  /** Makes what was seen of a question the newest, so that it is shown in full. */
  look(question: Question): void {
    const found = this.#seen.get(keyOf(question));
    if (found !== undefined) this.add(found);
  }

  /** Counts questions that are asked together. `step` is called after each, `end` after the last or when they are given up. */
  beginBatch(total: number, cancel: () => void): { readonly step: () => void; readonly end: () => void } {
    const batch = { done: 0, total, cancel };
    this.#batches.add(batch);
    this.#tell();
    return {
      step: () => {
        batch.done += 1;
        this.#tell();
      },
      end: () => {
        if (this.#batches.delete(batch)) this.#tell();
      },
    };
  }

  /** How far the batches are, together; undefined when there is none. */
  progress(): { readonly done: number; readonly total: number } | undefined {
    if (this.#batches.size === 0) return undefined;
    const sum = { done: 0, total: 0 };
    for (const { done, total } of this.#batches) {
      sum.done += done;
      sum.total += total;
    }
    return sum;
  }

  /** Gives up all that is under way; each question ends when its probe says so. */
  cancel(): void {
    for (const cancel of [...this.#trying]) cancel();
    for (const { cancel } of [...this.#batches, ...this.#asking.values()]) cancel();
  }

  clear(): void {
    this.#seen.clear();
    this.#paths.clear();
    this.#tell();
  }

  /** Called at once for the first change and at most four times a second after that. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  dispose(): void {
    clearTimeout(this.#pending);
    this.#pending = undefined;
    this.#listeners.clear();
  }

  #tell(): void {
    if (this.#pending !== undefined) return;
    const wait = this.#toldAt + tellEvery - performance.now();
    if (this.#toldAt === 0 || wait <= 0) this.#tellNow();
    else this.#pending = setTimeout(() => this.#tellNow(), wait);
  }

  #tellNow(): void {
    this.#pending = undefined;
    this.#toldAt = performance.now();
    for (const listener of [...this.#listeners]) listener();
  }
}

function keyOf({ sandbox, name, type }: Question): string {
  return JSON.stringify([sandbox, name.toLowerCase(), type]);
}
