// Views with one fixed row, to be compared with; and what the extension host can tell of itself, asked over a socket. Part of the bench.
const childProcess = require('node:child_process');
const { rmSync } = require('node:fs');
const http = require('node:http');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const vscode = require('vscode');

let processes = 0;
/** Other extensions live in this process too. */
const count = () => {
  if (/docker-network-explorer\.docker-network-explorer/.test(new Error().stack)) processes += 1;
};
Error.stackTraceLimit = 50;
const { spawn } = childProcess.ChildProcess.prototype;
childProcess.ChildProcess.prototype.spawn = function counted(...args) {
  count();
  return spawn.apply(this, args);
};
for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
  const original = childProcess[name];
  childProcess[name] = (...args) => {
    count();
    return original(...args);
  };
}

/** What is asked → what is answered, as JSON. */
const answers = {
  marks: () => globalThis.MonacoPerformanceMarks?.getMarks() ?? [],
  processes: () => processes,
  left: async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    for (let turn = 0; turn < 5; turn += 1) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { heap: process.memoryUsage().heapUsed, handles: process.getActiveResourcesInfo() };
  },
  run: async (command) => {
    await vscode.commands.executeCommand(command);
    return null;
  },
};

exports.activate = (context) => {
  const provider = { getChildren: (row) => (row ? [] : ['one row']), getTreeItem: (row) => new vscode.TreeItem(row) };
  for (const view of ['warm', 'empty', 'four', 'four2', 'four3', 'four4'])
    context.subscriptions.push(vscode.window.registerTreeDataProvider(`benchProbe.${view}`, provider));
  const socket = process.env.DNE_BENCH_PROBE;
  if (!socket) return;
  rmSync(socket, { force: true });
  const server = http.createServer((request, response) => {
    const [, what, argument = ''] = request.url.split('/');
    Promise.resolve()
      .then(() => answers[what](decodeURIComponent(argument)))
      .then(
        (value) => response.end(JSON.stringify(value)),
        (error) => response.writeHead(500).end(String(error)),
      );
  });
  server.listen(socket);
  context.subscriptions.push({ dispose: () => server.close() });
};
