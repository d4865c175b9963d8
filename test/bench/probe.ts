/** Asks the extension `test/bench/probe`, which lives in the extension host beside ours. */
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Makes its package. */
export function packProbe(file: string): string {
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  execFileSync(process.execPath, [vsce, 'package', ...options], { cwd: path.join(import.meta.dirname, 'probe'), stdio: 'pipe' });
  return file;
}

export interface Left {
  /** Bytes. */
  readonly heap: number;
  readonly handles: number;
}

export class Probe {
  constructor(readonly socket: string) {}

  /** Milliseconds between two marks of VS Code's own. */
  async between(first: string, last: string): Promise<number> {
    const marks = (await this.#ask('marks')) as readonly { readonly name: string; readonly startTime: number }[];
    const at = (name: string) => marks.find((mark) => mark.name === name)?.startTime ?? Number.NaN;
    return at(last) - at(first);
  }

  /** Processes that the extension host has started so far. */
  processes(): Promise<number> {
    return this.#ask('processes') as Promise<number>;
  }

  /** After a collection. */
  async left(): Promise<Left> {
    const { heap, handles } = (await this.#ask('left')) as { readonly heap: number; readonly handles: readonly string[] };
    // timers come and go with VS Code's own work
    return { heap, handles: handles.filter((kind) => !/^(Timeout|Immediate)$/.test(kind)).length };
  }

  async run(command: string): Promise<void> {
    await this.#ask(`run/${encodeURIComponent(command)}`);
  }

  #ask(what: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const request = http.get({ socketPath: this.socket, path: `/${what}`, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (answer.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(text));
        });
      });
      request.on('error', reject);
    });
  }
}
