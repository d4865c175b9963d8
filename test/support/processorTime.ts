/** Milliseconds of processor time that the work takes: unlike the wall's, they do not depend on what else the machine does. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1000;
}
