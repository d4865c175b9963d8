// Programs that npm can't bring: taken from Debian's or Ubuntu's packages when this is such a machine and we are root.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { which } from './project.mjs';

const policy = '/usr/sbin/policy-rc.d';

/**
 * The needs that are not met. A need is a package with programs on the PATH (any of them, or `all`) or files (any of them);
 * an `optional` one is nice to have.
 */
export function missingPackages(needs) {
  return needs.filter((need) => !isMet(need));
}

function isMet({ programs, files, all }) {
  const there = programs ? programs.map((name) => Boolean(which(name))) : (files ?? []).map((file) => existsSync(file));
  return all ? there.every(Boolean) : there.some(Boolean);
}

/** Installs them; a reason in one line when something that is needed is still missing. */
export function installPackages(purpose, missing) {
  if (missing.length === 0) return undefined;
  const names = missing
    .filter((need) => !need.after || !missing.some((other) => other.package === need.after))
    .map((need) => need.package);
  const needed = missing.some((need) => !need.optional);
  const why = whyNot();
  if (why) {
    if (needed) return `not installed: ${names.join(', ')} (${why})`;
    console.log(`Without ${names.join(', ')} (${why}) some characters show as boxes.`);
    return undefined;
  }
  console.log(`Installing ${names.join(', ')} (${purpose})…`);
  const log = withoutStartingServices(() => aptInstall(names));
  const still = missing.filter((need) => !need.optional && !isMet(need));
  const later = still.filter((need) => need.after);
  if (later.length > 0) withoutStartingServices(() => aptInstall(later.map((need) => need.package)));
  const failed = still.filter((need) => !isMet(need));
  return failed.length > 0
    ? `apt-get could not install ${failed.map((need) => need.package).join(', ')}: ${lastLine(log)}`
    : undefined;
}

function whyNot() {
  if (!which('apt-get')) return 'install them by hand: this is not Debian or Ubuntu';
  if (process.getuid?.() !== 0) return 'as root: apt-get install them';
  return undefined;
}

function aptInstall(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => {
    const { status, stdout, stderr } = spawnSync('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      env,
      encoding: 'utf8',
    });
    return { status, log: `${stdout ?? ''}${stderr ?? ''}` };
  };
  const install = () => apt('install', '--no-install-recommends', ...names);
  const first = install();
  if (first.status === 0) return first.log;
  // the lists may be missing or old
  apt('update');
  return install().log;
}

/** Debian starts what it installs, where there is an init: an engine must not be started by us. */
function withoutStartingServices(work) {
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return work();
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

function lastLine(log) {
  return (
    log
      .trim()
      .split('\n')
      .filter((line) => /^E:/.test(line))
      .at(-1) ??
    log.trim().split('\n').at(-1) ??
    ''
  );
}
