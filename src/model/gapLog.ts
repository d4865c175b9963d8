import { sortedBy } from './order.ts';
import type { EngineId, Gap, GapCode } from './topology.ts';

/** Collects what could not be read while a Topology is being built. */
export class GapLog {
  readonly #gaps = new Map<string, Gap>();

  add(gap: { engine?: EngineId | undefined; subject?: string | undefined; code: GapCode; why: string }): void {
    const { engine, subject, code, why } = gap;
    const key = JSON.stringify([engine ?? '', subject ?? '', code, why]);
    this.#gaps.set(key, { ...(engine ? { engine } : {}), ...(subject ? { subject } : {}), code, why });
  }

  /** Each gap once, in an order that does not depend on the order of the answers. */
  list(): readonly Gap[] {
    return sortedBy(this.#gaps.values(), (gap) => [gap.engine ?? '', gap.subject ?? '', gap.code, gap.why]);
  }
}
