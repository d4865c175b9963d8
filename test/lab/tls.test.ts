/**
 * An engine that asks for certificates, and contexts that the docker command made: the right one is read, each wrong one is refused in
 * words, and nothing of a key is in what we make of it.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chosenContexts } from '../../src/engine/contexts.ts';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import type { Engine } from '../../src/model/topology.ts';
import { TopologyStore } from '../../src/topologyStore.ts';
import { type Authority, type Certificate, makeAuthority } from './certificates.ts';
import { type LabEngine, startEngine } from './engine.ts';
import { labSuite } from './labTest.ts';
import { type Relay, startRelay } from './relay.ts';
import { run } from './run.ts';

describe('an engine that asks for certificates', labSuite, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dne-tls-'));
  const config = path.join(folder, 'docker');
  let engine: LabEngine;
  let relay: Relay;
  let ours: Authority;
  let client: Certificate;
  /** Of an authority that the engine does not know. */
  let stranger: Authority;

  before(async () => {
    mkdirSync(config);
    ours = await makeAuthority(folder, 'ours');
    stranger = await makeAuthority(folder, 'stranger');
    const server = await ours.issue('localhost', 'server');
    client = await ours.issue('me', 'client');
    const tls = ['--tlsverify', '--tlscacert', ours.cert, '--tlscert', server.cert, '--tlskey', server.key];
    engine = await startEngine('20.10', { bare: true, args: ['-H', 'tcp://127.0.0.1:2376', ...tls] });
    relay = await startRelay(engine.namespace, 2376);
  });
  after(async () => {
    await relay?.close();
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Made by the docker command itself. */
  async function context(name: string, host: string, keys: string): Promise<void> {
    const docker = `host=${host}${keys ? `,${keys}` : ''}`;
    await run('docker', ['context', 'create', name, '--docker', docker], { PATH: process.env.PATH, DOCKER_CONFIG: config });
  }
  const at = (host: string) => `tcp://${host}:${relay.port}`;
  const keysOf = ({ cert }: Certificate, own?: Certificate) => `ca=${cert}${own ? `,cert=${own.cert},key=${own.key}` : ''}`;

  async function read(names: readonly string[], variables: Record<string, string> = {}): Promise<Engine> {
    const store = new TopologyStore({ openEngine });
    try {
      const environment = { variables: { DOCKER_CONFIG: config, ...variables }, home: folder, platform: process.platform };
      store.connect(await chosenContexts(environment, names));
      const topology = await store.readFull();
      for (const key of [client.key, ours.key, stranger.key]) {
        const [, secret = ''] = readFileSync(key, 'utf8').split('\n');
        assert.ok(secret.length > 30 && !JSON.stringify(topology).includes(secret), 'a key is in the Topology');
      }
      const [one] = topology.engines;
      assert.ok(one);
      return one;
    } finally {
      store.dispose();
    }
  }

  async function refusal(name: string): Promise<string> {
    const { state, reason, said } = await read([name]);
    assert.equal(state, 'refused');
    return `${reason}: ${said}`;
  }

  test('is read with the right ones', async () => {
    await context('right', at('localhost'), keysOf(ours, client));
    const { state, said, version } = await read(['right']);
    assert.deepEqual([state, said, version], ['ready', undefined, engine.serverVersion]);
  });

  test('is read with the variables that the docker command takes', async () => {
    const keys = path.join(folder, 'keys');
    mkdirSync(keys);
    for (const [from, to] of [
      [ours.cert, 'ca.pem'],
      [client.cert, 'cert.pem'],
      [client.key, 'key.pem'],
    ] as const)
      cpSync(from, path.join(keys, to));
    const host = { DOCKER_HOST: `localhost:${relay.port}`, DOCKER_CERT_PATH: keys };
    assert.equal((await read([], { ...host, DOCKER_TLS_VERIFY: '1' })).state, 'ready');
    assert.equal((await read([], { ...host, DOCKER_TLS_VERIFY: '1', DOCKER_API_VERSION: '1.40' })).apiVersion, '1.40');
    assert.equal((await read([], host)).reason, 'context-invalid');
  });

  test('is refused where its certificate is of another authority', async () => {
    await context('other-ca', at('localhost'), keysOf(stranger, client));
    assert.match(await refusal('other-ca'), /^forbidden: tcp:\/\/localhost:\d+: .*certificate/);
  });

  test('is refused where its name is another', async () => {
    await context('other-name', at('127.0.0.1'), keysOf(ours, client));
    assert.match(await refusal('other-name'), /^forbidden: .*IP: 127\.0\.0\.1 is not in the cert's list/);
    await context('unchecked', at('127.0.0.1'), `${keysOf(stranger, client)},skip-tls-verify=true`);
    assert.equal((await read(['unchecked'])).state, 'ready');
  });

  test('refuses who brings no certificate, or one that it does not know', async () => {
    await context('none', at('localhost'), keysOf(ours));
    assert.match(await refusal('none'), /^forbidden: .*certificate/);
    await context('unknown', at('localhost'), keysOf(ours, await stranger.issue('me', 'client')));
    assert.match(await refusal('unknown'), /^forbidden: .*(certificate|unknown ca)/);
  });

  test('says that it wants TLS', async () => {
    await context('plain', at('localhost'), '');
    assert.match(await refusal('plain'), /^context-invalid: Client sent an HTTP request to an HTTPS server/);
  });

  test('is not asked with a key that is none, or another’s', async () => {
    await context('garbled', at('localhost'), keysOf(ours, client));
    const hash = createHash('sha256').update('garbled').digest('hex');
    const key = path.join(config, 'contexts/tls', hash, 'docker/key.pem');
    writeFileSync(key, 'no key');
    assert.match(await refusal('garbled'), /^context-invalid: /);
    cpSync(stranger.key, key);
    assert.match(await refusal('garbled'), /^context-invalid: /);
  });
});
