/** Helper containers on real engines: what they may, that they are gone afterwards, and what they see. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { Consent } from '../../src/consent.ts';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import { ownerOf, sandboxName } from '../../src/model/lookup.ts';
import { helperLabel } from '../../src/model/readContainers.ts';
import type { Sandbox, Topology } from '../../src/model/topology.ts';
import { type Helper, HelperContainers, type HelperPlace } from '../../src/probes/helperContainer.ts';
import { kernelThrough } from '../../src/probes/helperKernel.ts';
import { insideLinks, netlinkStack } from '../../src/probes/insideLinks.ts';
import { readInside } from '../../src/probes/readInside.ts';
import { readKernelByHelper } from '../../src/probes/readKernelByHelper.ts';
import { askName } from '../../src/probes/sandboxProbe.ts';
import { sweepHelpers } from '../../src/probes/sweepHelpers.ts';
import { TopologyStore } from '../../src/topologyStore.ts';
import type { LabEngine } from './engine.ts';
import { kernelTruth } from './kernelTruth.ts';
import { type Lab, onEachEngine, storeOf } from './labTest.ts';
import { until } from './run.ts';

const permit = { image: '' };
const never = new AbortController().signal;

onEachEngine('a helper container', tests, async (engine) => {
  const line = (text: string) => engine.docker(...text.split(' '));
  await line('network create --ipv6 --subnet 10.71.0.0/24 --subnet fd00:71::/64 net');
  await line('run -d --name c1 --network net alpine sleep 1d');
  await line('run -d --name bare --network net static sleep 1d');
  await line('run -d --name lone static sleep 1d');
  await line('run -d --name seeker --network net --dns-search none.test --dns-search net static sleep 1d');
});

function tests(lab: Lab): void {
  const helpers = new HelperContainers();
  const idOf = async (name: string) => lab.engine.docker('inspect', '-f', '{{.Id}}', name);
  const run = <T>(place: HelperPlace, use: (helper: Helper) => Promise<T>, signal = never) =>
    helpers.run(lab.client, place, permit, signal, use);

  test('has no more rights than it needs while it lives, and is gone afterwards', async () => {
    const c1 = await idOf('c1');
    for (const [place, network, pid] of [
      [{ sandbox: c1 }, `container:${c1}`, ''],
      ['host', 'host', ''],
      ['host-processes', 'host', 'host'],
    ] as const) {
      await run(place, async () => {
        const [id = ''] = await living(lab.engine);
        const [{ HostConfig: host, Config: config, Mounts: mounts }] = JSON.parse(await lab.engine.docker('inspect', id));
        assert.deepEqual([host.NetworkMode, host.PidMode], [network, pid]);
        assert.deepEqual(host.CapDrop, ['ALL']);
        assert.deepEqual([host.CapAdd ?? [], host.Binds ?? [], host.Devices ?? [], mounts], [[], [], [], []]);
        assert.deepEqual([host.Privileged, host.ReadonlyRootfs, host.AutoRemove], [false, true, true]);
        // with the host's processes the engine itself adds label=disable
        assert.equal(host.SecurityOpt[0], 'no-new-privileges');
        assert.ok(host.Memory <= 64 * 1024 * 1024 && host.PidsLimit <= 64);
        assert.deepEqual([config.User, config.Cmd], ['65534:65534', ['120']]);
        const capabilities = /^CapEff:\s*(\S+)/m.exec(await lab.engine.docker('exec', id, 'cat', '/proc/self/status'))?.[1];
        assert.match(capabilities ?? '', /^0+$/);
      });
    }
    await goneSoon(lab.engine);
  });

  test('is shared by those who need it at once, and by the next', async () => {
    await helpers.end();
    const c1 = await idOf('c1');
    const seen = await Promise.all([1, 2, 3, 4].map(() => run({ sandbox: c1 }, () => living(lab.engine))));
    const next = await run({ sandbox: c1 }, () => living(lab.engine));
    assert.equal(new Set([...seen, next].flat()).size, 1);
    await helpers.end();
    assert.deepEqual(await living(lab.engine), []);
  });

  test('is gone after a cancel, also one that comes while it is made', async () => {
    const c1 = await idOf('c1');
    const early = new AbortController();
    const making = run({ sandbox: c1 }, async () => {}, early.signal);
    setImmediate(() => early.abort());
    await assert.rejects(making);
    const late = new AbortController();
    const using = run(
      { sandbox: c1 },
      (helper) => {
        setImmediate(() => late.abort());
        return helper.exec(['sleep', '30'], late.signal);
      },
      late.signal,
    );
    await assert.rejects(using);
    await goneSoon(lab.engine);
  });

  test('is not to be seen in the Topology, and does not make it change', async () => {
    const store = storeOf(lab.engine);
    try {
      store.setVisible(true);
      await until('the engine is read', () => store.topology.engines.some(({ state }) => state === 'ready'));
      const before = await store.readFull();
      const seen: Topology[] = [];
      store.onDidChange((topology) => seen.push(topology));
      for (const place of [{ sandbox: await idOf('c1') }, 'host-processes'] as const) {
        await run(place, async (helper) => {
          await helper.exec(['true']);
          const now = await store.readFull();
          assert.deepEqual({ ...now, readAt: '', engines: [] }, { ...before, readAt: '', engines: [] });
        });
      }
      await helpers.end();
      await lab.engine.docker('network', 'create', 'mark');
      await until('the event after the helpers', () => store.topology.networks.some(({ name }) => name === 'mark'));
      const others = seen.filter(({ networks }) => !networks.some(({ name }) => name === 'mark'));
      assert.deepEqual(others, [], 'nothing but the network');
    } finally {
      store.dispose();
    }
  });

  test('that a killed process left is swept, one in use elsewhere is not', async () => {
    const c1 = await idOf('c1');
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(import.meta.dirname, 'holdHelper.ts'), lab.engine.host, c1],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', () => reject(new Error('the holder ended')));
    });
    const held = await living(lab.engine);
    assert.equal(held.length, 1);
    assert.deepEqual(await sweepHelpers(lab.client), [], 'its owner lives');
    await run('host', async () => {
      assert.deepEqual(await sweepHelpers(lab.client), [], 'our own is in use');
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    assert.deepEqual(await sweepHelpers(lab.client), held);
    await helpers.end();
    assert.deepEqual(await living(lab.engine), []);
  });

  test('is not made where the image that the setting names is not there', async () => {
    const made = helpers.run(lab.client, 'host', { image: 'nobody/has:this' }, never, async () => {});
    await assert.rejects(made, { name: 'EngineError', reference: 'nobody/has:this' });
    await assert.rejects(lab.client.pullImage('127.0.0.1:1/nobody/has:this'), { name: 'EngineError' });
    assert.deepEqual(await living(lab.engine), []);
  });

  test('answers names for an image with one static binary; so does root by itself; without consent nothing is made', async () => {
    const bare = await idOf('bare');
    const address = await lab.engine.docker('inspect', '-f', '{{.NetworkSettings.Networks.net.IPAddress}}', 'c1');
    const six = await lab.engine.docker('inspect', '-f', '{{.NetworkSettings.Networks.net.GlobalIPv6Address}}', 'c1');
    const ask = (
      name: string,
      type: 'A' | 'AAAA' | 'PTR',
      enter: boolean,
      given: typeof permit | 'none' = permit,
      container = bare,
    ) =>
      askName(lab.client, container, name, type, never, 15_000, {
        enter,
        helpers: { containers: helpers, permit: given === 'none' ? undefined : given },
      });
    for (const enter of [true, false]) {
      for (const [name, type, answers, code] of [
        ['c1', 'A', [address], 'answered'],
        ['C1.net', 'A', [address], 'answered'],
        ['c1', 'AAAA', [six], 'answered'],
        [address, 'PTR', ['c1.net'], 'answered'],
        ['nobody', 'A', [], 'no-answer'],
      ] as const) {
        const asked = await ask(name, type, enter);
        assert.ok('answers' in asked.result, JSON.stringify(asked));
        assert.deepEqual(
          [asked.how, asked.result.answers, asked.result.code, asked.result.server],
          [enter ? 'nsenter' : 'helper nslookup', answers, code, '127.0.0.11'],
          `${name} ${type}`,
        );
      }
      const seeker = await ask('c1.', 'A', enter, permit, await idOf('seeker'));
      assert.ok('answers' in seeker.result && seeker.result.answers[0] === address, JSON.stringify(seeker));
      const lone = await ask('c1', 'A', enter, permit, await idOf('lone'));
      assert.ok('answers' in lone.result, JSON.stringify(lone));
      assert.deepEqual([lone.result.answers, lone.result.server], [[], lab.engine.address]);
    }
    await helpers.end();
    const refused = await ask('c1', 'A', false, 'none');
    assert.ok('gap' in refused.result && refused.result.gap.code === 'consent-needed');
    assert.deepEqual(await living(lab.engine), []);
  });

  test('is not made any more once the consent is revoked, and the one that lives is removed', async () => {
    const kept = new Map<string, unknown>();
    const storage = {
      get: (key: string) => kept.get(key),
      update: async (key: string, value: unknown) => void kept.set(key, value),
    };
    const consent = new Consent({ storage, machine: 'here', mode: () => 'ask', image: () => '' });
    const { identity } = lab.client;
    consent.onDidChange(() => {
      if (!consent.permit(identity.id)) void helpers.end(identity.id);
    });
    const bare = await idOf('bare');
    const ask = () =>
      askName(lab.client, bare, 'c1', 'A', never, 15_000, {
        enter: false,
        helpers: { containers: helpers, permit: consent.permit(identity.id) },
      });
    const codeOf = async () => {
      const { result } = await ask();
      return 'gap' in result ? result.gap.code : result.code;
    };
    assert.equal(await codeOf(), 'consent-needed');
    assert.deepEqual(await living(lab.engine), []);
    await consent.give(identity);
    assert.equal(await codeOf(), 'answered');
    assert.equal((await living(lab.engine)).length, 1);
    await consent.revoke(identity.id);
    await goneSoon(lab.engine);
    assert.equal(await codeOf(), 'consent-needed');
    assert.deepEqual(await living(lab.engine), []);
  });

  test('does not answer for a container that was started anew with what the old stack knew', async () => {
    const bare = await idOf('bare');
    const asks = () =>
      askName(lab.client, bare, 'bare', 'A', never, 15_000, { enter: false, helpers: { containers: helpers, permit } });
    const first = await asks();
    assert.ok('answers' in first.result, JSON.stringify(first));
    await lab.engine.docker('stop', '-t', '0', 'bare');
    const stopped = await asks();
    assert.ok('gap' in stopped.result && stopped.result.gap.code === 'not-running', JSON.stringify(stopped));
    await lab.engine.docker('run', '-d', '--name', 'taker', '--network', 'net', 'alpine', 'sleep', '1d');
    await lab.engine.docker('start', 'bare');
    const address = await lab.engine.docker('inspect', '-f', '{{.NetworkSettings.Networks.net.IPAddress}}', 'bare');
    const again = await asks();
    assert.ok('answers' in again.result, JSON.stringify(again));
    assert.deepEqual(again.result.answers, [address]);
    await helpers.end();
  });

  test('and an exec, and root, see each interface with the index of its other end', async () => {
    const topology = await lab.store.readFull();
    const box = boxNamed(topology, 'c1');
    const real = await netlink(lab.engine, box);
    const exec = kernelThrough('exec', (argv, signal, most) => lab.client.exec(box.id, argv, signal, most));
    const joined = await run({ sandbox: box.id }, (helper) => insideLinks(kernelThrough('helper', helper.exec)));
    for (const stack of [await insideLinks(exec), joined, await netlinkStack(box.id, box.pid ?? 0, never)]) {
      const link = stack?.links.find(({ name }) => name === 'eth0');
      const { index, peerIndex, mtu, mac, addresses } = link ?? {};
      assert.deepEqual(
        { index, peerIndex, mtu, mac, addresses: addresses?.filter((one) => !one.startsWith('fe80')).sort() },
        real,
        stack?.how,
      );
      assert.ok(
        stack?.routes.some(({ destination, gateway }) => destination === '0.0.0.0/0' && gateway === '10.71.0.1'),
        stack?.how,
      );
    }
  });

  wiresElsewhere(lab, helpers);

  test('on the host sees the host’s interfaces and every sandbox’s files', async () => {
    const topology = await lab.store.readFull();
    const names = JSON.parse(await lab.engine.inNamespace('ip', '-j', 'link')) as readonly { readonly ifname: string }[];
    await run('host-processes', async (helper) => {
      let runs = 0;
      const kernel = kernelThrough('helper', (argv, signal, most) => {
        runs += 1;
        return helper.exec(argv, signal, most);
      });
      const listed = await kernel.list('/sys/class/net');
      assert.deepEqual([...(listed ?? [])].sort(), names.map(({ ifname }) => ifname).sort());
      const boxes = topology.sandboxes.filter(({ pid }) => pid !== undefined);
      const files = boxes.map(({ pid }) => `/proc/${pid}/net/dev`);
      await kernel.prefetch?.([...files, '/proc/1/nothing']);
      for (const file of files) assert.match(new TextDecoder().decode(await kernel.read(file)), /eth0:/);
      assert.equal(await kernel.read('/proc/1/nothing'), undefined);
      const bridge = topology.networks.find(({ name }) => name === 'net')?.hostInterface ?? '';
      const ports = (await kernel.list(`/sys/class/net/${bridge}/brif`)) ?? [];
      assert.ok(ports.length > 0);
      assert.equal(await kernel.linkName(`/sys/class/net/${ports[0]}/master`), bridge);
      assert.ok(((await kernel.read(`/sys/class/net/${bridge}/brforward`)) ?? []).length % 16 === 0);
      assert.ok(runs <= 6, `${runs} runs`);
    });
    await helpers.end();
  });
}

/** Every wire of a container on a bridge, by a helper on the host and another way into each sandbox, against netlink. */
function wiresElsewhere(lab: Lab, helpers: HelperContainers): void {
  for (const [way, inside] of [
    ['an exec', {}],
    ['a helper in each sandbox', { helpers: { containers: helpers, permit } }],
  ] as const) {
    test(`and ${way} name every wire of an engine that is elsewhere`, async (context) => {
      const store = new TopologyStore({
        openEngine,
        readKernel: async (topology) => {
          const reading = await readKernelByHelper(topology, lab.client, helpers, permit, never);
          const ids = topology.sandboxes.filter(({ id }) => Object.hasOwn(reading.sandboxes, id));
          // only images without tools leave the second to the helper
          const read = await Promise.all(ids.map((box) => readInside(lab.client, box, { enter: false, ...inside }, never)));
          const seen = Object.fromEntries(ids.flatMap(({ id }, at) => (read[at] ? [[id, read[at]] as const] : [])));
          return { ...reading, sandboxes: { ...reading.sandboxes, ...seen } };
        },
      });
      try {
        store.connect([{ context: 'default', endpoint: lab.engine.host }]);
        const topology = await store.readFull();
        const truth = await kernelTruth(lab.engine, topology);
        const lines = topology.endpoints.flatMap((endpoint) => {
          const links = endpoint.sandbox && truth.sandboxes.get(endpoint.sandbox)?.links;
          if (!links) return [];
          const own = links.find(({ addr_info }) =>
            addr_info?.some(({ local }) => local === endpoint.addresses[0]?.split('/')[0]),
          );
          const peer = truth.host.find(({ ifindex }) => ifindex === own?.link_index);
          const wire = topology.wires.find((one) => one.endpoint === endpoint.id);
          const told = wire?.hostInterface?.value ?? wire?.gaps.map(({ code }) => code).join();
          return [{ sandbox: endpoint.sandbox, told, real: peer?.ifname, inside: wire?.sandboxInterface?.value === own?.ifname }];
        });
        const agree = lines.filter(({ told, real, inside: same }) => told === real && same);
        context.diagnostic(`agree ${agree.length} of ${lines.length}`);
        const wrong = lines.filter(({ told, real }) => told?.startsWith('veth') && told !== real);
        assert.deepEqual(wrong, []);
        assert.ok(lines.length >= 4);
        if (lab.version === '20.10' || way !== 'an exec')
          assert.deepEqual(
            lines.filter((line) => !agree.includes(line)),
            [],
          );
      } finally {
        store.dispose();
        await helpers.end();
      }
    });
  }
}

function boxNamed(topology: Topology, name: string): Sandbox {
  const box = topology.sandboxes.find((one) => sandboxName(one) === name && ownerOf(one));
  assert.ok(box);
  return box;
}

async function netlink(engine: LabEngine, box: Sandbox) {
  const printed = await engine.inNamespace('nsenter', '--net', `--target=${box.pid}`, 'ip', '-j', '-d', 'addr', 'show', 'eth0');
  const [link] = JSON.parse(printed);
  const addresses = (link.addr_info as readonly { readonly local: string; readonly prefixlen: number }[])
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`)
    .filter((one) => !one.startsWith('fe80'))
    .sort();
  return { index: link.ifindex, peerIndex: link.link_index, mtu: link.mtu, mac: link.address, addresses };
}

async function living(engine: LabEngine): Promise<readonly string[]> {
  const ids = await engine.docker('ps', '-aq', '--no-trunc', '--filter', `label=${helperLabel}`);
  return ids === '' ? [] : ids.split('\n');
}

function goneSoon(engine: LabEngine): Promise<unknown> {
  return until('no helper is left', async () => (await living(engine)).length === 0, 10_000);
}
