import { swarmRecords } from './buildSwarm.ts';
import type { EngineReading } from './engineReading.ts';
import { GapLog } from './gapLog.ts';
import { serviceId } from './ids.ts';
import { sortedBy } from './order.ts';
import { fieldsOf } from './raw.ts';
import type { PendingTask, Service, ServiceId } from './topology.ts';

/** States of a task before a node has it (swarmkit api/types.proto): no addresses yet, addresses but no node yet. */
const waiting = new Set(['new', 'allocated', 'pending']);

/** The services with their tasks that should run and have no node yet, as the first manager that lists tasks says. */
export function withPendingTasks(services: readonly Service[], readings: readonly EngineReading[]): readonly Service[] {
  const pending = new Map<ServiceId, Map<string, PendingTask>>();
  const silent = new GapLog(); // addTasks reads the same records and says what is wrong with them
  for (const reading of readings) {
    for (const [id, record] of swarmRecords(reading, 'tasks', silent) ?? []) {
      const task = fieldsOf(record, () => {});
      const state = task.text('Status', 'State');
      if (!waiting.has(state) || task.text('NodeID') !== '' || task.text('DesiredState') !== 'running') continue;
      const service = serviceId(task.text('ServiceID'));
      const of = pending.get(service) ?? new Map<string, PendingTask>();
      const said = task.text('Status', 'Err') || task.text('Status', 'Message');
      if (!of.has(id)) of.set(id, { id, state, said, since: task.text('Status', 'Timestamp') });
      pending.set(service, of);
    }
  }
  return services.map((service) => {
    const own = pending.get(service.id);
    return own ? { ...service, pending: sortedBy(own.values(), ({ id }) => [id]) } : service;
  });
}
