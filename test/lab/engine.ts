/**
 * A real Docker Engine for tests, in a network namespace of its own with an uplink `eth0` to a second namespace ("outside") and a
 * resolver that knows no name. Nothing of it touches the machine's own interfaces, chains or engine.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadImages } from './image.ts';
import { keepRecord, type LabRecord, namePrefix, reapDead, tearDown, thisProcess } from './labState.ts';
import { newerRoot } from './newerRoot.ts';
import { run, until } from './run.ts';

export type LabVersion = '20.10' | '28.5';
export const labVersions: readonly LabVersion[] = ['20.10', '28.5'];

export interface LabEngine extends AsyncDisposable {
  /** Which of the two was asked for; `serverVersion` is what really runs. */
  readonly version: LabVersion;
  readonly serverVersion: string;
  readonly socket: string;
  /** `unix://` and the socket. */
  readonly host: string;
  /** Name of the network namespace that the engine runs in. */
  readonly namespace: string;
  /** Namespace at the other end of the uplink. */
  readonly outside: string;
  /** Addresses of the uplink's two ends. */
  readonly address: string;
  readonly outsideAddress: string;
  /** Folder of the engine, gone after `stop`. */
  readonly folder: string;
  /** The docker CLI against this engine; its output without the last newline. */
  docker(...args: readonly string[]): Promise<string>;
  /** Runs a program of this machine in the engine's namespace (as root; /sys still shows the old one). */
  inNamespace(...argv: readonly string[]): Promise<string>;
  /** Ends the engine's process; its containers may go on. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again after `kill`. */
  start(): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** Join these namespaces instead of making a pair (the swarm's nodes). The caller removes them. */
  readonly namespace?: string;
  readonly address?: string;
  /** Further arguments for dockerd. */
  readonly args?: readonly string[];
  /** Do not import the test images. */
  readonly bare?: boolean;
  /**
   * Let the engine find the plugins of its own folder `plugins`, and no others. 28.5 always does; 20.10 then runs in a mount namespace of its
   * own, so that `/run/netns` and its sandboxes' files are not to be seen from outside.
   */
  readonly plugins?: boolean;
}

let made = 0;
const running = new Set<LabRecord>();

/** Starts an engine; rejects with the end of its log when it does not come up. */
export async function startEngine(version: LabVersion, options: EngineOptions = {}): Promise<LabEngine> {
  if (made === 0) reapDead();
  cleanUpAtExit();
  const name = `${namePrefix}${process.pid}-${++made}`;
  const outside = `${name}o`;
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  const record: LabRecord = { name, owner: thisProcess(), folder, namespaces: options.namespace ? [] : [name, outside] };
  keepRecord(record);
  running.add(record);
  try {
    const address = options.address ?? '10.99.0.2';
    const outsideAddress = '10.99.0.1';
    const namespace = options.namespace ?? name;
    if (!options.namespace) await makeNamespaces(name, outside, address, outsideAddress);
    const root = version === '28.5' ? await newerRoot() : undefined;
    await startResolver(namespace, address, folder);
    const engine = new Engine({
      version,
      record,
      namespace,
      outside,
      address,
      outsideAddress,
      root,
      args: options.args ?? [],
      plugins: options.plugins ?? false,
    });
    await engine.start();
    if (!options.bare) await loadImages(engine);
    return engine;
  } catch (error) {
    tearDown(record);
    running.delete(record);
    throw error;
  }
}

interface Parts {
  readonly version: LabVersion;
  readonly record: LabRecord;
  readonly namespace: string;
  readonly outside: string;
  readonly address: string;
  readonly outsideAddress: string;
  readonly root: string | undefined;
  readonly args: readonly string[];
  readonly plugins: boolean;
}

