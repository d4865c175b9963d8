/** Docker's rules in a real packet filter: read by root in the engine's namespace, missed once they are flushed, and there again after a restart. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../src/findings/finding.ts';
import { findAll } from '../../src/findings/rules.ts';
import type { Firewall } from '../../src/model/firewall.ts';
import { hostSandboxId } from '../../src/model/ids.ts';
import type { Topology } from '../../src/model/topology.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { until } from './run.ts';
import { nobody, readWires } from './wiresFrom.ts';

onEachEngine('the firewall', tests);

function tests(lab: Lab): void {
  const docker = (line: string) => lab.engine.docker(...line.split(' '));
  const filter = (line: string) => lab.engine.inNamespace('iptables', ...line.split(' '));
  const read = async (user: readonly string[] = []): Promise<Topology> => {
    const topology = await lab.store.readFull();
    const { stacks, wires } = await readWires(['ip', 'netns', 'exec', lab.engine.namespace, ...user], topology);
    return { ...topology, stacks, wires };
  };
  const firewallOf = ({ stacks, engines: [engine] }: Topology): Firewall | undefined =>
    stacks.find(({ sandbox }) => engine && sandbox === hostSandboxId(engine.id))?.firewall;
  const lost = (topology: Topology): Finding | undefined =>
    findAll({ topology, observations: [] }).find(({ code }) => code === 'firewall-rules-lost');
  const codes = (finding: Finding | undefined) => finding?.evidence.map(({ code }) => code);

  test('is read by root alone, with a rule for each published port, and nothing is missed', async () => {
    await docker('network create --subnet 10.0.1.0/24 front');
    await docker('network create --internal --subnet 10.0.2.0/24 back');
    await docker('run -d --name web --network front -p 7001:80 -p 127.0.0.1:7002:80 -p 7003:53/udp alpine sleep 1d');
    await docker('run -d --name inner --network back -p 7004:80 alpine sleep 1d');
    await docker('run -d --name plain -p 7005:80 alpine sleep 1d');
    const topology = await read();
    const firewall = firewallOf(topology);
    assert.ok(firewall);
    assert.equal(firewall.written, true);
    assert.deepEqual(
      [...firewall.four.changed].map(({ port, protocol, address = '*' }) => `${address}:${port}/${protocol}`).sort(),
      ['*:7001/tcp', '*:7003/udp', '*:7005/tcp', '127.0.0.1:7002/tcp'],
    );
    assert.ok(firewall.four.reached.includes('filter/DOCKER-USER') && firewall.four.reached.includes('nat/DOCKER'));
    assert.deepEqual(firewall.four.unreached, []);
    assert.equal(lost(topology), undefined);
    assert.equal(firewall.four.ofUser, undefined);
    await filter('-I DOCKER-USER -p tcp --dport 9999 -j DROP');
    assert.equal(firewallOf(await read())?.four.ofUser, 1);
    const unprivileged = await read(nobody);
    assert.ok(unprivileged.stacks.length > 0);
    assert.equal(firewallOf(unprivileged), undefined);
  });

  test('is missed where a flush took what is forwarded', async () => {
    await filter('-F');
    assert.equal(lost(await read(nobody)), undefined, 'not read, not said');
    assert.deepEqual(codes(lost(await read())), ['evidence.chain-unreached', 'evidence.bridges-unnamed', 'evidence.seen-by']);
  });

  test('is missed where a flush took all of it, and a container that publishes a port does not start, as the page says', async () => {
    for (const table of ['raw', 'nat', 'filter']) {
      await filter(`-t ${table} -F`);
      await filter(`-t ${table} -X`);
    }
    const finding = lost(await read());
    assert.deepEqual(codes(finding), [
      'evidence.chain-unreached',
      'evidence.chain-unreached',
      'evidence.bridges-unnamed',
      'evidence.not-masqueraded',
      'evidence.ports-unruled',
      'evidence.seen-by',
    ]);
    assert.equal(finding?.fix?.cli, 'sudo systemctl restart docker');
    await assert.rejects(docker('run -d --name late -p 7009:80 alpine sleep 1d'), /No chain\/target\/match by that name/);
    await docker('rm -f late');
  });

  test('is whole again once the engine has started anew', async () => {
    await lab.engine.kill('SIGTERM');
    await lab.engine.start();
    await docker('start web');
    const topology = await until('the engine reads as ready', async () => {
      const now = await read();
      return firewallOf(now) && now;
    });
    assert.equal(lost(topology), undefined);
    assert.equal(firewallOf(topology)?.four.changed.length, 3);
  });
}
