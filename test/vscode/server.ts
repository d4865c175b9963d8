/** VS Code's own server out of the npm package code-server (installed by `scripts/setup.mjs vscode`), as a process that ends with this one. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, 'node_modules');
const serverScript = path.join(folder, 'code-server', 'lib', 'vscode', 'out', 'server-main.js');

export interface ServerOptions {
  readonly userData: string;
  readonly extensions: string;
  /** File for all that the server prints. */
  readonly log: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Network namespace to run in, with /sys of that namespace. */
  readonly namespace?: string | undefined;
  /** Program and arguments put before the server's own, such as `setpriv …`. */
  readonly through?: readonly string[] | undefined;
  /** Lets the page load an extension and tests by its address; notifications then go to the centre only. */
  readonly driver?: boolean | undefined;
  /** Asked of everyone who connects; without one the server lets everybody on the loopback in. */
  readonly token?: string | undefined;
  readonly port?: number | undefined;
  readonly folder?: string | undefined;
}

export interface Server {
  readonly port: number;
  /** Resolves with the exit status when the server has ended, for whatever reason. */
  readonly ended: Promise<number | null>;
  /** The last lines that it printed. */
  tail(): string;
  stop(): Promise<void>;
}

/** Starts it on a free port of the loopback; rejects with what it printed when it does not come up. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const args = [
    ...common(options),
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--disable-workspace-trust'],
    ...(options.token ? ['--connection-token', options.token] : ['--without-connection-token']),
    ...(options.driver ? ['--enable-smoke-test-driver'] : []),
  ];
  const [program, ...rest] = ['setpriv', '--pdeathsig', 'KILL', ...prefix(options), ...serverCommand(args)] as [
    string,
    ...string[],
  ];
  const child = spawn(program, rest, {
    env: environmentOf(options),
    cwd: options.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = () => signal(child, 'SIGKILL');
  process.on('exit', kill);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  const log = createWriteStream(options.log, { flags: 'a' });
  let output = '';
  const tail = () => output.split('\n').slice(-40).join('\n');
  const port = new Promise<number>((resolve) => {
    const take = (chunk: Buffer) => {
      log.write(chunk);
      output = (output + chunk).slice(-20_000);
      const found = /agent listening on (\d+)/.exec(output)?.[1];
      if (found) resolve(Number(found));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
  });
  const stop = async () => {
    signal(child, 'SIGTERM');
    await Promise.race([ended, wait(8000)]);
    kill();
    process.off('exit', kill);
    log.end();
  };
  const listening = await Promise.race([port, ended.then(() => undefined), wait(60_000)]);
  if (listening === undefined) {
    await stop();
    throw new Error(`VS Code's server did not start:\n${tail()}`);
  }
  return { port: listening, ended, tail, stop };
}

/** Installs a package into the server's extensions folder; rejects with what was printed. */
export function installExtension(options: ServerOptions, vsix: string): Promise<void> {
  const [program, ...args] = serverCommand([...common(options), '--install-extension', vsix]) as [string, ...string[]];
  return new Promise((resolve, reject) => {
    execFile(program, args, { env: environmentOf(options), timeout: 120_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${vsix} could not be installed: ${stdout}${stderr}`));
      else resolve();
    });
  });
}

function common({ userData, extensions }: ServerOptions): readonly string[] {
  const folders = ['--user-data-dir', userData, '--extensions-dir', extensions];
  return ['--accept-server-license-terms', '--disable-telemetry', ...folders];
}

/** The server needs Node 22.15 or newer: the one from npm when this one is older. */
function serverCommand(args: readonly string[]): readonly string[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 22 || (major === 22 && minor >= 15);
  return [fits ? process.execPath : path.join(folder, '.bin', 'node'), serverScript, ...args];
}

function prefix({ namespace, through }: ServerOptions): readonly string[] {
  return [...(namespace ? ['ip', 'netns', 'exec', namespace] : []), ...(through ?? [])];
}

/** Without a gallery VS Code asks no marketplace for anything. What Node and tsx put into our own environment stays ours. */
function environmentOf({ environment }: ServerOptions): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _test, ...rest } = environment;
  return { ...rest, EXTENSIONS_GALLERY: '{}' };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, name);
  } catch {
    // gone already
  }
}

function wait(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds).unref());
}
