/**
 * A real `sshd` in the namespace of a lab engine, and an `ssh` first in PATH that knows the way there: configuration, keys and known
 * hosts are the lab's own, nobody's `~/.ssh` is touched (OpenSSH ignores $HOME, hence `-F`).
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LabEngine } from './engine.ts';
import { run, tryNow, until } from './run.ts';

const port = 2222;

export class Sshd {
  /** In the ssh configuration; its name resolves nowhere else. */
  readonly host = 'dne-far';
  readonly #engine: LabEngine;
  readonly #folder: string;
  readonly #path = process.env.PATH;

  private constructor(engine: LabEngine) {
    this.#engine = engine;
    this.#folder = path.join(engine.folder, 'ssh');
  }

  /** With the engine as the `docker` over there would find it. */
  static async start(engine: LabEngine): Promise<Sshd> {
    const sshd = new Sshd(engine);
    await sshd.#prepare();
    await sshd.start();
    return sshd;
  }

  async start(): Promise<void> {
    const output = openSync(this.#file('sshd.log'), 'a');
    // sshd wants /run/sshd, which only an init makes: it gets a /run of its own
    const script = 'set -e; mount -t tmpfs tmpfs /run; mkdir -m 755 /run/sshd; exec /usr/sbin/sshd -D -e -f "$1"';
    const alone = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', this.#file('sshd_config')];
    spawn('setpriv', ['--pdeathsig', 'KILL', 'nsenter', `--net=/run/netns/${this.#engine.namespace}`, ...alone], {
      stdio: ['ignore', output, output],
      env: { PATH: this.#path, DNE_LAB_FOLDER: this.#engine.folder },
    });
    closeSync(output);
    await until('sshd listens', async () => (await this.#engine.inNamespace('ss', '-ltnH', `sport = :${port}`)) !== '').catch(
      (error) => {
        throw new Error(`${error}\n${readFileSync(this.#file('sshd.log'), 'utf8')}`);
      },
    );
  }

  /** Ends it with every connection that it has. */
  async kill(): Promise<void> {
    for (const pid of this.#far('sshd')) tryKill(pid);
    await until('sshd is gone', () => this.#far('sshd').length === 0);
  }

  /** Which key of the machine over there is known; none: the machine is a stranger. */
  async know(host: boolean): Promise<void> {
    const key = readFileSync(this.#file('host.pub'), 'utf8');
    writeFileSync(this.#file('known_hosts'), host ? `[127.0.0.1]:${port} ${key}` : '');
  }

  /** Which user's key the machine over there lets in. */
  async letIn(user: boolean): Promise<void> {
    writeFileSync(this.#file('authorized_keys'), user ? readFileSync(this.#file('user.pub')) : '');
  }

  /** Pids of our own ssh. */
  get clients(): readonly number[] {
    return this.#near((argv) => argv.includes(this.#file('ssh_config')));
  }

  /** Pids of what it runs over there. */
  get dials(): readonly number[] {
    return this.#near((argv) => argv.endsWith('\0system\0dial-stdio\0') && !argv.includes(this.#folder)).filter((pid) =>
      this.#pids().includes(pid),
    );
  }

  async stop(): Promise<void> {
    process.env.PATH = this.#path;
    await this.kill();
  }

  async #prepare(): Promise<void> {
    mkdirSync(path.join(this.#folder, 'bin'), { recursive: true });
    for (const name of ['host', 'user'])
      await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', this.#file(name)]);
    await Promise.all([this.know(true), this.letIn(true)]);
    const server = [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${this.#file('host')}`,
      `AuthorizedKeysFile ${this.#file('authorized_keys')}`,
      `PidFile ${this.#file('sshd.pid')}`,
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'StrictModes no',
      'UsePAM no',
      `SetEnv DOCKER_HOST=${this.#engine.host} DOCKER_CONFIG=${path.join(this.#engine.folder, 'cli')}`,
    ];
    writeFileSync(this.#file('sshd_config'), `${server.join('\n')}\n`);
    const client = [
      `Host ${this.host}`,
      'HostName 127.0.0.1',
      `Port ${port}`,
      'User root',
      `IdentityFile ${this.#file('user')}`,
      'IdentitiesOnly yes',
      `UserKnownHostsFile ${this.#file('known_hosts')}`,
      'GlobalKnownHostsFile /dev/null',
    ];
    writeFileSync(this.#file('ssh_config'), `${client.join('\n')}\n`);
    const ssh = (await run('sh', ['-c', 'command -v ssh'])).trim();
    const wrapper = `#!/bin/sh\nexec nsenter --net=/run/netns/${this.#engine.namespace} ${ssh} -F ${this.#file('ssh_config')} "$@"\n`;
    writeFileSync(path.join(this.#folder, 'bin/ssh'), wrapper, { mode: 0o755 });
    process.env.PATH = `${path.join(this.#folder, 'bin')}:${this.#path}`;
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }

  #pids(): readonly number[] {
    return tryNow('ip', ['netns', 'pids', this.#engine.namespace]).split('\n').filter(Boolean).map(Number);
  }

  #far(program: string): readonly number[] {
    return this.#pids().filter((pid) => tryRead(`/proc/${pid}/comm`).startsWith(program));
  }

  #near(isIt: (argv: string) => boolean): readonly number[] {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.filter((pid) => isIt(tryRead(`/proc/${pid}/cmdline`))).map(Number);
  }
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}
