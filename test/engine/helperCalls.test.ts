/** The calls that helper containers need, as they go over the wire. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import type { EngineClient, HelperSpec } from '../../src/engine/engine.ts';
import { FakeEngine, type FakeEngineOptions, send } from '../support/fakeEngine.ts';

const spec: HelperSpec = {
  name: 'docker-network-explorer-0123456789ab',
  image: 'alpine:latest',
  argv: ['sleep', '120'],
  labels: { 'docker-network-explorer.helper': 'owner' },
  networkMode: 'container:c1',
  hostProcesses: false,
};

async function asking(
  override: NonNullable<FakeEngineOptions['override']>,
  use: (client: EngineClient, engine: FakeEngine) => Promise<void>,
): Promise<void> {
  await using engine = await FakeEngine.start({ override });
  const client = openEngine({ context: 'default', endpoint: engine.host });
  try {
    await use(client, engine);
  } finally {
    client.close();
  }
}

test('a helper is made under its name, with its spec in the body', async () => {
  let body: Record<string, unknown> = {};
  await asking(
    (path, _request, response, text) => {
      if (!path.startsWith('/containers/create')) return false;
      body = JSON.parse(text);
      send(response, 201, { Id: 'made', Warnings: [] });
      return true;
    },
    async (client, engine) => {
      assert.deepEqual(await client.createHelper(spec), { id: 'made' });
      assert.ok(engine.requests.includes(`POST /containers/create?name=${spec.name}`), engine.requests.join());
      assert.deepEqual([body.Image, body.Entrypoint, body.Cmd], ['alpine:latest', ['sleep'], ['120']]);
    },
  );
});

test('removing what is gone already is no failure; what the engine is removing is waited for', async () => {
  for (const [status, requests] of [
    [404, 1],
    [409, 2],
  ] as const) {
    const asked: string[] = [];
    await asking(
      (path, request, response) => {
        if (!path.startsWith('/containers/')) return false;
        asked.push(`${request.method} ${path}`);
        send(response, request.method === 'DELETE' ? status : 200, { message: 'removal of container x is already in progress' });
        return true;
      },
      (client) => client.removeContainer('x'),
    );
    assert.deepEqual(
      asked,
      ['DELETE /containers/x?force=true&v=true', 'POST /containers/x/wait?condition=removed'].slice(0, requests),
    );
  }
});

test('an image is fetched by its tag alone, and a failure among the lines is a failure', async () => {
  const asked: string[] = [];
  let lines = '{"status":"Pulling from library/busybox"}\r\n{"status":"Download complete"}\r\n';
  await asking(
    (path, _request, response) => {
      if (!path.startsWith('/images/create')) return false;
      asked.push(path);
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(lines);
      return true;
    },
    async (client) => {
      await client.pullImage('busybox');
      await client.pullImage('registry.test:5000/tools/net:1');
      lines += '{"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}\r\n';
      await assert.rejects(client.pullImage('busybox:none'), { name: 'EngineError', message: 'manifest unknown' });
    },
  );
  assert.deepEqual(asked, [
    '/images/create?fromImage=busybox&tag=latest',
    '/images/create?fromImage=registry.test%3A5000%2Ftools%2Fnet%3A1',
    '/images/create?fromImage=busybox%3Anone',
  ]);
});

test('only containers with the label are listed', async () => {
  await asking(
    (path, _request, response) => {
      if (!path.startsWith('/containers/json')) return false;
      const filters = new URLSearchParams(path.slice(path.indexOf('?'))).get('filters');
      send(response, 200, [{ Id: filters }]);
      return true;
    },
    async (client) => assert.deepEqual(await client.containersWithLabel('a.b'), [{ Id: '{"label":["a.b"]}' }]),
  );
});
