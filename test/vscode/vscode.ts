/** A real VS Code in a window that tests can drive: the server and its extension host, with a folder of its own that is gone afterwards. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { installExtension, type Server, type ServerOptions, startServer } from './server.ts';

export interface VSCodeOptions {
  /** A package to install first: what users get; or several. */
  readonly vsix?: string | readonly string[];
  /** For tests inside the extension host; notifications are not shown then. */
  readonly driver?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folder to open; an empty one otherwise. */
  readonly workspace?: string;
  /** On top of this process's environment; `undefined` takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Network namespace for the server and the window. */
  readonly namespace?: string;
  /** Put before the server's command, such as `setpriv …`. */
  readonly through?: readonly string[];
  /** Display language, such as `ko`: of the extension's own texts, VS Code's own stay English without a language pack. */
  readonly language?: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly scale?: number;
  /** Working folder of the extension host. */
  readonly folder?: string;
}

/** No prompts, no tours, nothing that calls out. */
const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  'window.dialogStyle': 'custom',
  'workbench.colorTheme': 'Dark Modern',
} as const;

interface Parts {
  readonly root: string;
  readonly workspace: string;
  readonly server: Server;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly settings: Record<string, unknown>;
}

export class VSCode implements AsyncDisposable {
  readonly page: Page;
  /** Lines of the page's console, oldest first. */
  readonly console: string[] = [];
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.page = parts.page;
    this.page.on('console', (message) => this.console.push(message.text()));
    this.page.on('pageerror', (error) => this.console.push(String(error)));
  }

  /** Starts server and window, and opens the workbench unless `driver` asks to wait for `open`. */
  static async start(options: VSCodeOptions = {}): Promise<VSCode> {
    const root = mkdtempSync(path.join(tmpdir(), 'dne-vscode-'));
    const clean: (() => Promise<void> | void)[] = [() => rmSync(root, { recursive: true, force: true, maxRetries: 10 })];
    try {
      const settings = { ...quietSettings, ...options.settings };
      const server: ServerOptions = {
        userData: path.join(root, 'data'),
        extensions: path.join(root, 'extensions'),
        log: path.join(root, 'server.log'),
        environment: { ...process.env, ...options.environment },
        namespace: options.namespace,
        through: options.through,
        driver: options.driver,
        folder: options.folder,
      };
      for (const folder of ['data/User', 'extensions', 'workspace']) mkdirSync(path.join(root, folder), { recursive: true });
      writeSettings(root, settings);
      for (const vsix of [options.vsix ?? []].flat()) await installExtension(server, vsix);
      const [running, context] = await Promise.all([
        startServer(server).then((started) => {
          clean.push(() => started.stop());
          return started;
        }),
        openBrowser({
          folder: path.join(root, 'browser'),
          namespace: options.namespace,
          language: options.language,
          size: options.size ?? { width: 1280, height: 860 },
          scale: options.scale,
        }).then((opened) => {
          clean.push(() => opened.close());
          return opened;
        }),
      ]);
      const page = context.pages()[0] ?? (await context.newPage());
      page.setDefaultTimeout(60_000);
      if (options.language)
        await page.addInitScript((language) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language }), options.language);
      const workspace = options.workspace ?? path.join(root, 'workspace');
      const code = new VSCode({ root, workspace, server: running, context, page, settings });
      if (!options.driver) await code.open();
      return code;
    } catch (error) {
      for (const step of clean.reverse()) await step();
      throw error;
    }
  }

  /** A file of this machine as the workbench names it. */
  uri(file: string): string {
    return `vscode-remote://127.0.0.1:${this.#parts.server.port}${path.resolve(file)}`;
  }

  /** Opens the workbench, or loads it anew; `payload` is heeded with `driver` only. */
  async open(payload: readonly (readonly [string, string])[] = []): Promise<void> {
    const query = new URLSearchParams({ folder: this.#parts.workspace });
    if (payload.length > 0) query.set('payload', JSON.stringify(payload));
    await this.page.goto(`http://127.0.0.1:${this.#parts.server.port}/?${query}`, { waitUntil: 'commit' });
    await this.page.locator('.monaco-workbench').waitFor();
  }

  /** Resolves when the server has ended. */
  get ended(): Promise<number | null> {
    return this.#parts.server.ended;
  }

  /** Changes user settings; they count once the window is loaded anew (`open`). */
  configure(changes: Readonly<Record<string, unknown>>): void {
    Object.assign(this.#parts.settings, changes);
    writeSettings(this.#parts.root, this.#parts.settings);
  }

  /** What there is to say when a test fails: a picture's path, the ends of the server's and the extension's logs. */
  async evidence(name: string): Promise<string> {
    const picture = path.join(
      mkdtempSync(path.join(tmpdir(), 'dne-failed-')),
      `${name.replace(/[^\w-]+/g, '-').slice(0, 80)}.png`,
    );
    const taken = await this.page.screenshot({ path: picture, timeout: 15_000 }).then(
      () => picture,
      (error) => `no picture: ${error}`,
    );
    const logs = this.logs().map(({ file, text }) => `--- ${file}\n${text.split('\n').slice(-25).join('\n')}`);
    return [
      `picture: ${taken}`,
      ...logs,
      `--- server\n${this.#parts.server.tail()}`,
      `--- page\n${this.console.slice(-15).join('\n')}`,
    ].join('\n');
  }

  /** Log files of the extension host and of the extension. */
  logs(): readonly { readonly file: string; readonly text: string }[] {
    const folder = path.join(this.#parts.root, 'data', 'logs');
    try {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => /remoteexthost\.log$|[Dd]ocker.*\.log$/.test(file))
        .map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8') }));
    } catch {
      return [];
    }
  }

  async stop(): Promise<void> {
    await this.#parts.context.close().catch(() => undefined);
    await this.#parts.server.stop();
    rmSync(this.#parts.root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

function writeSettings(root: string, settings: Readonly<Record<string, unknown>>): void {
  writeFileSync(path.join(root, 'data', 'User', 'settings.json'), JSON.stringify(settings, undefined, 2));
}
