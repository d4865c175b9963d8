#!/usr/bin/env node
import { readdirSync } from 'node:fs';
// npm test [-- ring… | file…]: everything, or only the rings (unit, lab, host) or test files that are named. The last line sums up.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { root, show } from './project.mjs';
import { runTestFile } from './runTestFile.mjs';
import { browser, deps, lab, vscode } from './setup.mjs';

const minute = 60_000;
/**
 * Each ring: where its tests are, what it needs, how many files at once, and for how long. Rings that drive real programs on a machine that
 * may be busy run a file that failed once more; the first failure is printed in full, and the summary names the file.
 */
const rings = {
  unit: {
    owns: (file) => !/^test\/(lab|host|vscode)\//.test(file),
    needs: [],
    atOnce: availableParallelism(),
    limit: 2 * minute,
    tries: 1,
  },
  lab: { owns: (file) => file.startsWith('test/lab/'), needs: [lab], atOnce: 1, limit: 10 * minute, tries: 2 },
  host: {
    owns: (file) => file.startsWith('test/host/'),
    needs: [vscode, browser],
    likes: [lab],
    atOnce: 1,
    limit: 6 * minute,
    tries: 2,
  },
};
const slow = { unit: 1000, lab: 20_000, host: 20_000 };
const mustRun = Boolean(process.env.CI) && process.env.CI !== 'false';

const counts = { passed: 0, failed: 0, skipped: 0 };
const secondTries = [];
const asked = process.argv.slice(2);
const files = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .map((file) => path.posix.join('test', file.split(path.sep).join('/')))
  .filter((file) => file.endsWith('.test.ts') && !file.includes('/node_modules/'))
  .sort();
const unknown = asked.filter((name) => !Object.hasOwn(rings, name) && !files.includes(asFile(name)));
if (unknown.length > 0) {
  console.error(`No such ring or test file: ${unknown.join(', ')}. The rings are ${Object.keys(rings).join(', ')}.`);
  process.exit(2);
}

deps();
if (asked.length === 0) {
  step('types', 'npm', ['run', '--silent', 'types']);
  step('lint', 'npm', ['run', '--silent', 'lint']);
  // offline it says so, and what it finds is for a person to judge
  show(process.execPath, ['scripts/audit.mjs']);
}
const chosen = Object.entries(rings)
  .map(([name, ring]) => ({ name, ring, files: files.filter((file) => ring.owns(file) && isAsked(name, file)) }))
  .filter((ring) => ring.files.length > 0);
const built =
  (asked.length > 0 && chosen.every(({ name }) => name !== 'host')) || step('build', process.execPath, ['scripts/package.mjs']);
for (const { name, ring, files: own } of chosen) if (built || name !== 'host') await runRing(name, ring, own);
sumUp();

function asFile(name) {
  return path
    .relative(root, path.resolve(process.env.INIT_CWD ?? '.', name))
    .split(path.sep)
    .join('/');
}

function isAsked(ring, file) {
  return asked.length === 0 || asked.includes(ring) || asked.some((name) => asFile(name) === file);
}

function step(name, program, args) {
  const began = Date.now();
  const failed = show(program, args) !== 0;
  console.log(`${failed ? '✗' : '✓'} ${name} (${seconds(Date.now() - began)})`);
  if (failed) counts.failed += 1;
  return !failed;
}

async function runRing(name, ring, own) {
  const began = Date.now();
  // tests that need an engine say themselves that they are skipped
  for (const like of ring.likes ?? []) like();
  for (const need of ring.needs) {
    const reason = need();
    if (!reason) continue;
    console.log(`- ${name}: skipped, ${reason}`);
    if (mustRun) {
      console.log(`✗ ${name}: with CI set every ring must run`);
      counts.failed += 1;
    } else counts.skipped += 1;
    return;
  }
  console.log(`${name}: ${own.length} files`);
  const waiting = [...own];
  const worker = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      let result = await runTestFile(file, ring.limit);
      if (hasFailed(result) && ring.tries > 1) {
        describe(name, file, result);
        console.log(`↻ ${file}: once more`);
        secondTries.push(file);
        result = await runTestFile(file, ring.limit);
      }
      describe(name, file, result);
      count(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(ring.atOnce, own.length) }, worker));
  if (name !== 'unit') show(process.execPath, ['--import', 'tsx', 'test/lab/reap.ts']); // what a test process that was killed has left
  console.log(`${name}: ${seconds(Date.now() - began)}`);
}

function hasFailed({ events, failure }) {
  return Boolean(failure) || events.some(({ outcome }) => outcome === 'failed');
}

function count({ events, failure }) {
  for (const { outcome } of events) if (Object.hasOwn(counts, outcome)) counts[outcome] += 1;
  if (failure) counts.failed += 1;
}

function describe(ring, file, result) {
  const { events, output, failure, milliseconds } = result;
  const of = (outcome) => events.filter((event) => event.outcome === outcome);
  const bad = hasFailed(result);
  console.log(`${bad ? '✗' : '✓'} ${file} (${of('passed').length} passed, ${seconds(milliseconds)})`);
  for (const { name } of of('told')) console.log(`  ${name}`);
  for (const { name, reason } of of('skipped')) console.log(`  - skipped: ${name}${reason ? ` (${reason})` : ''}`);
  for (const { name, milliseconds: took } of events) if (took > slow[ring]) console.log(`  slow: ${name} (${seconds(took)})`);
  for (const { name, error } of of('failed')) console.log(indent(`✗ ${name}\n${indent(error ?? '')}`));
  if (failure) console.log(indent(`✗ ${failure}`));
  if (bad && output.trim()) console.log(indent(`what it printed:\n${indent(output.trim())}`));
}

function sumUp() {
  const { passed, failed, skipped } = counts;
  if (passed === 0 && failed === 0) console.log('No test ran.');
  if (secondTries.length > 0) console.log(`Needed a second try, which is a fault to be found: ${secondTries.join(', ')}`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}

function indent(text) {
  return text.replace(/^(?=.)/gm, '  ');
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
