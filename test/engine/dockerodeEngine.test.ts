import assert from 'node:assert/strict';
import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import { EngineError, type EngineErrorReason } from '../../src/engine/engineError.ts';
import { FakeEngine, type FakeEngineOptions, recorded, send } from '../support/fakeEngine.ts';

async function withEngine<T>(
  options: FakeEngineOptions,
  use: (client: ReturnType<typeof openEngine>, engine: FakeEngine) => Promise<T>,
) {
  await using engine = await FakeEngine.start(options);
  const client = openEngine({ context: 'default', endpoint: engine.host });
  try {
    return await use(client, engine);
  } finally {
    client.close();
  }
}

/** Answers one path in its own way. */
function when(asked: string, act: (response: ServerResponse) => void): FakeEngineOptions {
  return {
    override: (path, _, response) => {
      if (path === asked) act(response);
      return path === asked;
    },
  };
}

const fails = (reason: EngineErrorReason) => (error: unknown) => {
  assert.ok(error instanceof EngineError, String(error));
  assert.equal(error.reason, reason, error.message);
  return true;
};

test('lists are asked in the version that both sides know', () =>
  withEngine({ answers: recorded('engine-28.5'), apiVersion: '1.44' }, async (client, engine) => {
    const paths: string[] = [];
    engine.override = (_, request) => {
      paths.push(request.url ?? '');
      return false;
    };
    assert.deepEqual(await client.networks(), recorded('engine-28.5').networks);
    assert.deepEqual(paths, ['/_ping', '/v1.44/networks']);
  }));

test('an engine newer than us is spoken to in our version', () =>
  withEngine({ apiVersion: '1.60' }, async (client) => assert.deepEqual(await client.ping(), { apiVersion: '1.51' })));

test('an engine that is too old is refused, one that asks for newer clients too', async () => {
  await withEngine({ apiVersion: '1.20' }, (client) => assert.rejects(client.networks(), fails('api-too-old')));
  const tooOld =
    'client version 1.51 is too old. Minimum supported API version is 1.60, please upgrade your client to a newer version';
  await withEngine(
    when('/networks', (response) => send(response, 400, { message: tooOld })),
    (client) => assert.rejects(client.networks(), fails('api-too-new')),
  );
});

test('a socket that is not there is unreachable, and names itself', async () => {
  const client = openEngine({ context: 'default', endpoint: 'unix:///nowhere/docker.sock' });
  await assert.rejects(
    client.ping(),
    (error: Error) => fails('unreachable')(error) && /unix:\/\/\/nowhere\/docker\.sock/.test(error.message),
  );
});

