/** `runInHost.ts FILE [args…]`: runs FILE's `run(args)` in the extension host of a real VS Code with the built extension. */
import path from 'node:path';
import { runTests } from '@vscode/test-electron';

const [file, ...args] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, '..', '..');
const limit = Number(process.env.HOST_TIMEOUT_S ?? 120);
/** More than `inHost.cjs` needs to end it by itself. */
const grace = 10;
/** For VS Code to start and to end. */
const allowance = 180;

const overdue = setTimeout(
  () => {
    console.error(`VS Code did not end ${allowance} s after the limit of ${limit} s.`);
    // @vscode/test-electron takes its VS Code along
    process.kill(process.pid, 'SIGINT');
  },
  (limit + allowance) * 1000,
);

try {
  await runTests({
    vscodeExecutablePath: process.env.VSCODE_EXECUTABLE ?? path.join(import.meta.dirname, 'code.mjs'),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(import.meta.dirname, 'inHost.cjs'),
    extensionTestsEnv: {
      DNE_HOST_FILE: file,
      DNE_HOST_ARGS: JSON.stringify(args),
      DNE_HOST_LIMIT_S: String(limit),
      CODE_LIMIT_S: String(limit + grace),
    },
  });
} catch {
  // what failed was printed where it failed
  process.exitCode = 1;
}
clearTimeout(overdue);