class Engine implements LabEngine {
  readonly version: LabVersion;
  readonly namespace: string;
  readonly outside: string;
  readonly address: string;
  readonly outsideAddress: string;
  readonly folder: string;
  readonly socket: string;
  readonly host: string;
  serverVersion = '';
  readonly #parts: Parts;
  #process: ChildProcess | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.version = parts.version;
    this.namespace = parts.namespace;
    this.outside = parts.outside;
    this.address = parts.address;
    this.outsideAddress = parts.outsideAddress;
    this.folder = parts.record.folder;
    this.socket = path.join(this.folder, 'docker.sock');
    this.host = `unix://${this.socket}`;
    mkdirSync(path.join(this.folder, 'plugins'), { recursive: true });
    mkdirSync(path.join(this.folder, 'cli'), { recursive: true });
  }

  async start(): Promise<void> {
    const log = path.join(this.folder, 'dockerd.log');
    // a killed containerd can stay a zombie where pid 1 collects none; its pid file would keep the engine waiting for it
    for (const file of ['dockerd.pid', 'exec/containerd/containerd.pid']) rmSync(path.join(this.folder, file), { force: true });
    const output = openSync(log, 'a');
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'nsenter', `--net=/run/netns/${this.namespace}`, ...this.#command()], {
      stdio: ['ignore', output, output],
      detached: true,
      env: { PATH: process.env.PATH, HOME: this.folder, DNE_LAB_FOLDER: this.folder },
    });
    closeSync(output);
    this.#process = child;
    const tail = () => readFileSync(log, 'utf8').split('\n').slice(-15).join('\n');
    let left = false;
    child.once('exit', () => {
      left = true;
    });
    const version = await until(
      `engine ${this.version} answers`,
      async () => {
        if (left) return 'gone';
        return this.docker('version', '--format', '{{.Server.Version}}');
      },
      120_000,
    ).catch((error) => {
      throw new Error(`${error}\n${tail()}`);
    });
    if (left || version === 'gone') throw new Error(`engine ${this.version} ended at once:\n${tail()}`);
    this.serverVersion = version;
  }

  docker(...args: readonly string[]): Promise<string> {
    const env = {
      PATH: process.env.PATH,
      HOME: path.join(this.folder, 'cli'),
      DOCKER_CONFIG: path.join(this.folder, 'cli'),
      DOCKER_HOST: this.host,
    };
    return run('docker', args, env).then((output) => output.replace(/\n$/, ''));
  }

  inNamespace(...argv: readonly string[]): Promise<string> {
    return run('nsenter', [`--net=/run/netns/${this.namespace}`, ...argv]);
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.kill();
    tearDown(this.#parts.record);
    running.delete(this.#parts.record);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #command(): readonly string[] {
    const { root, address, args, plugins } = this.#parts;
    const at = root ? '/lab' : this.folder;
    const dockerd = [
      ...[
        '--data-root',
        `${at}/data`,
        '--exec-root',
        `${at}/exec`,
        '--pidfile',
        `${at}/dockerd.pid`,
        '-H',
        `unix://${at}/docker.sock`,
      ],
      ...['--dns', address, ...args],
    ];
    const alone = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c'];
    if (!root && !plugins) return ['dockerd', ...dockerd];
    if (!root) {
      const script =
        'set -e; mount -t tmpfs tmpfs /run; mkdir -p /run/docker/plugins; mount --bind "$1/plugins" /run/docker/plugins; shift; exec dockerd "$@"';
      return [...alone, script, 'sh', this.folder, ...dockerd];
    }
    const script = [
      'set -e; root=$1; folder=$2; shift 2',
      'mount --bind "$root" "$root"; mount --rbind /proc "$root/proc"; mount --rbind /sys "$root/sys"; mount --rbind /dev "$root/dev"',
      'mount -t tmpfs tmpfs "$root/run"; mkdir -p "$root/run/docker/plugins"; mount --bind "$folder/plugins" "$root/run/docker/plugins"',
      'mount --bind "$folder" "$root/lab"; cd "$root"',
      // pivot_root, not chroot alone: docker exec enters the root of the mount namespace, which must be this one
      'pivot_root . mnt; exec chroot . /bin/sh -c \'umount --lazy /mnt; exec /usr/sbin/dockerd "$@"\' sh "$@"',
    ].join('; ');
    return [...alone, script, 'sh', root, this.folder, ...dockerd];
  }
}

async function makeNamespaces(name: string, outside: string, address: string, outsideAddress: string): Promise<void> {
  for (const namespace of [name, outside]) {
    await run('ip', ['netns', 'add', namespace]);
    await run('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
  }
  await run('ip', ['-n', name, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', outside]);
  await run('ip', ['-n', name, 'addr', 'add', `${address}/24`, 'dev', 'eth0']);
  await run('ip', ['-n', outside, 'addr', 'add', `${outsideAddress}/24`, 'dev', 'eth0']);
  for (const namespace of [name, outside]) await run('ip', ['-n', namespace, 'link', 'set', 'eth0', 'up']);
  await run('ip', ['-n', name, 'route', 'add', 'default', 'via', outsideAddress]);
}

async function startResolver(namespace: string, address: string, folder: string): Promise<void> {
  const script = path.join(import.meta.dirname, 'resolver.mjs');
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', 'nsenter', `--net=/run/netns/${namespace}`, process.execPath, script, address],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, DNE_LAB_FOLDER: folder },
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', () => reject(new Error('the resolver of the lab ended')));
  });
  child.stdout?.destroy();
  child.unref();
}

let registered = false;
function cleanUpAtExit(): void {
  if (registered) return;
  registered = true;
  process.on('exit', () => {
    for (const record of running) tearDown(record);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
}
