#!/usr/bin/env node
// npm run audit: known faults of the packages that the bundles are made of, where the registry answers; otherwise says that it was not asked.
import { spawnSync } from 'node:child_process';
import { root } from './project.mjs';

/** Milliseconds for the registry to answer. */
const limit = 30_000;

const { stdout, error } = spawnSync('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0'], {
  cwd: root,
  encoding: 'utf8',
  timeout: limit,
  shell: process.platform === 'win32',
});
const told = parse(stdout);
const counts = told?.metadata?.vulnerabilities;
if (!counts) console.log(`- npm audit: not run, ${reasonOf(told, error)}`);
else if (counts.total === 0) console.log('✓ npm audit: nothing known');
else {
  console.log(
    `! npm audit: ${Object.entries(told.vulnerabilities)
      .map(([name, { severity }]) => `${name} (${severity})`)
      .join(', ')}`,
  );
  console.log('  Which of them ship is in THIRD-PARTY-NOTICES.md.');
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without the address of the registry: it says nothing of the project. */
function reasonOf(answer, failure) {
  if (failure) return failure.code === 'ETIMEDOUT' ? `no answer in ${limit / 1000} s` : failure.message;
  const said = String(answer?.message ?? answer?.error?.summary ?? 'the registry does not answer it');
  return said.replace(/ - (GET|POST) \S+/, '').split('\n')[0];
}
