/** A Topology with what an unprivileged process in the engine's network namespace reads of the kernel. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import type { Topology } from '../../src/model/topology.ts';
import type { Lab } from './labTest.ts';

export async function withKernel(lab: Lab): Promise<Topology> {
  const topology = await lab.store.readFull();
  const bundle = await build({
    entryPoints: [path.join(import.meta.dirname, 'readWires.ts')],
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'esm',
  });
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const node = [process.execPath, '--input-type=module', '-e', bundle.outputFiles[0]?.text ?? ''];
  const child = spawn('ip', ['netns', 'exec', lab.engine.namespace, ...nobody, ...node], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(topology));
  const { stacks, wires } = JSON.parse(await text(child.stdout)) as Pick<Topology, 'stacks' | 'wires'>;
  return { ...topology, stacks, wires };
}
