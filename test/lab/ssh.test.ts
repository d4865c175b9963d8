/** Engines of another machine through a real sshd: what is read is what the socket says, refusals have words, and no process is left. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import type { EngineError } from '../../src/engine/engineError.ts';
import type { Topology } from '../../src/model/topology.ts';
import { TopologyStore } from '../../src/topologyStore.ts';
import { type LabEngine, startEngine } from './engine.ts';
import { labSuite, topologyOf } from './labTest.ts';
import { until } from './run.ts';
import { blogScenario } from './scenario.ts';
import { Sshd } from './sshd.ts';

describe('an engine through ssh', labSuite, () => {
  let engine: LabEngine;
  let sshd: Sshd;
  let store: TopologyStore;
  const endpoint = () => `ssh://${sshd.host}`;
  const state = () => store.topology.engines[0]?.state;
  const connect = (url = endpoint()) => store.connect([{ context: 'far', endpoint: url }]);

  before(async () => {
    engine = await startEngine('20.10');
    await blogScenario(engine);
    sshd = await Sshd.start(engine);
    store = new TopologyStore({ openEngine });
  });
  after(async () => {
    store?.dispose();
    await sshd?.stop();
    await engine?.stop();
  });

  test('tells the same as its socket, with three processes at most', async () => {
    connect();
    store.setVisible(true);
    await until('ready', () => state() === 'ready');
    const far = await store.readFull();
    assert.deepEqual(comparable(far), comparable(await topologyOf(engine)));
    assert.ok(far.sandboxes.length > 3);
    assert.ok(sshd.clients.length <= 3, `${sshd.clients.length} processes`);
  });

  test('its changes arrive by themselves', async () => {
    await engine.docker('network', 'create', 'fresh');
    await until('the new network', () => store.topology.networks.some(({ name }) => name === 'fresh'));
    assert.ok(sshd.clients.length <= 3);
  });

  test('attach, look-ups and detach go the same way', async () => {
    const client = store.client(store.topology.engines[0]?.id ?? ('' as never));
    assert.ok(client);
    await client.attach('fresh', 'c1');
    const { stdout } = await client.exec('c1', ['nslookup', 'web']);
    assert.match(stdout, /127\.0\.0\.11/);
    assert.match(await client.readFile('c1', '/etc/resolv.conf'), /127\.0\.0\.11/);
    await client.detach('fresh', 'c1');
    assert.ok(sshd.clients.length <= 3);
  });

  test('is lost when sshd goes, keeps its rows, and comes back by itself', async () => {
    await sshd.kill();
    await until('lost', () => state() === 'lost');
    assert.ok(store.topology.networks.length > 3);
    await until('ssh’s own words', () => store.topology.engines[0]?.said?.includes('Connection refused'));
    await sshd.start();
    await until('ready', () => state() === 'ready');
  });

  test('ends every process, here and over there, with the connection', async () => {
    assert.ok(sshd.dials.length > 0);
    store.connect([]);
    await until('no ssh here', () => sshd.clients.length === 0);
    await until('no docker over there', () => sshd.dials.length === 0);
  });

  test('is found at another socket by the path of its address', async () => {
    const client = openEngine({ context: 'far', endpoint: `ssh://root@${sshd.host}/nowhere/docker.sock` });
    const error = await client.ping().catch((reason: EngineError) => reason);
    client.close();
    // Debian 12's docker takes the path; older ones leave it out and answer from the usual socket
    if ('reason' in error) assert.match(error.message, /nowhere\/docker\.sock|Cannot connect|dial unix/);
  });

  test('of a machine that is not known is refused in ssh’s words', async () => {
    await sshd.know(false);
    assert.deepEqual(await refusal(), ['refused', 'forbidden', `${endpoint()}: Host key verification failed.`]);
    await sshd.know(true);
  });

  test('that does not let the user in is refused in ssh’s words', async () => {
    await sshd.letIn(false);
    const [was, reason, said] = await refusal();
    assert.deepEqual([was, reason], ['refused', 'forbidden']);
    assert.match(said ?? '', /Permission denied \(publickey\)/);
    await sshd.letIn(true);
    await store.refresh();
    assert.equal(state(), 'ready');
  });

  async function refusal(): Promise<readonly (string | undefined)[]> {
    store.connect([]);
    connect();
    await until('refused', () => state() === 'refused');
    const [one] = store.topology.engines;
    return [one?.state, one?.reason, one?.said];
  }
});

/** Without what differs by the way: the engine's id and address, and times. */
function comparable(topology: Topology): unknown {
  const [engine] = topology.engines;
  const text = JSON.stringify({ networks: topology.networks, endpoints: topology.endpoints, sandboxes: topology.sandboxes });
  return JSON.parse(text.replaceAll(engine?.id ?? '', 'engine'));
}
