#!/usr/bin/env node
// Brings what is missing: node scripts/setup.mjs [deps] [vscode] [browser] [lab]; without arguments all of them. Each is quick when
// nothing is missing. It never starts a Docker engine.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages, missingPackages } from './debianPackages.mjs';
import { installVscode } from './installVscode.mjs';
import { root, show } from './project.mjs';

/** The project's own dependencies, exactly as package-lock.json has them. Ends the process when they can't be had. */
export function deps() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) fail(`Node ${process.versions.node} is too old: Node 20 or newer is needed.`);
  if (sameAsLock()) return undefined;
  console.log('Installing the dependencies (npm ci)…');
  const status = show('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) fail('npm ci failed: see above.');
  return undefined;
}

/** The VS Code of the tests; a reason when this machine can't have it. */
export function vscode() {
  return installVscode();
}

/** A browser that shows VS Code, with fonts for every language of ours; a reason when there is none. */
export function browser() {
  return installPackages('the browser of the tests', missingPackages(browserNeeds()));
}

/** What the tests' own Docker engines need; a reason when this machine can't run them. */
export function lab() {
  if (process.platform !== 'linux') return 'real engines need Linux';
  if (process.getuid?.() !== 0) return 'real engines need root, for network namespaces';
  return installPackages("the tests' own Docker engines", missingPackages(labNeeds));
}

const steps = { deps, vscode, browser, lab };

function browserNeeds() {
  const given = process.env.CHROMIUM;
  return [
    { package: 'chromium', programs: given ? [given] : ['chromium', 'chromium-browser', 'google-chrome'] },
    { package: 'fonts-dejavu-core', files: ['/usr/share/fonts/truetype/dejavu'], optional: true },
    { package: 'fonts-nanum', files: ['/usr/share/fonts/truetype/nanum', '/usr/share/fonts/opentype/noto'], optional: true },
  ];
}

const labNeeds = [
  { package: 'docker.io', programs: ['dockerd'] },
  // part of docker.io until Debian 12
  { package: 'docker-cli', programs: ['docker'], after: 'docker.io' },
  { package: 'iptables', programs: ['iptables'] },
  { package: 'iproute2', programs: ['ip'] },
  { package: 'busybox-static', programs: ['busybox'] },
  { package: 'util-linux', programs: ['nsenter', 'unshare', 'setpriv'], all: true },
  { package: 'debootstrap', programs: ['debootstrap'] },
  { package: 'openssl', programs: ['openssl'] },
  { package: 'openssh-client', programs: ['ssh', 'ssh-keygen'], all: true },
  { package: 'openssh-server', files: ['/usr/sbin/sshd'] },
];

/** npm keeps a copy of the lock file of what it installed: the same packages in the same versions, or not. */
function sameAsLock() {
  const installed = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(([folder, { version, optional, devOptional, link }]) => {
    if (folder === '' || link) return true;
    const found = installed[folder];
    return found ? found.version === version : Boolean(optional || devOptional);
  });
}

function packagesOf(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function fail(why) {
  console.error(why);
  process.exit(1);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !Object.hasOwn(steps, name));
  if (unknown.length > 0) fail(`No such step: ${unknown.join(', ')}. There are ${Object.keys(steps).join(', ')}.`);
  for (const name of asked.length > 0 ? asked : Object.keys(steps)) {
    const reason = steps[name]();
    console.log(`${name}: ${reason ?? 'ready'}`);
    if (reason) process.exitCode = 1;
  }
}
