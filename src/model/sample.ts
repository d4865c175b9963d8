/** The sample: snapshots of the blog's scenario in `media/sample.json` (shipped without blanks as `dist/sample.json`), shown where there is no engine. */
import { engineId } from './ids.ts';
import { entriesOf, field, fieldsOf, isRecord } from './raw.ts';
import type { KernelReading, RawAnswers, Read, Snapshot } from './snapshot.ts';

const calls = ['version', 'info', 'networks', 'containers', 'nodes', 'services', 'tasks'] as const;

/** Snapshots of state `sample`, none where the file is not what it should be. Engine ids are made of the endpoints. */
export function parseSample(json: unknown): readonly Snapshot[] {
  return fieldsOf(json, () => {})
    .list('snapshots')
    .flatMap((item) => {
      const fields = fieldsOf(item, () => {});
      const endpoint = fields.text('engine', 'endpoint');
      const api = fields.record('api');
      if (endpoint === '' || !api) return [];
      const apiVersion = fields.text('engine', 'apiVersion');
      const snapshot: Snapshot = {
        engine: {
          id: engineId(endpoint),
          context: fields.text('engine', 'context') || 'sample',
          endpoint,
          state: 'sample',
          ...(apiVersion ? { apiVersion } : {}),
        },
        readAt: fields.text('readAt'),
        api: rawAnswers(api),
        ...kernelOf(field(item, 'kernel')),
      };
      return [snapshot];
    });
}

/** A reading of the kernel, if it has the form of one. */
function kernelOf(value: unknown): Pick<Snapshot, 'kernel'> {
  const sandboxes = entriesOf(field(value, 'sandboxes'));
  const stacks = [field(value, 'host'), ...sandboxes.map(([, stack]) => stack)];
  const isWhole = stacks.every((stack) => Array.isArray(field(stack, 'links')) && Array.isArray(field(stack, 'routes')));
  return isRecord(value) && isWhole ? { kernel: value as unknown as KernelReading } : {};
}

function rawAnswers(api: unknown): RawAnswers {
  const lists = calls.flatMap((call) => {
    const read = field(api, call);
    return isRead(read) ? [[call, read] as const] : [];
  });
  const details = (['networkDetails', 'containerDetails'] as const).map((call) => {
    const reads = entriesOf(field(api, call)).filter((entry): entry is [string, Read] => isRead(entry[1]));
    return [call, Object.fromEntries(reads)] as const;
  });
  return Object.fromEntries([...lists, ...details]);
}

function isRead(value: unknown): value is Read {
  return isRecord(value) && (Object.hasOwn(value, 'answer') || Object.hasOwn(value, 'failed'));
}
