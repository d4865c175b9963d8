/**
 * Questions of paths, and what real connects say to them: each made as root in its source's namespace, by a program that knows nothing of
 * the extension. One difference from what is predicted is a failure.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { sandboxById, sandboxName } from '../../src/model/lookup.ts';
import type { Topology } from '../../src/model/topology.ts';
import type { PathProtocol, Place } from '../../src/predictions/path.ts';
import { explainPath } from '../../src/predictions/reachability.ts';
import { ports } from './pathScenario.ts';

/** How many questions are asked: a hundred, or what `LAB_PATHS` says. */
export const wantedPaths = Number(process.env.LAB_PATHS ?? 100);

export interface Triple {
  /** A sandbox id, or outside. */
  readonly from: string;
  readonly to: Place;
  /** What is really tried: reaching one of them is reaching it. */
  readonly tries: readonly { readonly address?: string; readonly name?: string }[];
  readonly port?: number;
  readonly protocol: PathProtocol;
}

/** What each of them meets: open, refused or filtered. `namespaceOf` gives the file of the namespace that a source's packets leave. */
export async function attemptAll(
  triples: readonly Triple[],
  namespaceOf: (from: string) => string,
): Promise<readonly (string | undefined)[]> {
  const bySource = new Map<string, number[]>();
  for (const [at, { from }] of triples.entries()) bySource.set(from, [...(bySource.get(from) ?? []), at]);
  const outcomes: string[] = [];
  const sources = [...bySource];
  // a process each, few at a time: they share the machine with what they try to reach
  const worker = async () => {
    for (let next = sources.shift(); next !== undefined; next = sources.shift()) {
      const [from, mine] = next;
      const flat = mine.flatMap((at) =>
        (triples[at]?.tries ?? []).map((one) => ({
          at,
          asked: { ...one, port: triples[at]?.port, protocol: triples[at]?.protocol },
        })),
      );
      const asked = flat.map((each) => each.asked);
      const answers: string[] = JSON.parse(await inside(namespaceOf(from), 'connectAll.mjs', asked));
      for (const at of mine)
        outcomes[at] = bestOf(flat.flatMap((each, index) => (each.at === at ? [answers[index] ?? 'unknown'] : [])));
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return outcomes;
}

/** Holds the predictions against what was seen, and prints the figures: fails with every difference, returns how many could not be told. A datagram that nobody answered counts as blocked: every UDP socket of the lab answers. */
export function compareAll(
  context: TestContext,
  topology: Topology,
  triples: readonly Triple[],
  seen: readonly (string | undefined)[],
): number {
  let agree = 0;
  let unknown = 0;
  const differ: string[] = [];
  const why = new Map<string, number>();
  const protocols = new Map<string, number>();
  for (const [at, asked] of triples.entries()) {
    const { from, to, port, protocol } = asked;
    const source = from === 'outside' ? ({ outside: true } as const) : from;
    const { verdict, steps } = explainPath(topology, {
      from: source,
      to,
      protocol,
      ...(port === undefined ? {} : { port }),
    });
    count(why, steps.at(-1)?.code ?? '');
    if (verdict === 'unknown') unknown += 1;
    else if ((verdict === 'blocked' ? 'filtered' : verdict) === seen[at]) {
      agree += 1;
      count(protocols, `${protocol} ${verdict}`);
    } else {
      const tried = asked.tries.map(({ address, name }) => address ?? name);
      const what = `${nameOf(topology, from)} → ${JSON.stringify(to)} ${tried} ${protocol} ${port ?? ''}`;
      differ.push(`${what}: predicted ${verdict} (${steps.map(({ code }) => code).join(', ')}), seen ${seen[at]}`);
    }
  }
  context.diagnostic(`agree ${agree} of ${agree + differ.length}; ${unknown} unknown`);
  context.diagnostic(`agreed: ${figures(protocols)}`);
  context.diagnostic(figures(why));
  assert.deepEqual(differ, []);
  return unknown;
}

/** Gives datagrams back in these namespaces; ends with the engine whose folder is given. */
export async function echoes(namespaces: readonly string[], folder: string): Promise<void> {
  await Promise.all(
    namespaces.map(async (namespace) => {
      const argv = [`--net=${namespace}`, process.execPath, path.join(import.meta.dirname, 'echo.mjs')];
      const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'nsenter', ...argv, String(ports.udp), String(ports.udpLoopback)], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: process.env.PATH, DNE_LAB_FOLDER: folder },
      });
      await new Promise((resolve) => child.stdout?.once('data', resolve));
      child.stdout?.destroy();
      child.unref();
    }),
  );
}

function bestOf(answers: readonly string[]): string {
  return ['open', 'refused', 'filtered'].find((each) => answers.includes(each)) ?? 'filtered';
}

async function inside(namespace: string, script: string, input: unknown): Promise<string> {
  const child = spawn('nsenter', [`--net=${namespace}`, process.execPath, path.join(import.meta.dirname, script)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(input));
  return text(child.stdout);
}

function nameOf(topology: Topology, id: string): string {
  const sandbox = sandboxById(topology, id);
  return sandbox ? sandboxName(sandbox) : id;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function figures(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort()
    .map(([what, times]) => `${what} ${times}`)
    .join(', ');
}
