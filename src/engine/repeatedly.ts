import type { Clock } from './clock.ts';

/** Calls again and again, each time after the last call has ended, until it fails. The result stops it. `milliseconds` are between calls. */
export function repeatedly(
  clock: Clock,
  milliseconds: number,
  call: () => Promise<unknown>,
  fail: (error: unknown) => void,
): () => void {
  let stopped = false;
  let cancel = () => {};
  const arm = () => {
    if (stopped) return;
    cancel = clock.after(milliseconds, () => {
      call().then(arm, (error) => (stopped ? undefined : fail(error)));
    });
  };
  arm();
  return () => {
    stopped = true;
    cancel();
  };
}
