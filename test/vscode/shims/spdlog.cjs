// Stands in for the native @vscode/spdlog: plain appends. VS Code writes its log files, and so every LogOutputChannel, through it.
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = 2;
    this.raw = false;
  }
  #write(level, message) {
    if (level < this.level) return;
    const line = this.raw ? message : `${timestamp()} [${levels[level]}] ${message}\n`;
    try {
      fs.appendFileSync(this.file, line);
    } catch {
      // the folder is removed while VS Code ends
    }
  }
  trace(message) {
    this.#write(0, message);
  }
  debug(message) {
    this.#write(1, message);
  }
  info(message) {
    this.#write(2, message);
  }
  warn(message) {
    this.#write(3, message);
  }
  error(message) {
    this.#write(4, message);
  }
  critical(message) {
    this.#write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.raw = true;
  }
  setPattern() {
    this.raw = false;
  }
  flush() {}
  drop() {}
}

/** Local time, spelled as spdlog spells it. */
function timestamp() {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().replace('T', ' ').replace('Z', '');
}

async function openLog(name, file) {
  await fs.promises.mkdir(path.dirname(file), { recursive: true });
  fs.closeSync(fs.openSync(file, 'a'));
  return new Logger('', name, file);
}

// one by one: VS Code imports this as a module, and Node finds the names of exports by reading
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = openLog;
exports.createAsyncRotatingLogger = openLog;
