/** What was changed in this session, the newest first, and how to take it back. It holds no copy of the Topology. */

import { NetworkIds } from './actions/networkIds.ts';
import type { Named, Step } from './actions/step.ts';
import type { Word } from './model/word.ts';

export type ActivityCode =
  | 'activity.attach'
  | 'activity.attach-many'
  | 'activity.detach'
  | 'activity.detach-many'
  | 'activity.create'
  | 'activity.remove'
  | 'activity.remove-many'
  | 'activity.recreate'
  | 'activity.mend'
  | 'activity.mend-many';

export interface Activity {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly what: Word<ActivityCode>;
  /** What was carried out. */
  readonly steps: readonly Step[];
  /** What takes it back; none where nothing does. */
  readonly undo: readonly Step[];
  /** What is still to be done of a whole that failed half-way. */
  readonly resume: readonly Step[];
  readonly state: 'done' | 'undone' | 'partly';
}

const most = 20;

export class ActivityLog {
  /** Networks that were made again in this session. */
  readonly ids = new NetworkIds();
  #activities: readonly Activity[] = [];
  #last = 0;

  list(): readonly Activity[] {
    return this.#activities;
  }

  find(id: number): Activity | undefined {
    return this.#activities.find((activity) => activity.id === id);
  }

  add(activity: Omit<Activity, 'id' | 'at'>, now = Date.now()): Activity {
    this.#last += 1;
    const added = { ...activity, id: this.#last, at: new Date(now).toISOString() };
    this.#activities = [added, ...this.#activities].slice(0, most);
    return added;
  }

  change(id: number, fields: Partial<Pick<Activity, 'state' | 'undo' | 'resume'>>): void {
    this.#activities = this.#activities.map((one) => (one.id === id ? { ...one, ...fields } : one));
  }
}

/** The names that a step is about, for words. */
export function namesOf(step: Step): readonly string[] {
  const names = (...named: readonly Named[]) => named.map(({ name }) => name);
  return step.kind === 'create'
    ? [step.spec.name]
    : step.kind === 'remove'
      ? names(step.network)
      : names(step.container, step.network);
}
