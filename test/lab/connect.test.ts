/** Real connects by the extension's own means: in images with and without tools, by helper containers, from the host. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { sandboxName } from '../../src/model/lookup.ts';
import type { Topology } from '../../src/model/topology.ts';
import type { PathQuestion } from '../../src/predictions/path.ts';
import { explainPath } from '../../src/predictions/reachability.ts';
import { HelperContainers } from '../../src/probes/helperContainer.ts';
import { observePath } from '../../src/probes/observePath.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { serving } from './pathScenario.ts';

onEachEngine('a connect', tests, async (engine) => {
  await engine.docker('network', 'create', 'net');
  await engine.docker('network', 'create', 'other');
  await engine.docker('run', '-d', '--name', 'web', '--network', 'net', '-p', '5000:80', ...serving);
  await engine.docker('run', '-d', '--name', 'tools', '--network', 'net', 'alpine', 'sleep', '1d');
  await engine.docker('run', '-d', '--name', 'bare', '--network', 'net', 'static', 'sleep', '1d');
  await engine.docker('run', '-d', '--name', 'apart', '--network', 'other', 'static', 'sleep', '1d');
});

function tests(lab: Lab): void {
  const helpers = new HelperContainers();
  afterEach(() => helpers.end());

  /** What came of it and by which means; as a user without root, on an engine that is elsewhere. */
  async function tried(ask: (topology: Topology) => PathQuestion, consent: boolean) {
    const topology = await lab.store.readFull();
    const question = ask(topology);
    const predicted = explainPath(topology, question);
    const means = () => ({ enter: false, helpers: { containers: helpers, permit: consent ? { image: '' } : undefined } });
    const { how, result } = await observePath(
      { topology, question, predicted, client: () => lab.client, means },
      AbortSignal.timeout(60_000),
    );
    return [how, 'gap' in result ? result.gap.code : result.outcome];
  }

  const box = (topology: Topology, name: string) => {
    const found = topology.sandboxes.find((sandbox) => sandboxName(sandbox) === name);
    assert.ok(found, name);
    return { sandbox: found.id };
  };
  const between = (from: string, to: string, port?: number) => (topology: Topology) => ({
    from: box(topology, from),
    to: box(topology, to),
    ...(port === undefined ? {} : { port }),
  });

  test('is made by the programs of the image where it has some, and asks for no consent', async () => {
    assert.deepEqual(await tried(between('tools', 'web', 80), false), ['exec nc', 'open']);
    assert.deepEqual(await tried(between('tools', 'web', 9), false), ['exec nc', 'refused']);
    assert.deepEqual(await tried(between('tools', 'web'), false), ['exec ping', 'open']);
  });

  test('in an image with one static binary needs a helper container, which makes it with consent', async () => {
    assert.deepEqual(await tried(between('bare', 'web', 80), false), ['helper', 'consent-needed']);
    assert.deepEqual(await living(lab), []);
    assert.deepEqual(await tried(between('bare', 'web', 80), true), ['helper nc', 'open']);
    assert.deepEqual(await tried(between('bare', 'web', 9), true), ['helper nc', 'refused']);
    assert.deepEqual(await tried(between('apart', 'web', 80), true), ['helper nc', 'filtered']);
    // the static busybox of the lab asks for a raw socket, which a helper has no right to
    assert.deepEqual(await tried(between('bare', 'web'), true), ['helper ping', 'probe-failed']);
    await helpers.end();
    assert.deepEqual(await living(lab), []);
  });

  test('from the host of an engine that is elsewhere is made by a helper on that host', async () => {
    const published =
      (address: string) =>
      ({ engines: [engine] }: Topology): PathQuestion => {
        assert.ok(engine);
        return { from: { host: engine.id }, to: { published: { engine: engine.id, port: 5000, address } } };
      };
    assert.deepEqual(await tried(published(lab.engine.address), false), ['helper', 'consent-needed']);
    assert.deepEqual(await tried(published(lab.engine.address), true), ['helper nc', 'open']);
    // on the loopback the proxy takes whatever comes (and wget of the lab's static busybox crashes)
    assert.deepEqual(await tried(published('127.0.0.1'), true), ['helper nc', 'unknown']);
    await helpers.end();
    assert.deepEqual(await living(lab), []);
  });

  test('from outside is not made where only the host itself could', async () => {
    const outside = ({ engines: [engine] }: Topology): PathQuestion => {
      assert.ok(engine);
      const to = { published: { engine: engine.id, port: 5000, address: lab.engine.address } };
      return { from: { outside: true }, to };
    };
    assert.deepEqual(await tried(outside, true), ['not tried', 'outside-nowhere']);
    assert.deepEqual(await living(lab), []);
  });
}

/** Helpers that are there, running or not. */
async function living({ engine }: Lab): Promise<readonly string[]> {
  const names = await engine.docker('ps', '-a', '--format', '{{.Names}}');
  return names.split('\n').filter((name) => name.startsWith('docker-network-explorer-'));
}
