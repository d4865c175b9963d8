/** What the suites of the host ring share: one VS Code with the packaged extension, one engine of its own, evidence when a test fails. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { labUnavailable } from '../lab/available.ts';
import { type LabEngine, type LabVersion, startEngine } from '../lab/engine.ts';
import { VSCode, type VSCodeOptions } from '../vscode/vscode.ts';

export const root = path.resolve(import.meta.dirname, '..', '..');
export const vsix = path.join(root, 'out', 'docker-network-explorer.vsix');
export const extensionId = 'docker-network-explorer.docker-network-explorer';

export interface Suite {
  readonly code: VSCode;
  readonly engine: LabEngine;
  /** A test of the workbench; a failure tells of a picture and of the ends of the logs. */
  ui(name: string, body: () => Promise<void>): void;
}

export interface SuiteOptions extends VSCodeOptions {
  /** An engine to start; the extension and its window then live in its network namespace. */
  readonly lab?: LabVersion;
  /** Done before VS Code starts. */
  readonly prepare?: (engine: LabEngine) => Promise<void>;
}

/** An environment in which no Docker context of a person is found: the socket it names is not there. */
export function nobodysEnvironment(folder: string): Record<string, string | undefined> {
  return {
    HOME: folder,
    DOCKER_CONFIG: path.join(folder, 'docker'),
    DOCKER_HOST: `unix://${path.join(folder, 'no-engine.sock')}`,
    DOCKER_CONTEXT: undefined,
    DOCKER_TLS_VERIFY: undefined,
    DOCKER_CERT_PATH: undefined,
    DOCKER_API_VERSION: undefined,
    XDG_CONFIG_HOME: undefined,
  };
}

/** Starts what the options ask for before the tests of this file, and ends it after them. */
export function suite(options: SuiteOptions): Suite {
  const reason = options.lab ? labUnavailable() : undefined;
  let code: VSCode | undefined;
  let engine: LabEngine | undefined;
  let folder: string | undefined;

  before(async () => {
    if (reason) return;
    if (!existsSync(vsix)) throw new Error('out/docker-network-explorer.vsix is missing: npm run package');
    folder = mkdtempSync(path.join(tmpdir(), 'dne-home-'));
    mkdirSync(path.join(folder, 'docker'));
    const { lab, prepare, environment, ...rest } = options;
    if (lab) {
      engine = await startEngine(lab);
      await prepare?.(engine);
    }
    code = await VSCode.start({
      vsix,
      ...(engine ? { namespace: engine.namespace } : {}),
      ...rest,
      environment: { ...nobodysEnvironment(folder), ...(engine ? { DOCKER_HOST: engine.host } : {}), ...environment },
    });
  });
  after(async () => {
    await code?.stop();
    await engine?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  return {
    get code() {
      if (!code) throw new Error('VS Code is not there before the first test');
      return code;
    },
    get engine() {
      if (!engine) throw new Error('this suite has no engine');
      return engine;
    },
    ui(name, body) {
      test(name, { skip: reason ?? false }, async () => {
        try {
          await body();
        } catch (error) {
          console.error(`${name}\n${await code?.evidence(name)}`);
          throw error;
        }
      });
    },
  };
}
