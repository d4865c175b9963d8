/**
 * What changes on a real engine arrives by itself; an engine that goes away is told of and comes back, with a picture that equals a fresh
 * reading and no connection left over; our own looking changes nothing.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync, renameSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import type { EngineClient } from '../../src/engine/engine.ts';
import { endpointsOf, isRunning, sandboxName } from '../../src/model/lookup.ts';
import type { Sandbox, Topology } from '../../src/model/topology.ts';
import { TopologyStore } from '../../src/topologyStore.ts';
import { collected } from '../support/leftovers.ts';
import { type Lab, onEachEngine, topologyOf } from './labTest.ts';
import { until } from './run.ts';

onEachEngine('a store that follows', tests);

const forever = ['sleep', '1d'] as const;

function tests(lab: Lab): void {
  const reads = { lists: 0, events: 0 };
  let store: TopologyStore;
  let connectionsBefore = 0;

  before(async () => {
    connectionsBefore = connections();
    store = new TopologyStore({ openEngine: (choice) => counting(openEngine(choice), reads) });
    store.connect([{ context: 'default', endpoint: lab.engine.host }]);
    store.setVisible(true);
    await arrives('the first reading', (topology) => topology.engines[0]?.state === 'ready');
  });
  after(() => store?.dispose());
  /** Connections of this machine's clients that the engine has accepted and not ended. */
  const connections = () => {
    const open = `/proc/${readFileSync(path.join(lab.engine.folder, 'dockerd.pid'), 'utf8').trim()}/fd`;
    const held = new Set(readdirSync(open).map((fd) => /^socket:\[(\d+)\]$/.exec(linkOf(path.join(open, fd)))?.[1]));
    const sockets = readFileSync('/proc/net/unix', 'utf8').matchAll(/ 0001 03 +(\d+) \S*\/docker\.sock$/gm);
    return [...sockets].filter(([, inode]) => held.has(inode)).length;
  };
  /** What was seen through the fault is what somebody sees who comes afterwards. */
  const isLikeNew = async () => {
    assert.deepEqual(timeless(await store.readFull()), timeless(await topologyOf(lab.engine)));
  };

  const docker = (...args: readonly string[]) => lab.engine.docker(...args);
  const arrives = (what: string, holds: (topology: Topology) => unknown, limit?: number) =>
    until(what, () => Boolean(holds(store.topology)), limit);
  const stack = (name: string, topology = store.topology) => topology.sandboxes.find((sandbox) => sandboxName(sandbox) === name);
  const network = (name: string, topology = store.topology) => topology.networks.find((one) => one.name === name);
  const joined = (container: string, to: string) => {
    const endpoints = endpointsOf(store.topology, { sandbox: stack(container)?.id ?? '', network: network(to)?.id ?? '' });
    return endpoints.length === 1 ? endpoints[0] : undefined;
  };

  test('sees a network come', async () => {
    await docker('network', 'create', 'one');
    await docker('network', 'create', 'two');
    await arrives('networks one and two', () => network('one') && network('two'));
  });

  test('sees a container come, start, with its address', async () => {
    await docker('create', '--name', 'first', '--network', 'one', 'alpine', ...forever);
    await arrives('the created container', () => stack('first')?.containers[0]?.state === 'created');
    assert.deepEqual(joined('first', 'one')?.addresses, []);
    await docker('start', 'first');
    await arrives('its address', () => joined('first', 'one')?.addresses.length === 1);
  });

  test('sees an attach and a detach', async () => {
    await docker('network', 'connect', 'two', 'first');
    await arrives('the endpoint on two', () => joined('first', 'two')?.addresses.length === 1);
    await docker('network', 'disconnect', 'two', 'first');
    await arrives('the endpoint on two gone', () => !joined('first', 'two'));
    assert.ok(joined('first', 'one'));
  });

  test('sees a rename, with the id as it was', async () => {
    const id = stack('first')?.id;
    await docker('rename', 'first', 'renamed');
    await arrives('the new name', () => stack('renamed'));
    assert.equal(stack('renamed')?.id, id);
    assert.equal(stack('first'), undefined);
  });

  test('sees the aliases of a new attach in what was inspected before', async () => {
    await store.readFull();
    await docker('network', 'connect', '--alias', 'known-as', 'two', 'renamed');
    await arrives('the endpoint on two', () => joined('renamed', 'two'));
    await store.readDetail(stack('renamed')?.id ?? '');
    assert.deepEqual(joined('renamed', 'two')?.aliases, ['known-as']);
    await docker('network', 'disconnect', 'two', 'renamed');
    await arrives('the endpoint on two gone', () => !joined('renamed', 'two'));
  });

  test('sees a pause, a stop and a start', async () => {
    const running = (sandbox: Sandbox | undefined) => sandbox !== undefined && isRunning(sandbox);
    await docker('pause', 'renamed');
    await arrives('the pause', () => stack('renamed')?.containers[0]?.state === 'paused');
    await docker('unpause', 'renamed');
    await docker('stop', '-t', '0', 'renamed');
    await arrives('the stop', () => stack('renamed') && !running(stack('renamed')));
    assert.deepEqual(joined('renamed', 'one')?.addresses, []);
    await docker('start', 'renamed');
    await arrives('the start', () => running(stack('renamed')) && joined('renamed', 'one')?.addresses.length === 1);
  });

  test('sees what emits no event, the attach of a stopped container, at the next refresh', async () => {
    await docker('create', '--name', 'still', '--network', 'one', 'alpine', ...forever);
    await arrives('the container', () => stack('still'));
    await docker('network', 'connect', 'two', 'still');
    await store.refresh();
    assert.ok(joined('still', 'two'));
    await docker('rm', 'still');
    await arrives('the container gone', () => !stack('still'));
  });

  test('sees `docker rm -f` and a removed network', async () => {
    await docker('rm', '-f', 'renamed');
    await arrives('the container gone', () => !stack('renamed'));
    await docker('network', 'rm', 'two');
    await arrives('the network gone', () => !network('two'));
    assert.deepEqual(
      store.topology.endpoints.filter((endpoint) => endpoint.network === network('one')?.id),
      [],
    );
  });

  test('reads seldom while thirty containers start, and has them all in the end', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `many-${at}`);
    await Promise.all(names.map((name) => docker('create', '--name', name, '--network', 'one', 'static', ...forever)));
    await arrives('all created', () => names.every((name) => stack(name)));
    const began = { ...reads };
    const start = performance.now();
    await Promise.all(names.map((name) => docker('start', name)));
    await arrives('all thirty with their addresses', () => names.every((name) => joined(name, 'one')?.addresses.length === 1));
    const seconds = (performance.now() - start) / 1000;
    const events = reads.events - began.events;
    const lists = reads.lists - began.lists;
    assert.ok(events >= 60, `${events} events`);
    // one at once, then at most one in 150 ms, and one poll
    assert.ok(lists <= 3 + seconds / 0.15 && lists < events, `${lists} readings for ${events} events in ${seconds} s`);
    await docker('rm', '-f', ...names);
    await arrives('all gone', () => names.every((name) => !stack(name)));
  });

  test('does not read again because of its own looking: execs and file reads', async () => {
    await docker('run', '-d', '--name', 'asked', '--network', 'one', 'alpine', ...forever);
    await arrives('the container', () => joined('asked', 'one')?.addresses.length === 1);
    const client = store.client(store.topology.engines[0]?.id ?? ('' as never));
    const container = stack('asked')?.id ?? '';
    assert.ok(client);
    await docker('network', 'create', 'before');
    await arrives('the network before', () => network('before'));
    await settled();
    const began = { ...reads };
    for (let round = 0; round < 15; round++) {
      await client.exec(container, ['nslookup', 'asked']);
      await client.readFile(container, '/etc/resolv.conf');
    }
    await docker('network', 'create', 'mark');
    await arrives('the network that marks the end', () => network('mark'));
    assert.ok(reads.events - began.events >= 46, `${reads.events - began.events} events`);
    // the mark's first reading and its last; one poll may fall between
    assert.ok(reads.lists - began.lists <= 3, `${reads.lists - began.lists} readings`);
  });

  test('says that a killed engine is lost, keeps what was read, and has the new state when it is back', async () => {
    const before = store.topology;
    await lab.engine.kill();
    await arrives('the loss', ({ engines }) => engines[0]?.state === 'lost');
    assert.equal(store.topology.engines[0]?.reason, 'unreachable');
    assert.deepEqual(idsOf(store.topology), idsOf(before));
    await lab.engine.start();
    await arrives('the engine back', ({ engines }) => engines[0]?.state === 'ready');
    await arrives('the container stopped', () => stack('asked')?.containers[0]?.state === 'exited');
    await docker('network', 'create', 'afterwards');
    await arrives('a network made after the restart', () => network('afterwards'));
    await isLikeNew();
  });

  test('comes through a clean restart of the engine', async () => {
    await lab.engine.kill('SIGTERM');
    await arrives('the loss', ({ engines }) => engines[0]?.state === 'lost');
    await lab.engine.start();
    await arrives('the engine back', ({ engines }) => engines[0]?.state === 'ready');
    await docker('network', 'rm', 'afterwards');
    await arrives('the network gone', () => !network('afterwards'));
    await isLikeNew();
  });

  test('notices an engine that stopped answering though its socket is open, and that it answers again', async () => {
    lab.engine.pause();
    try {
      await arrives('the loss', ({ engines }) => engines[0]?.state === 'lost', 60_000);
      assert.equal(store.topology.engines[0]?.reason, 'timed-out');
    } finally {
      lab.engine.resume();
    }
    await arrives('the engine back', ({ engines }) => engines[0]?.state === 'ready');
    await isLikeNew();
  });

  test('goes on over its open connections when the socket’s file is taken away, and finds the one that a restart makes', async () => {
    const { socket } = lab.engine;
    await docker('network', 'create', 'with-file');
    await arrives('the network', () => network('with-file'));
    renameSync(socket, `${socket}.away`);
    try {
      await lab.engine.docker('-H', `unix://${socket}.away`, 'network', 'create', 'without-file');
      await arrives('a network made meanwhile', () => network('without-file'));
    } finally {
      renameSync(`${socket}.away`, socket);
    }
    renameSync(socket, `${socket}.away`);
    await lab.engine.kill();
    await arrives('the loss', ({ engines }) => engines[0]?.state === 'lost');
    await lab.engine.start();
    await arrives('the engine back', ({ engines }) => engines[0]?.state === 'ready');
    await docker('network', 'create', 'new-file');
    await arrives('a network made after it', () => network('new-file'));
    await docker('network', 'rm', 'with-file', 'without-file', 'new-file');
    await arrives('all three gone', () => !network('new-file') && !network('with-file'));
    await isLikeNew();
  });

  test('stops following while nothing is visible, and catches up when it is', async () => {
    store.setVisible(false);
    const began = reads.events;
    await docker('network', 'create', 'unseen');
    assert.equal(network('unseen'), undefined);
    assert.equal(reads.events, began);
    store.setVisible(true);
    await arrives('what was missed', () => network('unseen'));
    await isLikeNew();
  });

  test('leaves no connection behind, and is itself not held by anything', async () => {
    assert.ok(connections() > connectionsBefore, 'connections are counted');
    store.dispose();
    await until('the connections are gone', () => connections() <= connectionsBefore, 20_000);
    const held = new WeakRef(store);
    store = undefined as never;
    await collected('the store', held);
  });

  /** No reading is under way or due: a change has been read for the last time. */
  async function settled(): Promise<void> {
    let last = -1;
    let since = performance.now();
    await until('a quiet store', () => {
      if (last !== reads.lists) since = performance.now();
      last = reads.lists;
      return performance.now() - since > 1000;
    });
  }
}

/** '' for a descriptor that was closed meanwhile. */
function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

function timeless({ engines, ...topology }: Topology): unknown {
  return { ...topology, readAt: '', engines: engines.map((engine) => ({ ...engine, readAt: '' })) };
}

function idsOf({ networks, sandboxes, endpoints }: Topology): readonly string[] {
  return [...networks, ...sandboxes, ...endpoints].map(({ id }) => id).sort();
}

/** The client, counting readings and events. */
function counting(client: EngineClient, counts: { lists: number; events: number }): EngineClient {
  return new Proxy(client, {
    get(target, key) {
      if (key === 'containers') {
        return (signal?: AbortSignal) => {
          counts.lists++;
          return target.containers(signal);
        };
      }
      if (key === 'followEvents') {
        const follow: EngineClient['followEvents'] = ({ open, event }, since, signal) =>
          target.followEvents(
            {
              open,
              event: (raw) => {
                counts.events++;
                event(raw);
              },
            },
            since,
            signal,
          );
        return follow;
      }
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
