// Stands in for the native @vscode/native-watchdog: the extension host ends when its parent has gone.
exports.start = (parent) => {
  const timer = setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(87);
    }
  }, 3000);
  timer.unref();
};
exports.exit = (code) => process.exit(code || 0);
