/** What the kernel shows a process of its own, with rights and a network namespace of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { withoutUnused } from '../../scripts/withoutUnused.mjs';
import type { Stack, Topology, Wire } from '../../src/model/topology.ts';

export interface Told {
  readonly here?: readonly string[];
  readonly wires: readonly Wire[];
  readonly stacks: readonly Stack[];
}

export const nobody: readonly string[] = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** `prefix` starts the process with its rights and in its namespace; with the URL of an engine it goes on to what is left open. */
export async function readWires(prefix: readonly string[], topology: Topology, engine?: string): Promise<Told> {
  const [program = '', ...args] = [...prefix, process.execPath, await bundle(), ...(engine ? [engine] : [])];
  const child = spawn(program, args, { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(topology));
  return JSON.parse(await text(child.stdout));
}

let bundled: Promise<string> | undefined;

/** One file that any user may read; gone with the process. */
function bundle(): Promise<string> {
  bundled ??= (async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'dne-wires-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    await chmod(folder, 0o755);
    const outfile = path.join(folder, 'readWires.mjs');
    const entry = path.join(import.meta.dirname, 'readWires.ts');
    const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner,
      plugins: [withoutUnused()],
    });
    return outfile;
  })();
  return bundled;
}
