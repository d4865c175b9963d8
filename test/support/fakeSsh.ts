/** An `ssh` first in PATH that reaches a socket of this machine, or says why not. Its processes are counted. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const script = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const folder = __dirname;
appendFileSync(folder + '/started', JSON.stringify({ pid: process.pid, args: process.argv.slice(2) }) + '\\n');
const { socket, says, exit } = JSON.parse(readFileSync(folder + '/plan.json', 'utf8'));
if (says) process.stderr.write(says);
if (!socket) process.exit(exit);
const engine = require('node:net').connect(socket);
engine.on('error', (error) => { console.error(error.message); process.exit(1); });
process.stdin.pipe(engine).pipe(process.stdout);
engine.on('close', () => process.exit(0));
`;

export interface SshPlan {
  readonly socket?: string;
  readonly says?: string;
  readonly exit?: number;
}

export class FakeSsh implements Disposable {
  /** With the program `ssh`. */
  readonly folder = mkdtempSync(path.join(tmpdir(), 'dne-ssh-'));
  readonly #path = process.env.PATH;

  constructor(plan: SshPlan) {
    const file = path.join(this.folder, 'ssh');
    writeFileSync(file, script);
    chmodSync(file, 0o755);
    this.plan(plan);
    process.env.PATH = `${this.folder}${path.delimiter}${this.#path}`;
  }

  /** What the next one does. */
  plan(plan: SshPlan): void {
    writeFileSync(path.join(this.folder, 'plan.json'), JSON.stringify(plan));
  }

  /** Every one so far, with its arguments. */
  get started(): readonly { readonly pid: number; readonly args: readonly string[] }[] {
    const file = path.join(this.folder, 'started');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as { pid: number; args: string[] });
  }

  get running(): readonly number[] {
    return this.started.flatMap(({ pid }) => (isAlive(pid) ? [pid] : []));
  }

  [Symbol.dispose](): void {
    process.env.PATH = this.#path;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
