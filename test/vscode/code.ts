/**
 * Runs an extension's tests (`--extensionTestsPath`) in the extension host and exits as they do: 0 when `run()` resolves, 1 when it
 * rejects, 124 when it takes longer than CODE_LIMIT_S seconds (600), 3 when VS Code itself ends.
 */
import { VSCode } from './vscode.ts';

/** Begins the lines of the extension host that runs `inHost.cjs`; the workbench's own come through the same channel. */
const mark = '\u2063dne\u2063';

/** Seconds for VS Code to come up. */
const startLimit = 120;
let started: () => void = () => undefined;

/** What the workbench prints as errors on any day, by how the lines begin. */
const noise = [
  /^DialogService: Dialog requested/,
  /^No search provider registered/,
  /^(ERR )?\[(AgentHost|AccountPolicyGate|Service Worker|ChatSessionStore)/,
  /^Timed out waiting for authentication provider/,
  /^Creation of workbench contribution/,
  /^Canceled: Canceled/,
  /^Aborted onWillSaveTextDocument/,
];

process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  const valuesOf = (name: string) => args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));
  const tests = valuesOf('extensionTestsPath').at(-1);
  const workspace = args.find((arg) => !arg.startsWith('-'));
  if (!tests) {
    console.error('--extensionTestsPath is missing');
    return 2;
  }
  const folder = process.env.CODE_FOLDER;
  const code = await VSCode.start({
    driver: true,
    environment: { DNE_CONSOLE_MARK: mark },
    ...(workspace ? { workspace } : {}),
    ...(folder ? { folder } : {}),
  });
  const limit = Number(process.env.CODE_LIMIT_S ?? 600);
  let stopping = false;
  try {
    const ended = new Promise<number>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(130));
      code.page.once('crash', () => say('The page crashed.', 3, resolve));
      void code.ended.then(() => {
        if (!stopping) say('VS Code ended.', 3, resolve);
      });
      const stopAfter = (seconds: number) =>
        setTimeout(() => say(`VS Code was stopped after ${seconds} s.`, 124, resolve), seconds * 1000);
      const start = stopAfter(startLimit + limit);
      started = () => {
        clearTimeout(start);
        stopAfter(limit);
      };
      void code.page.exposeFunction('codeAutomationExit', (status: number) => resolve(status));
    });
    await code.page.exposeFunction('codeAutomationLog', show);
    await code.open([
      ...valuesOf('extensionDevelopmentPath').map((extension) => ['extensionDevelopmentPath', code.uri(extension)] as const),
      ['extensionTestsPath', code.uri(tests)],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ]);
    const status = await ended;
    if (status === 124 && process.env.VERBOSE) console.error(await code.evidence('stopped'));
    return status;
  } catch (error) {
    console.error(error);
    return 1;
  } finally {
    stopping = true;
    await code.stop();
  }
}

function show(type: string, args: readonly unknown[]): void {
  const [first] = args;
  const ours = typeof first === 'string' && first.startsWith(mark);
  const isError = type === 'error' || type === 'warn';
  if (ours && first === `${mark}\0started`) {
    started();
    return;
  }
  if (!ours && !process.env.VERBOSE && (!isError || noise.some((line) => line.test(String(first))))) return;
  if (isError) console.error(...(ours ? [first.slice(mark.length)] : args));
  else console.log(...(ours ? [first.slice(mark.length)] : args));
}

function say(line: string, status: number, resolve: (status: number) => void): void {
  console.error(line);
  resolve(status);
}
