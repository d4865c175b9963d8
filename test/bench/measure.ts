/** Times in milliseconds, the median of several, and the line of a row. */

/** Both in turns, so that what else the machine does hits both. `prepare` runs before each of ours and is not measured. */
export async function compare(
  what: string,
  ours: () => Promise<unknown>,
  other: string,
  theirs: () => Promise<unknown>,
  times = 15,
  prepare: () => Promise<unknown> = async () => {},
): Promise<void> {
  await ours();
  await theirs();
  const mine: number[] = [];
  const others: number[] = [];
  for (let count = 0; count < times; count++) {
    await prepare();
    mine.push(await once(ours));
    others.push(await once(theirs));
  }
  row(what, middle(mine), other, middle(others));
}

export async function timed(times: number, work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let count = 0; count < times; count++) took.push(await once(work));
  return middle(took);
}

async function once(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function median(times: number, work: () => unknown): number {
  const took = Array.from({ length: times }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return middle(took);
}

export function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

export function row(what: string, ours: number, other: string, theirs: number): void {
  console.log(`${what}: ${ours.toFixed(1)} ms; ${other}: ${theirs.toFixed(1)} ms: ${(ours / theirs).toFixed(2)}x`);
}

/** A row of something other than time. */
export function count(what: string, ours: number, unit: string, other: string, theirs: number): void {
  const number = (value: number) => `${Number.isInteger(value) ? value : value.toFixed(1)}${unit ? ` ${unit}` : ''}`;
  console.log(`${what}: ${number(ours)}; ${other}: ${number(theirs)}: ${(ours / theirs).toFixed(2)}x`);
}
