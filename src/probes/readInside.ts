import type { EngineClient } from '../engine/engine.ts';
import type { StackReading } from '../model/snapshot.ts';
import type { Sandbox } from '../model/topology.ts';
import { mayEnter } from './enterSandbox.ts';
import { kernelThrough } from './helperKernel.ts';
import { insideLinks, netlinkStack } from './insideLinks.ts';
import type { ProbeMeans } from './sandboxProbe.ts';

/**
 * A running container's stack with the index of each interface's other end: by root's netlink, else by an exec of the container's own `cat`
 * (its word: it may lie), else by a helper that joins it, if the user has agreed. Undefined where none of these can. Never rejects.
 */
export async function readInside(
  client: EngineClient,
  sandbox: Pick<Sandbox, 'id' | 'pid'>,
  means: ProbeMeans,
  signal: AbortSignal,
): Promise<StackReading | undefined> {
  const { id, pid } = sandbox;
  const byExec = kernelThrough('exec cat', (argv, until, most) => client.exec(id, argv, until, most), signal);
  const { containers, permit } = means.helpers ?? {};
  const ways: readonly (() => Promise<StackReading | undefined>)[] = [
    ...(pid !== undefined && (means.enter ?? mayEnter()) ? [() => netlinkStack(id, pid, signal)] : []),
    async () => {
      const stack = await insideLinks(byExec);
      return stack && { ...stack, hearsay: true as const };
    },
    ...(containers && permit
      ? [
          () =>
            containers.run(client, { sandbox: id }, permit, signal, (helper) =>
              insideLinks(kernelThrough('helper container', helper.exec, signal)),
            ),
        ]
      : []),
  ];
  for (const way of ways) {
    const stack = await way().catch(() => undefined);
    if (stack?.links.some(({ peerIndex }) => peerIndex !== undefined)) return { ...stack, ...(pid === undefined ? {} : { pid }) };
  }
  return undefined;
}
