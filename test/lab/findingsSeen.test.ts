/**
 * Findings about names and paths, and those that failures leave behind, provoked on real engines: what the rule says is first seen by
 * programs that know nothing of the extension, then found, then ended.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Finding, FindingCode, RuleInput } from '../../src/findings/finding.ts';
import { findAll } from '../../src/findings/rules.ts';
import { sandboxName } from '../../src/model/lookup.ts';
import type { Sandbox, Topology } from '../../src/model/topology.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import type { Observation } from '../../src/predictions/observation.ts';
import type { PathObservation } from '../../src/predictions/path.ts';
import { explainPath } from '../../src/predictions/reachability.ts';
import { observePath } from '../../src/probes/observePath.ts';
import { askName } from '../../src/probes/sandboxProbe.ts';
import { withKernel } from './kernelFrom.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { remoteDriver } from './remoteDriver.ts';
import { run, until } from './run.ts';

onEachEngine('what is found of', tests, async () => {}, { plugins: true });

/** Beyond the lab's uplink, where nobody routes: what goes there is never heard of again. */
const silentServer = '203.0.113.53';

function tests(lab: Lab): void {
  const docker = (line: string) => lab.engine.docker(...line.split(' '));
  const start = (name: string, options: string) => docker(`run -d --name ${name} ${options} alpine sleep 1d`);
  const address = (container: string, network: string) =>
    lab.engine.docker('inspect', '-f', `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`, container);
  /** What a look-up prints, of whatever outcome. */
  const asks = (container: string, name: string) =>
    docker(`exec ${container} nslookup -type=a ${name}`).catch((error) => String(error));
  const found = (code: FindingCode, topology: Topology, seen: Partial<RuleInput> = {}): readonly Finding[] =>
    findAll({ topology, observations: [], ...seen }).filter((finding) => finding.code === code);
  const only = (findings: readonly Finding[]): Finding => {
    const [finding, ...more] = findings;
    assert.ok(finding, 'nothing was found');
    assert.deepEqual(more, []);
    return finding;
  };
  const paste = (line: string | undefined) => {
    assert.ok(line);
    return run('sh', ['-c', line], { PATH: process.env.PATH, HOME: lab.engine.folder, DOCKER_HOST: lab.engine.host });
  };
  const boxOf = (topology: Topology, name: string): Sandbox => {
    const box = topology.sandboxes.find((sandbox) => sandboxName(sandbox) === name);
    assert.ok(box, name);
    return box;
  };
  const observe = async (topology: Topology, who: string, name: string): Promise<Observation> => {
    const { id } = boxOf(topology, who);
    const asked = await askName(lab.client, id, name, 'A', AbortSignal.timeout(30_000));
    const predicted = resolveName(topology, { from: id, name, type: 'A' });
    return { sandbox: id, name, type: 'A', predicted, at: new Date().toISOString(), ...asked };
  };
  afterEach(async () => {
    const containers = (await docker('ps -aq')).split('\n').filter(Boolean);
    if (containers.length > 0) await lab.engine.docker('rm', '-f', ...containers);
    await docker('network prune -f');
  });

  test('a name that two containers go by: both addresses answer, and the line leaves one', async () => {
    await docker('network create shop');
    await start('api1', '--network shop --network-alias api');
    await start('api2', '--network shop --network-alias api');
    await start('asker', '--network shop');
    const both = [await address('api1', 'shop'), await address('api2', 'shop')];
    const answer = await asks('asker', 'api');
    for (const one of both) assert.ok(answer.includes(one), answer);
    const finding = only(found('name-collision', await lab.store.readFull()));
    assert.deepEqual(finding.message.args, ['shop', '2', 'api']);
    assert.deepEqual(finding.evidence.flatMap(({ args }) => args[1] ?? []).sort(), both.sort());
    await paste(finding.fix?.cli);
    assert.deepEqual(found('name-collision', await lab.store.readFull()), []);
    const [left, gone] = (await asks('asker', 'api')).includes(both[0] ?? '') ? both : [...both].reverse();
    const after = await asks('asker', 'api');
    assert.ok(after.includes(left ?? '') && !after.includes(gone ?? ''), after);
  });

  test('one name on two networks: the one that is named wins', async () => {
    await docker('network create one');
    await docker('network create two');
    await start('first', '--network one --network-alias db');
    await start('second', '--network two --network-alias db');
    await start('asker', '--network one');
    await docker('network connect two asker');
    const finding = only(found('ambiguous-name', await lab.store.readFull()));
    const [who, name, winner = '', loser = ''] = finding.message.args;
    assert.deepEqual([who, name], ['asker', 'db']);
    const named = { one: await address('first', 'one'), two: await address('second', 'two') } as Record<string, string>;
    assert.ok((await asks('asker', 'db')).includes(named[winner] ?? ''), winner);
    assert.ok((await asks('asker', `db.${loser}`)).includes(named[loser] ?? ''), loser);
    await docker(`network disconnect ${loser} asker`);
    assert.deepEqual(found('ambiguous-name', await lab.store.readFull()), []);
  });

  test('a name that a link hides: one finds the other, and not the other way round', async () => {
    await docker('network create links');
    await start('hidden', '--network links');
    await start('other', '--network links');
    await start('linker', '--network links --link other:hidden');
    assert.ok((await asks('hidden', 'linker')).includes(await address('linker', 'links')));
    const seen = await asks('linker', 'hidden');
    assert.ok(seen.includes(await address('other', 'links')) && !seen.includes(await address('hidden', 'links')), seen);
    const finding = only(found('one-way-name', await lab.store.readFull()));
    assert.deepEqual(finding.message.args, ['hidden', 'linker']);
    assert.deepEqual(finding.evidence, [{ code: 'evidence.link-hides', args: ['linker', 'hidden', 'other'] }]);
  });

  test('a container that shares another’s stack has no name', async () => {
    await docker('network create shared');
    await start('owner', '--network shared');
    await start('guest', '--network container:owner');
    await start('asker', '--network shared');
    assert.match(await asks('guest', 'asker'), new RegExp(await address('asker', 'shared')));
    assert.match(await asks('asker', 'guest'), /NXDOMAIN|can't find/);
    const finding = only(found('one-way-name', await lab.store.readFull()));
    assert.deepEqual([finding.severity, ...finding.message.args], ['info', 'guest', 'asker']);
  });

  test('an answer that differs: a container whose resolv.conf was overwritten asks another server', async () => {
    await docker('network create renamed');
    await start('web', '--network renamed');
    await start('vpn', '--network renamed');
    const topology = await lab.store.readFull();
    const before = await observe(topology, 'vpn', 'web');
    assert.deepEqual(found('prediction-differs', topology, { observations: [before] }), []);
    await lab.engine.docker('exec', 'vpn', 'sh', '-c', `echo nameserver ${lab.engine.address} > /etc/resolv.conf`);
    const after = await observe(await lab.store.readFull(), 'vpn', 'web');
    const back = await observe(await lab.store.readFull(), 'web', 'vpn');
    const oneWay = only(found('one-way-name', await lab.store.readFull(), { observations: [after, back] }));
    assert.deepEqual(oneWay.message.args, ['vpn', 'web'].reverse());
    const finding = only(found('prediction-differs', await lab.store.readFull(), { observations: [after, back] }));
    assert.deepEqual(finding.message.args, ['vpn', '1', 'web']);
    assert.ok(
      finding.evidence.some(({ code, args }) => code === 'evidence.observed-nothing' && args.includes(lab.engine.address)),
      JSON.stringify(finding.evidence),
    );
  });

  test('servers behind Docker that never answer', async () => {
    await docker('network create quiet');
    await start('lonely', `--network quiet --dns ${silentServer}`);
    await start('heard', '--network quiet');
    const topology = await lab.store.readFull();
    const observations = await Promise.all(['lonely', 'heard'].map((who) => observe(topology, who, 'example.com')));
    const finding = only(found('upstream-dns-silent', topology, { observations }));
    assert.equal(finding.message.args[0], 'lonely', JSON.stringify(observations.map(({ result }) => result)));
  });

  test('a path that a rule of the host’s own stops', async () => {
    await docker('network create lane');
    await docker('run -d --name server --network lane alpine httpd -f -p 80 -h /www');
    await start('client', '--network lane');
    const tried = async (): Promise<{ readonly topology: Topology; readonly path: PathObservation }> => {
      const topology = await withKernel(lab);
      const from = boxOf(topology, 'client');
      const question = { from: from.id, to: { sandbox: boxOf(topology, 'server').id }, port: 80 };
      const predicted = explainPath(topology, question);
      const seen = await observePath(
        { topology, question, predicted, client: () => lab.client, means: () => ({}) },
        AbortSignal.timeout(20_000),
      );
      return { topology, path: { question, sandbox: from.id, at: new Date().toISOString(), predicted, ...seen } };
    };
    const rule = (what: string) =>
      lab.engine.inNamespace('iptables', what, 'DOCKER-USER', '-p', 'tcp', '--dport', '80', '-j', 'DROP');
    await until('the server answers', async () => {
      const { result } = (await tried()).path;
      return 'outcome' in result && result.outcome === 'open';
    });
    await rule('-I');
    const { topology, path } = await tried();
    const finding = only(found('path-differs', topology, { paths: [path] }));
    assert.deepEqual(
      finding.evidence.map(({ code, args }) => [code, args[code === 'evidence.path-seen' ? 0 : 1]]),
      [
        ['evidence.path-predicted', 'open'],
        ['evidence.path-seen', 'filtered'],
      ],
    );
    await rule('-D');
    const again = await tried();
    assert.deepEqual(found('path-differs', again.topology, { paths: [again.path] }), []);
  });

  test('an IPv6 subnet of a network without IPv6', async () => {
    const subnets = '--subnet 10.0.10.0/24 --subnet fd00:10::/64';
    await docker(`network create ${subnets} half`);
    const finding = only(found('ipv6-half-on', await lab.store.readFull()));
    assert.equal(finding.severity, 'warning');
    assert.deepEqual(finding.evidence, [{ code: 'evidence.ipv6-off', args: ['half', 'fd00:10::/64'] }]);
    await start('four', '--network half');
    assert.equal(await docker('inspect -f {{range.NetworkSettings.Networks}}{{.GlobalIPv6Address}}{{end}} four'), '');
    await docker('rm -f four');
    await docker('network rm half');
    await docker(`network create --ipv6 ${subnets} whole`);
    await start('six', '--network whole');
    assert.deepEqual(found('ipv6-half-on', await lab.store.readFull()), []);
    // 28.5 takes the address back from who has IPv6 switched off; 20.10 gives one that is not there
    await start('off', '--network whole --sysctl net.ipv6.conf.all.disable_ipv6=1');
    assert.ok(!(await docker('exec off ip -6 addr show dev eth0')).includes('fd00:10:'));
    const lacking = only(found('ipv6-half-on', await withKernel(lab)));
    const [{ code, args } = { code: '', args: [] }] = lacking.evidence;
    assert.deepEqual(
      [lacking.severity, code, args[0]],
      ['warning', lab.version === '20.10' ? 'evidence.ipv6-not-inside' : 'evidence.no-ipv6-address', 'off'],
    );
  });

  test('an endpoint that no container has, while a driver hangs', async () => {
    let go = () => {};
    const released = new Promise<void>((resolve) => {
      go = resolve;
    });
    const hangs = (call: string) => (call === '/NetworkDriver.Join' ? released : Promise.resolve());
    await using _driver = await remoteDriver(lab.engine, 'slow', hangs);
    await docker('network create -d slow --subnet 10.0.20.0/24 wv');
    const starting = start('waiting', '--network wv');
    // as when the network's row is opened: the engine tells nothing of a container that is just being started
    const network = await docker('network inspect -f {{.Id}} wv');
    await until('the engine has the endpoint', async () =>
      /"ep-/.test(await lab.engine.docker('network', 'inspect', '-f', '{{json .Containers}}', network)),
    );
    await lab.store.refresh();
    await lab.store.readDetail(network);
    const finding = only(found('endpoint-without-sandbox', lab.store.topology));
    assert.deepEqual(finding.message.args, ['wv', 'waiting']);
    assert.equal(finding.evidence[0]?.args[0], '10.0.20.2/24');
    go();
    await starting;
    assert.deepEqual(found('endpoint-without-sandbox', await lab.store.readFull()), []);
    await docker('rm -f waiting');
    await docker('network rm wv');
  });
}
