// Runs one test file in a process of its own, for a limited time, and reads what became of its tests.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './project.mjs';

/** Time to clean up once asked to end. */
const grace = 30_000;
const mostOutput = 100_000;
const reporter = pathToFileURL(path.join(root, 'scripts', 'testEvents.mjs')).href;

/** The tests that ended, all that was printed, and `failure` when the file failed outside of any test. */
export async function runTestFile(file, limit) {
  const folder = mkdtempSync(path.join(tmpdir(), 'dne-test-'));
  const events = path.join(folder, 'events');
  const began = Date.now();
  const args = ['--import', 'tsx', `--test-reporter=${reporter}`, `--test-reporter-destination=${events}`, file];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  let stopped = false;
  const forward = (signal) => {
    stopped = true;
    child.kill(signal);
  };
  process.on('SIGINT', forward).on('SIGTERM', forward);
  let output = '';
  const take = (chunk) => {
    output = (output + chunk).slice(-mostOutput);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  let late = false;
  const timers = [
    setTimeout(() => {
      late = true;
      child.kill('SIGTERM');
    }, limit),
    setTimeout(() => child.kill('SIGKILL'), limit + grace),
  ];
  // 'exit', not 'close': a process left behind may hold on to the pipes
  const status = await new Promise((resolve) => {
    child.once('exit', (code, signal) => setTimeout(() => resolve(signal ?? code), 100));
    child.once('error', (error) => resolve(error.message));
  });
  timers.forEach(clearTimeout);
  process.off('SIGINT', forward).off('SIGTERM', forward);
  if (stopped) process.exit(130);
  const ended = read(events);
  rmSync(folder, { recursive: true, force: true });
  return { events: ended, output, failure: failureOf({ status, late, limit, ended }), milliseconds: Date.now() - began };
}

function failureOf({ status, late, limit, ended }) {
  if (late) return `not done after ${limit / 1000} s`;
  if (status !== 0 && !ended.some(({ outcome }) => outcome === 'failed')) return `ended with ${status}`;
  return ended.length === 0 ? 'has no tests' : undefined;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}
