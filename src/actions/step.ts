/** A change of the user's networks as data: what is asked of the engine, one call a step (a replaced network is several). */
import type { AttachSettings, NetworkSpec } from '../engine/engine.ts';
import type { EngineId } from '../model/topology.ts';

/** Ids are Docker's or ours; names are for people and command lines. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export type Step = AttachStep | DetachStep | CreateStep | RemoveStep;

export interface AttachStep {
  readonly kind: 'attach';
  readonly engine: EngineId;
  readonly network: Named;
  readonly container: Named;
  readonly settings: AttachSettings;
  /** Rather without its fixed addresses than not at all: for an undo, when somebody else has them meanwhile. */
  readonly lenient?: true;
}

export interface DetachStep {
  readonly kind: 'detach';
  readonly engine: EngineId;
  readonly network: Named;
  /** For an endpoint that no container has: its own name as both. */
  readonly container: Named;
  readonly force?: true;
}

export interface CreateStep {
  readonly kind: 'create';
  readonly engine: EngineId;
  readonly spec: NetworkSpec;
  /** Id of the network whose place it takes: later steps that name that one mean this one. */
  readonly replaces?: string;
}

export interface RemoveStep {
  readonly kind: 'remove';
  readonly engine: EngineId;
  readonly network: Named;
}
