/** Each rule about networks, addresses, ports, the host and Compose that can be provoked on a real engine fires there, and ends by its remedy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, FindingCode } from '../../src/findings/finding.ts';
import { defaultRuleSettings } from '../../src/findings/ruleSettings.ts';
import { findAll } from '../../src/findings/rules.ts';
import { withKernel } from './kernelFrom.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { run, until } from './run.ts';

onEachEngine('a finding of', tests, async () => {}, {
  args: ['--default-address-pool', 'base=10.210.0.0/22,size=24'],
});

function tests(lab: Lab): void {
  const docker = (...args: readonly string[]) => lab.engine.docker(...args);
  const words = (line: string) => line.split(' ');
  const sleep = ['alpine', 'sleep', '1d'] as const;
  const of = (code: FindingCode, all: readonly Finding[]) => all.filter((finding) => finding.code === code);
  const settings = { ...defaultRuleSettings, lanDhcpRanges: ['10.0.9.100-10.0.9.200'] };
  const found = async (code: FindingCode) =>
    of(code, findAll({ topology: await lab.store.readFull(), observations: [], settings }));
  const seen = async (code: FindingCode) => of(code, findAll({ topology: await withKernel(lab), observations: [], settings }));
  const paste = (line: string | undefined) => {
    assert.ok(line);
    return run('sh', ['-c', line], { PATH: process.env.PATH, HOME: lab.engine.folder, DOCKER_HOST: lab.engine.host });
  };
  const only = (findings: readonly Finding[]): Finding => {
    const [finding, ...more] = findings;
    assert.ok(finding, 'nothing was found');
    assert.deepEqual(more, []);
    return finding;
  };
  const clear = async () => {
    const containers = (await docker('ps', '-aq')).split('\n').filter(Boolean);
    if (containers.length > 0) await docker('rm', '-f', ...containers);
    await docker('network', 'prune', '-f');
  };

  test('nothing is made of a fresh engine, whose kernel was read too', async () => {
    assert.deepEqual(findAll({ topology: await withKernel(lab), observations: [] }), []);
  });

  test('few subnets being left is made before the engine has none, and its line frees some', async () => {
    for (const name of ['p1', 'p2']) await docker('network', 'create', name);
    assert.deepEqual(await found('pools-nearly-used'), [], 'three of four');
    await docker('network', 'create', 'p3');
    const finding = only(await found('pools-nearly-used'));
    assert.deepEqual(finding.message.args.slice(0, 2), ['4', '4']);
    await assert.rejects(docker('network', 'create', 'p4'), /non-overlapping|fully subnetted/);
    await paste(finding.fix?.cli);
    assert.deepEqual(await found('pools-nearly-used'), []);
  });

  test('a pool that runs out is made, counted as the engine counts', async () => {
    await docker(...words('network create --subnet 10.0.1.0/29 small'));
    for (const name of ['s1', 's2', 's3']) await docker('run', '-d', '--name', name, '--network', 'small', ...sleep);
    assert.deepEqual(await found('pool-nearly-full'), []);
    await docker('run', '-d', '--name', 's4', '--network', 'small', ...sleep);
    assert.equal(only(await found('pool-nearly-full')).severity, 'warning');
    await docker('run', '-d', '--name', 's5', '--network', 'small', ...sleep);
    const full = only(await found('pool-nearly-full'));
    assert.equal(full.severity, 'error');
    await assert.rejects(docker('run', '-d', '--name', 's6', '--network', 'small', ...sleep), /no available|no more/i);
    await clear();
  });

  test('fixed addresses where others are handed out is made, and an error once one is lost', async () => {
    await docker(...words('network create --subnet 10.0.2.0/24 fixed'));
    await docker('run', '-d', '--name', 'db', '--network', 'fixed', '--ip', '10.0.2.2', ...sleep);
    assert.equal(only(await found('static-in-dynamic-range')).severity, 'info');
    await docker('kill', 'db');
    await docker('wait', 'db');
    assert.equal(only(await found('static-in-dynamic-range')).severity, 'warning');
    await docker('run', '-d', '--name', 'thief', '--network', 'fixed', ...sleep);
    const lost = only(await found('static-in-dynamic-range'));
    assert.equal(lost.severity, 'error');
    await assert.rejects(docker('start', 'db'), /Address already in use/);
    await docker('rm', '-f', 'thief', 'db');
    await docker(...words('network create --subnet 10.0.3.0/24 --ip-range 10.0.3.128/25 beside'));
    await docker('run', '-d', '--name', 'db', '--network', 'beside', '--ip', '10.0.3.2', ...sleep);
    assert.deepEqual(await found('static-in-dynamic-range'), []);
    await clear();
  });

  // the CLI gives a MAC on a network of one's own from API 1.44 on
  test('one MAC twice is made', { skip: lab.version === '20.10' }, async () => {
    await docker(...words('network create --subnet 10.0.4.0/24 macs'));
    for (const name of ['m1', 'm2']) {
      await docker('run', '-d', '--name', name, '--network', 'macs', '--mac-address', '02:42:0a:00:04:99', ...sleep);
    }
    assert.deepEqual(only(await found('duplicate-mac')).message.args, ['macs', '02:42:0a:00:04:99', 'm1, m2']);
    await clear();
  });

  test('an entry of a network that is gone is made, and the start fails as it says', async () => {
    await docker(...words('network create --subnet 10.0.5.0/24 going'));
    await docker('create', '--name', 'stale', '--network', 'going', ...sleep);
    await docker('create', '--name', 'part', '--network', 'going', '--label', 'com.docker.compose.project=shop', ...sleep);
    await docker('network', 'rm', 'going');
    const finding = only(await found('stale-network-entry'));
    assert.deepEqual(finding.message.args, ['stale', 'going']);
    const external = only(await found('compose-external-missing'));
    assert.deepEqual(external.message.args, ['part', 'going']);
    await assert.rejects(docker('start', 'stale'), /not found/);
    await clear();
  });

  test('ports published to everyone, to nobody, and on internal networks are made', async () => {
    await docker(...words('network create --subnet 10.0.6.0/24 open'));
    await docker(...words('network create --internal --subnet 10.0.7.0/24 shut'));
    await docker('run', '-d', '--name', 'deaf', '--network', 'open', '-p', '7001:80', ...sleep);
    await docker(
      'run',
      '-d',
      '--name',
      'own',
      '--network',
      'open',
      '-p',
      '127.0.0.1:7002:80',
      'alpine',
      ...words('httpd -f -p 80'),
    );
    await docker(
      'run',
      '-d',
      '--name',
      'loop',
      '--network',
      'open',
      '-p',
      '127.0.0.1:7003:80',
      'alpine',
      ...words('httpd -f -p 127.0.0.1:80'),
    );
    await docker('run', '-d', '--name', 'inner', '--network', 'shut', '-p', '7004:80', ...sleep);
    const open = await seen('published-to-all');
    assert.ok(open.some(({ message }) => message.args[0] === 'deaf'));
    assert.ok(open.every(({ message }) => message.args[0] !== 'own' && message.args[0] !== 'loop'));
    assert.ok(
      open[0]?.evidence.some(({ code, args }) => code === 'evidence.host-address' && args[0]?.startsWith(lab.engine.address)),
    );
    await until('the servers listen', async () => {
      const names = (await seen('published-nothing-listens')).map(({ message }) => message.args[0]);
      return !names.includes('own') && names.includes('deaf') && names.includes('loop');
    });
    const deaf = await seen('published-nothing-listens');
    assert.ok(
      deaf.find(({ message }) => message.args[0] === 'loop')?.evidence.some(({ code }) => code === 'evidence.listens-loopback'),
    );
    const inner = only(await found('published-on-internal'));
    assert.equal(inner.message.args[0], 'inner');
    await paste(inner.fix?.cli);
    assert.deepEqual(await found('published-on-internal'), []);
    assert.match(await docker('port', 'inner'), /7004/);
    await clear();
  });

  test('two containers that want one port are made, and the second does not start', async () => {
    await docker('run', '-d', '--name', 'first', '-p', '7010:80', ...sleep);
    await docker('create', '--name', 'second', '-p', '127.0.0.1:7010:80', ...sleep);
    await docker('create', '--name', 'third', '-p', '7010:80/udp', ...sleep);
    const finding = only(await found('host-port-conflict'));
    assert.deepEqual(finding.message.args, ['7010/tcp', 'first, second']);
    await assert.rejects(docker('start', 'second'), /already allocated|address already in use/);
    await clear();
  });

  test('what the host’s kernel shows is made: routes, MTU, forwarding, a parent that is gone', async () => {
    const ip = (line: string) => lab.engine.inNamespace('ip', ...words(line));
    await docker(...words('network create --subnet 10.0.8.0/24 here'));
    await docker('run', '-d', '--name', 'h1', '--network', 'here', ...sleep);
    for (const code of ['subnet-shadows-route', 'mtu-above-parent', 'ip-forward-off', 'macvlan-parent-missing'] as const)
      assert.deepEqual(await seen(code), [], code);
    await ip('link add vpn0 type bridge');
    await ip('link set vpn0 up');
    await ip('route add 10.0.8.64/26 dev vpn0');
    await ip('link set eth0 mtu 1380');
    await ip('link add lan0 type bridge');
    await ip('link set lan0 up');
    await docker(...words('network create -d macvlan --subnet 10.0.77.0/24 -o parent=lan0 tagged'));
    await ip('link set lan0 down');
    assert.deepEqual(only(await seen('macvlan-parent-missing')).message.args, ['tagged', 'lan0']);
    await ip('link del lan0');
    await lab.engine.inNamespace('sh', '-c', 'echo 0 > /proc/sys/net/ipv4/ip_forward');
    assert.deepEqual(only(await seen('subnet-shadows-route')).message.args, ['here', '10.0.8.64/26', 'vpn0']);
    assert.deepEqual(only(await seen('mtu-above-parent')).message.args, ['here', '1500', 'eth0', '1380']);
    assert.equal(only(await seen('ip-forward-off')).severity, 'error');
    assert.deepEqual(only(await seen('macvlan-parent-missing')).message.args, ['tagged', 'lan0']);
    await lab.engine.inNamespace('sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
    await ip('link set eth0 mtu 1500');
    await ip('link del vpn0');
    for (const code of ['subnet-shadows-route', 'mtu-above-parent', 'ip-forward-off'] as const)
      assert.deepEqual(await seen(code), [], code);
    await clear();
  });

  test('a macvlan network that hands out what the LAN’s DHCP does is made', async () => {
    await docker(...words('network create -d macvlan --subnet 10.0.9.0/24 -o parent=eth0 lan'));
    assert.deepEqual(only(await found('macvlan-range')).message.args, ['lan', '10.0.9.0/24']);
    await clear();
  });

  test('IPv6 by half is made of a container without an address', async () => {
    await docker(...words('network create --ipv6 --subnet 10.0.10.0/24 --subnet fd00:10::/64 six'));
    await docker('run', '-d', '--name', 'with', '--network', 'six', ...sleep);
    assert.deepEqual(
      (await found('ipv6-half-on')).filter(({ severity }) => severity !== 'info'),
      [],
    );
    const routed = await seen('ipv6-half-on');
    assert.ok(
      routed.every(({ severity }) => severity === 'info'),
      'the host has no IPv6 route: a note at most',
    );
    await clear();
  });

  test('a way out that only a name decides is made, and ends with a priority', async () => {
    await docker(...words('network create --subnet 10.0.11.0/24 ga'));
    await docker(...words('network create --subnet 10.0.12.0/24 gb'));
    await docker('run', '-d', '--name', 'both', '--network', 'gb', ...sleep);
    await docker('network', 'connect', 'ga', 'both');
    const finding = only(await found('gateway-ambiguous'));
    assert.deepEqual(finding.message.args, ['both', 'ga']);
    assert.match(await docker('exec', 'both', 'ip', 'route'), /default via 10\.0\.11\.1/);
    if (finding.fix) {
      await paste(finding.fix.cli);
      assert.deepEqual(await found('gateway-ambiguous'), []);
    } else assert.equal(lab.version, '20.10');
    await clear();
  });

  test('networks of one name are made where the engine allows them', async () => {
    const create = () => lab.client.createNetwork({ name: 'twin', driver: 'bridge' } as never).catch(() => undefined);
    await create();
    await create();
    const twins = (await docker(...words('network ls -q --filter name=twin'))).split('\n').filter(Boolean);
    const findings = await found('duplicate-network-name');
    assert.equal(findings.length, twins.length > 1 ? 1 : 0);
    await clear();
  });

  test('what Compose left over is made, and goes by its line', async () => {
    await docker(...words('network create --subnet 10.0.13.0/24 --label com.docker.compose.project=shop shop_default'));
    const finding = only(await found('compose-network-orphaned'));
    assert.deepEqual(await found('unused-network'), []);
    await paste(finding.fix?.cli);
    assert.deepEqual(await found('compose-network-orphaned'), []);
  });
}
