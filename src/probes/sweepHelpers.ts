import type { EngineClient } from '../engine/engine.ts';
import { field, fieldsOf, isRecord } from '../model/raw.ts';
import { helperLabel } from '../model/readContainers.ts';
import { isHelperName } from './helperContainer.ts';
import { ownerState } from './helperOwner.ts';

/** Seconds. A helper ends by itself long before. */
const tooOld = 300;

/**
 * Removes helper containers that were left behind: those whose process is gone, and those that are older than a helper gets. One that
 * another window uses stays. Returns the ids. Rejects with `EngineError` when the engine can't be asked.
 */
export async function sweepHelpers(client: EngineClient, signal?: AbortSignal): Promise<readonly string[]> {
  const listed = await client.containersWithLabel(helperLabel, signal);
  const helpers = (Array.isArray(listed) ? listed : []).filter(isRecord).filter(isOurs);
  if (helpers.length === 0) return [];
  const now = Date.parse(fieldsOf(await client.info(signal), () => {}).text('SystemTime')) / 1000;
  const left = helpers.flatMap((helper) => {
    const { id, mark, created } = recordOf(helper);
    const state = ownerState(mark);
    return state === 'gone' || now - created > tooOld ? [id] : [];
  });
  await Promise.all(left.map((id) => client.removeContainer(id, signal)));
  return left;
}

/** Anybody can give a container our label; the name must be one of ours too. */
function isOurs(container: unknown): boolean {
  const names = fieldsOf(container, () => {}).texts('Names');
  return names.some((name) => isHelperName(name.replace(/^\//, '')));
}

function recordOf(container: unknown): { readonly id: string; readonly mark: string; readonly created: number } {
  const fields = fieldsOf(container, () => {});
  const mark = field(field(container, 'Labels'), helperLabel);
  return { id: fields.text('Id'), mark: typeof mark === 'string' ? mark : '', created: fields.count('Created') ?? Number.NaN };
}
