/**
 * Changes of several steps that are all or nothing, while they are carried out: what takes them back, kept in files, so that the next
 * window can do it when theirs has ended in the middle.
 */
import process from 'node:process';
import type { CreateStep, Step } from './actions/step.ts';
import type { ActivityCode } from './activityLog.ts';
import { isRecord } from './model/raw.ts';
import type { Word } from './model/word.ts';
import { ownerState, thisOwner } from './probes/helperOwner.ts';

export interface Unfinished {
  readonly key: string;
  readonly what: Word<ActivityCode>;
  /** What takes back what was done, and what was being done. */
  readonly undo: readonly Step[];
  /** The network that was being made. */
  readonly making?: CreateStep;
}

interface Stored extends Omit<Unfinished, 'key'> {
  /** The process that carries it out. */
  readonly owner: string;
  readonly pid: number;
  readonly machine: string;
}

export interface UnfinishedParts {
  readonly storage: {
    keys(): readonly string[];
    get(key: string): unknown;
    update(key: string, value: unknown): PromiseLike<void>;
  };
  /** Name of the machine that the extension runs on: a home folder can be shared by several. */
  readonly machine: string;
}

export interface Running {
  /** Before each step. */
  note(undo: readonly Step[], making?: CreateStep): Promise<void>;
  /** Done, or taken back. */
  end(): Promise<void>;
}

const prefix = 'dockerNetworks.unfinished.';

export class UnfinishedChanges {
  readonly #parts: UnfinishedParts;
  readonly #owner = thisOwner();
  #last = 0;

  constructor(parts: UnfinishedParts) {
    this.#parts = parts;
  }

  begin(what: Word<ActivityCode>): Running {
    this.#last += 1;
    const key = `${prefix}${this.#owner}.${this.#last}`;
    return {
      note: (undo, making) => this.#store({ key, what, undo, ...(making ? { making } : {}) }),
      end: () => this.forget(key),
    };
  }

  /** Those whose process is gone. */
  left(): readonly Unfinished[] {
    return this.#all().flatMap(([key, { what, undo, making, ...by }]) =>
      this.#isGone(by) ? [{ key, what, undo, ...(making ? { making } : {}) }] : [],
    );
  }

  /** Whether another process of this machine is in the middle of one, or about to end. */
  get othersRun(): boolean {
    return this.#all().some(([, by]) => by.machine === this.#parts.machine && by.owner !== this.#owner && !this.#isGone(by));
  }

  /** This process carries on with it: no other window asks about it meanwhile. */
  claim(unfinished: Unfinished): Promise<void> {
    return this.#store(unfinished);
  }

  async forget(key: string): Promise<void> {
    await this.#parts.storage.update(key, undefined);
  }

  async #store({ key, ...rest }: Unfinished): Promise<void> {
    const stored: Stored = { ...rest, owner: this.#owner, pid: process.pid, machine: this.#parts.machine };
    await this.#parts.storage.update(key, stored);
  }

  #isGone({ owner, pid, machine }: Pick<Stored, 'owner' | 'pid' | 'machine'>): boolean {
    if (machine !== this.#parts.machine) return false;
    const state = ownerState(owner);
    // unknown: from before the machine's restart, or not on Linux
    return state === 'unknown' ? !isAlive(pid) : state === 'gone';
  }

  #all(): readonly (readonly [string, Stored])[] {
    const { storage } = this.#parts;
    return storage.keys().flatMap((key) => {
      const value = key.startsWith(prefix) ? storage.get(key) : undefined;
      return isStored(value) ? [[key, value] as const] : [];
    });
  }
}

function isStored(value: unknown): value is Stored {
  if (!isRecord(value)) return false;
  const { owner, pid, machine, what, undo } = value;
  return (
    typeof owner === 'string' && typeof pid === 'number' && typeof machine === 'string' && isRecord(what) && Array.isArray(undo)
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