test('DOCKER_HOST of the environment is never taken for an explicit endpoint', () =>
  withEngine({}, async (_, engine) => {
    const before = process.env.DOCKER_HOST;
    process.env.DOCKER_HOST = 'tcp://127.0.0.1:1';
    try {
      const client = openEngine({ context: 'default', endpoint: engine.host });
      assert.deepEqual(await client.networks(), []);
      client.close();
    } finally {
      if (before === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = before;
    }
  }));

test('an answer that is no JSON, or of no engine, is malformed', async () => {
  await withEngine(
    when('/networks', (response) => response.end('<html>')),
    (client) => assert.rejects(client.networks(), fails('malformed')),
  );
  const stranger = http.createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const client = openEngine({ context: 'default', endpoint: `tcp://127.0.0.1:${(stranger.address() as AddressInfo).port}` });
  await assert.rejects(client.networks(), fails('malformed'));
  client.close();
  stranger.close();
});

test('a redirect is refused, and nobody else is asked', async () => {
  let asked = 0;
  const elsewhere = http.createServer((_, response) => {
    asked++;
    response.end('[]');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  for (const location of [`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/networks`, 'gopher://x', '//']) {
    const options = when('/networks', (response) => response.writeHead(302, { location }).end());
    await withEngine(options, (client) => assert.rejects(client.networks(), fails('malformed')));
  }
  elsewhere.close();
  assert.equal(asked, 0);
});

test('a signal ends a call at once, before and after the answer has begun', async () => {
  for (const begin of [false, true]) {
    let reached: () => void = () => {};
    const inside = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const hang: FakeEngineOptions['override'] = (path, _, response) => {
      if (path !== '/networks') return false;
      if (begin) response.writeHead(200).write('[');
      reached();
      return true;
    };
    await withEngine({ override: hang }, async (client) => {
      const end = new AbortController();
      const call = client.networks(end.signal);
      await inside;
      end.abort();
      await assert.rejects(call, fails('cancelled'));
      await assert.rejects(client.networks(end.signal), fails('cancelled'));
    });
  }
});

test('an answer without end is cut off', () => {
  const flood: FakeEngineOptions['override'] = (path, _, response) => {
    if (!path.startsWith('/containers/x/archive')) return false;
    const piece = Buffer.alloc(1024 * 1024);
    const more = () => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', more);
    more();
    return true;
  };
  return withEngine({ override: flood }, (client) =>
    assert.rejects(client.readFile('x', '/etc/resolv.conf'), fails('malformed')),
  );
});

test('an answer that breaks off is unreachable', () => {
  const options = when('/networks', (response) => {
    response.writeHead(200, { 'Content-Length': '100' }).write('[');
    setImmediate(() => response.destroy());
  });
  return withEngine(options, (client) => assert.rejects(client.networks(), fails('unreachable')));
});

test('exec gives both streams and the exit code, without a shell', () => {
  const frame = (stream: number, text: string) =>
    Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);
  let argv: unknown;
  const override: FakeEngineOptions['override'] = (path, _, response, body) => {
    if (path === '/containers/c/exec') {
      argv = (JSON.parse(body) as { Cmd: unknown }).Cmd;
      send(response, 201, { Id: 'e1' });
    } else if (path === '/exec/e1/start') {
      response.write(frame(1, 'ou').subarray(0, 5));
      response.end(Buffer.concat([frame(1, 'ou').subarray(5), frame(2, 'err'), frame(1, 't')]));
    } else if (path === '/exec/e1/json') send(response, 200, { ExitCode: 3 });
    else return false;
    return true;
  };
  return withEngine({ override }, async (client) => {
    assert.deepEqual(await client.exec('c', ['nslookup', 'a; rm -rf /']), { exitCode: 3, stdout: 'out', stderr: 'err' });
    assert.deepEqual(argv, ['nslookup', 'a; rm -rf /']);
  });
});

test('events come one by one, however the stream is cut; broken lines are left out', () => {
  const lines = [
    '{"Type":"network","Action":"connect","Actor":{"ID":"n1","Attributes":{"container":"c1"}},"timeNano":1795640768770278018}',
    'garbage',
    'null',
    '{"Type":"container","Action":"start"}',
  ];
  const override: FakeEngineOptions['override'] = (path, _, response) => {
    if (!path.startsWith('/events')) return false;
    for (const piece of `${lines.join('\n')}\n`.match(/.{1,7}/gs) ?? []) response.write(piece);
    response.end();
    return true;
  };
  return withEngine({ override }, async (client) => {
    const events: unknown[] = [];
    await client.followEvents(
      { open: () => events.push('open'), event: (event) => events.push(event) },
      undefined,
      new AbortController().signal,
    );
    assert.deepEqual(events, [
      'open',
      { type: 'network', action: 'connect', id: 'n1', attributes: { container: 'c1' }, time: '1795640768.770278018' },
      { type: 'container', action: 'start', id: '', attributes: {} },
    ]);
  });
});

test('ids and names can’t leave their place in a path', () =>
  withEngine({}, async (client, engine) => {
    await assert.rejects(client.inspectContainer('../networks?x=', undefined), fails('not-found'));
    assert.equal(engine.requests.at(-1), 'GET /containers/..%2Fnetworks%3Fx%3D/json');
  }));

test('a server without a ping is no Docker Engine', () =>
  withEngine(
    when('/_ping', (response) => response.writeHead(404).end('<html>')),
    (client) => assert.rejects(client.networks(), fails('malformed')),
  ));

test('a reading on a kept connection that the engine closes is asked again, a change never', async () => {
  let hangUps = 1;
  const override: FakeEngineOptions['override'] = (path, request, response) => {
    if (!['/networks', '/networks/create'].includes(path) || hangUps-- <= 0) return false;
    request.socket.destroy();
    response.destroy();
    return true;
  };
  await withEngine({ override }, async (client, engine) => {
    assert.deepEqual(await client.networks(), []);
    hangUps = 1;
    await assert.rejects(client.createNetwork({ name: 'n', driver: 'bridge' }), fails('unreachable'));
    assert.equal(engine.requests.filter((request) => request.startsWith('POST')).length, 1);
  });
});

test('a call that is cancelled while the version is asked for costs the others nothing', async () => {
  let answer: () => void = () => {};
  let reached: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const override: FakeEngineOptions['override'] = (path, _, response) => {
    if (path !== '/_ping') return false;
    answer = () => response.end('OK');
    reached();
    return true;
  };
  await withEngine({ override }, async (client) => {
    const end = new AbortController();
    const cancelled = client.networks(end.signal);
    const other = client.containers();
    await asked;
    end.abort();
    await assert.rejects(cancelled, fails('cancelled'));
    answer();
    assert.deepEqual(await other, []);
  });
});

test('a closed client asks nothing any more', () =>
  withEngine({}, async (client, engine) => {
    await client.networks();
    const before = engine.requests.length;
    client.close();
    await assert.rejects(client.networks(), fails('cancelled'));
    assert.equal(engine.requests.length, before);
  }));

test('a port that is the default of HTTP stays the port', async () => {
  const client = openEngine({ context: 'default', endpoint: 'tcp://127.0.0.1:80' });
  const said = await client.ping().then(
    () => '127.0.0.1:80',
    (error: Error) => error.message,
  );
  assert.doesNotMatch(said, /2375/);
  client.close();
});
