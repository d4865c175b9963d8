import type { KernelReading, StackReading } from './snapshot.ts';

/** A reading by further means; where this process is, it does not say. */
export type Deeper = Omit<KernelReading, 'here'>;

/** What anyone may read, with what further means have shown of the same processes; where nothing can be read from here, the latter alone. */
export function combineReadings(reading: KernelReading | undefined, deeper: Deeper | undefined): KernelReading | undefined {
  if (!deeper) return reading;
  if (!reading) return { here: 'unknown', ...deeper };
  if (reading.here !== 'yes') return { ...deeper, here: reading.here };
  const sandboxes = Object.entries(reading.sandboxes).map(([id, stack]) => {
    const other = deeper.sandboxes[id];
    return [id, other && other.pid === stack.pid ? combineStacks(stack, other) : stack] as const;
  });
  return { ...reading, sandboxes: Object.fromEntries(sandboxes) };
}

/**
 * What the kernel told root replaces the stack. What a program of the container printed is hearsay: it adds the other end, MTU and MAC to
 * interfaces that the kernel shows with the same name and index, and nothing else.
 */
function combineStacks(stack: StackReading, deeper: StackReading): StackReading {
  if (!deeper.hearsay) return { ...stack, ...deeper };
  const links = stack.links.map((link) => {
    const same = deeper.links.find(({ name, index }) => name === link.name && index !== undefined && index === link.index);
    return same ? { ...same, ...link } : link;
  });
  return { ...stack, how: deeper.how, links };
}
