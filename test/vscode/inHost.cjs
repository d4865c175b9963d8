// Runs in the extension host: loads the file that `npm run host` was given and awaits its run(args).
const { format } = require('node:util');

exports.run = async () => {
  markConsole(process.env.DNE_CONSOLE_MARK);
  const { DNE_HOST_FILE: file = '', DNE_HOST_ARGS: args = '[]', DNE_HOST_LIMIT_S: limit = '120' } = process.env;
  const { run } = load(file);
  if (typeof run !== 'function') return fail(`${file} does not export a function run(args).`);
  let timer;
  const overdue = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`run(args) did not end within ${limit} s (HOST_TIMEOUT_S)`)), Number(limit) * 1000);
  });
  try {
    await Promise.race([run(JSON.parse(args)), overdue]);
  } catch (error) {
    fail(`${file} failed: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    clearTimeout(timer);
  }
};

function load(file) {
  try {
    return require(file) ?? {};
  } catch (error) {
    return fail(`${file} could not be loaded: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

function fail(why) {
  console.error(why);
  throw new Error(why.split('\n')[0]);
}

/**
 * VS Code's own lines come through the same channel, and of ours only those that begin with a string: each becomes one string, begun with a
 * mark that the reader takes off again.
 */
function markConsole(mark) {
  if (!mark) return;
  const shown = globalThis.console;
  // its methods can't be changed, but another console put in its place
  globalThis.console = Object.create(shown);
  for (const name of ['log', 'info', 'warn', 'error', 'debug']) {
    const value = (...args) => shown[name](mark + format(...args));
    Object.defineProperty(globalThis.console, name, { value, writable: true, configurable: true });
  }
  shown.log(`${mark}\0started`);
}
