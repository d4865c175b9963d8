/** What the rules find on a real engine is there, and the command line that a finding offers ends it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, FindingCode } from '../../src/findings/finding.ts';
import { findAll } from '../../src/findings/rules.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { run } from './run.ts';

onEachEngine('a finding', tests);

function tests(lab: Lab): void {
  const found = async (code: FindingCode): Promise<readonly Finding[]> =>
    findAll({ topology: await lab.store.readFull(), observations: [] }).filter((finding) => finding.code === code);
  /** As a person would paste it: by a shell, with the CLI that talks to this engine. */
  const paste = (line: string | undefined) => {
    assert.ok(line);
    const env = { PATH: process.env.PATH, HOME: lab.engine.folder, DOCKER_HOST: lab.engine.host };
    return run('sh', ['-c', line], env);
  };

  test('is not made of a fresh engine', async () => {
    assert.deepEqual(findAll({ topology: await lab.store.readFull(), observations: [] }), []);
  });

  test('of an unused network goes with its command line, and a network with a stopped user is none', async () => {
    await lab.engine.docker('network', 'create', 'idle');
    await lab.engine.docker('network', 'create', "it's $(idle) too; true");
    await lab.engine.docker('network', 'create', 'waiting');
    await lab.engine.docker('create', '--name', 'sleeper', '--network', 'waiting', 'alpine', 'sleep', '1d');
    const findings = await found('unused-network');
    assert.deepEqual(findings.map(({ message }) => message.args[0]).sort(), ['idle', "it's $(idle) too; true"]);
    for (const { fix } of findings) await paste(fix?.cli);
    assert.deepEqual(await found('unused-network'), []);
    assert.match(await lab.engine.docker('network', 'ls', '--format', '{{.Name}}'), /^waiting$/m);
    await lab.engine.docker('rm', 'sleeper');
    await lab.engine.docker('network', 'rm', 'waiting');
  });

  test('of named containers on the default bridge goes with its command line, and then they know each other', async () => {
    await lab.engine.docker('run', '-d', '--name', 'front', 'alpine', 'sleep', '1d');
    assert.deepEqual(await found('default-bridge-names'), [], 'one alone has nobody to call');
    await lab.engine.docker('run', '-d', '--name', 'back', 'alpine', 'sleep', '1d');
    const [finding, ...more] = await found('default-bridge-names');
    assert.ok(finding);
    assert.deepEqual(more, []);
    await assert.rejects(lab.engine.docker('exec', 'front', 'nslookup', 'back'), /NXDOMAIN/);
    await paste(finding.fix?.cli);
    assert.deepEqual(await found('default-bridge-names'), []);
    assert.match(await lab.engine.docker('exec', 'front', 'nslookup', '-type=a', 'back'), /Address/);
    await lab.engine.docker('rm', '-f', 'front', 'back');
  });

  test('of overlapping subnets is made for an overlay within a local network, which the engine allows, and goes with one of the two', async () => {
    await lab.engine.docker('network', 'create', '--subnet', '10.70.0.0/16', 'wide');
    await lab.engine.docker('swarm', 'init', '--advertise-addr', lab.engine.address);
    await lab.engine.docker('network', 'create', '-d', 'overlay', '--attachable', '--subnet', '10.70.2.0/24', 'across');
    const [finding, ...more] = await found('overlapping-subnets');
    assert.ok(finding, 'an overlay within the subnet of a local network');
    assert.deepEqual(more, []);
    assert.deepEqual(finding.message.args.slice(0, 2).sort(), ['across', 'wide']);
    await paste(finding.fix?.cli);
    // the line makes the replacement; the person moves over and removes the old one
    const now = await lab.store.readFull();
    const replacement = now.networks.find(({ name }) => /^(across|wide)-2$/.test(name));
    assert.ok(replacement, finding.fix?.cli);
    await lab.engine.docker('network', 'rm', replacement.name.slice(0, -2));
    assert.deepEqual(await found('overlapping-subnets'), []);
  });
}
