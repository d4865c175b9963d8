import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { ContextEnvironment } from '../../src/engine/contextFiles.ts';
import { chosenContexts, currentContext, listContexts } from '../../src/engine/contexts.ts';
import { watchContexts } from '../../src/engine/watchContexts.ts';

const home = mkdtempSync(path.join(tmpdir(), 'dne-contexts-'));
after(() => rmSync(home, { recursive: true, force: true }));

const docker = path.join(home, '.docker');

function store(name: string, meta: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  mkdirSync(path.join(docker, 'contexts/meta', hash), { recursive: true });
  writeFileSync(path.join(docker, 'contexts/meta', hash, 'meta.json'), meta);
  return hash;
}

const stored = (name: string, host: unknown) =>
  store(name, JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } }));

stored('lab', 'tcp://10.1.2.3:2376');
stored('desktop-linux', 'unix:///run/user/1000/docker.sock');
stored('far', 'ssh://me@far');
stored('dash', 'ssh://-oProxyCommand=x');
stored('secret', 'ssh://me:hunter2@far');
stored('odd', 42);
stored('script', 'javascript:alert(1)');
store('broken', '{');
const tls = path.join(docker, 'contexts/tls', createHash('sha256').update('lab').digest('hex'), 'docker');
mkdirSync(tls, { recursive: true });
writeFileSync(path.join(tls, 'ca.pem'), 'CA');
writeFileSync(
  path.join(docker, 'config.json'),
  JSON.stringify({ auths: { 'r.example': { auth: 'c2VjcmV0' } }, currentContext: 'lab' }),
);

const environment = (
  variables: ContextEnvironment['variables'] = {},
  platform: NodeJS.Platform = 'linux',
): ContextEnvironment => ({ variables, home, platform });
const one = async (variables?: ContextEnvironment['variables'], names: readonly string[] = []) => {
  const [choice] = await chosenContexts(environment(variables), names);
  assert.ok(choice);
  return choice;
};

test('DOCKER_HOST beats DOCKER_CONTEXT, which beats the current context, which beats the default', async () => {
  assert.deepEqual(await one({ DOCKER_HOST: 'unix:///a.sock', DOCKER_CONTEXT: 'lab' }), {
    context: 'default',
    endpoint: 'unix:///a.sock',
  });
  assert.equal((await one({ DOCKER_CONTEXT: 'desktop-linux' })).context, 'desktop-linux');
  assert.equal((await one()).context, 'lab');
  assert.deepEqual(await one({ DOCKER_CONFIG: path.join(home, 'nowhere') }), {
    context: 'default',
    endpoint: 'unix:///var/run/docker.sock',
  });
  assert.equal((await one({ DOCKER_HOST: '' })).context, 'lab');
});

test('a context brings its keys, a socket needs none', async () => {
  assert.deepEqual(await one({}, ['lab']), {
    context: 'lab',
    endpoint: 'tcp://10.1.2.3:2376',
    tls: { skipVerify: false, ca: Buffer.from('CA') },
  });
  assert.deepEqual(await one({}, ['desktop-linux']), { context: 'desktop-linux', endpoint: 'unix:///run/user/1000/docker.sock' });
});

test('a context that can’t be used says why, and costs the others nothing', async () => {
  const choices = await chosenContexts(environment(), [
    'dash',
    'missing',
    'odd',
    'broken',
    'script',
    'lab',
    '../../etc',
    'secret',
  ]);
  const said = choices.map((choice) => ('error' in choice ? `${choice.error.reason}: ${choice.error.message}` : choice.endpoint));
  assert.match(said[0] ?? '', /context-invalid: "-oProxyCommand=x" is no name of a host/);
  assert.match(said[1] ?? '', /context-invalid: there is no context "missing"/);
  assert.match(said[2] ?? '', /context-invalid: .*names no host/);
  assert.match(said[3] ?? '', /context-invalid: .*no JSON/);
  assert.match(said[4] ?? '', /context-invalid: .*no address of an engine/);
  assert.equal(said[5], 'tcp://10.1.2.3:2376');
  assert.match(said[6] ?? '', /there is no context/);
  assert.match(said[7] ?? '', /context-invalid: ssh:\/\/far: a password in the address/);
  assert.equal(JSON.stringify(choices).includes('hunter2'), false);
});

test('the list has the default first, then every stored context whose name can be read', async () => {
  assert.deepEqual(
    (await listContexts(environment())).map(({ context }) => context),
    ['default', 'dash', 'desktop-linux', 'far', 'lab', 'odd', 'script', 'secret'],
  );
});

test('TLS of the default context comes from its variables', async () => {
  const secure = await one({ DOCKER_HOST: 'tcp://10.1.2.3:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: tls });
  assert.deepEqual(secure, {
    context: 'default',
    endpoint: 'tcp://10.1.2.3:2376',
    tls: { skipVerify: false, ca: Buffer.from('CA') },
  });
  assert.equal('tls' in (await one({ DOCKER_HOST: 'tcp://10.1.2.3:2375', DOCKER_CERT_PATH: tls })), false);
});

test('DOCKER_API_VERSION is kept for the connection', async () => {
  assert.deepEqual(await one({ DOCKER_HOST: 'unix:///a.sock', DOCKER_API_VERSION: '1.41' }), {
    context: 'default',
    endpoint: 'unix:///a.sock',
    apiVersion: '1.41',
  });
});

test('DOCKER_HOST is read as the CLI reads it: scheme, host and port have defaults', async () => {
  const endpointOf = async (host: string, more: ContextEnvironment['variables'] = {}) => {
    const choice = await one({ DOCKER_HOST: host, ...more });
    return 'error' in choice ? choice.error.message : choice.endpoint;
  };
  assert.equal(await endpointOf('10.1.2.3:2375'), 'tcp://10.1.2.3:2375');
  assert.equal(await endpointOf('far.example'), 'tcp://far.example:2375');
  assert.equal(await endpointOf('far.example', { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: tls }), 'tcp://far.example:2376');
  assert.equal(await endpointOf(':1234'), 'tcp://localhost:1234');
  assert.equal(await endpointOf('tcp://[::1]'), 'tcp://[::1]:2375');
  assert.equal(await endpointOf('tcp://10.1.2.3:80'), 'tcp://10.1.2.3:80');
  assert.equal(await endpointOf(' unix:// '), 'unix:///var/run/docker.sock');
  assert.equal(await endpointOf('https://far.example/'), 'https://far.example:2376');
  assert.equal(await endpointOf('ssh://me@far:2222/run/docker.sock'), 'ssh://me@far:2222/run/docker.sock');
  assert.match(await endpointOf('fd://3'), /no address of an engine/);
  assert.match(await endpointOf('tcp://far/path'), /a path after the address/);
  assert.match(await endpointOf('tcp://me:hunter2@far:1'), /^far:1: a user in the address/);
  assert.match(await endpointOf('tcp://far:99999'), /host and port are expected/);
});

test('the CLI’s own context says what made it so', async () => {
  assert.deepEqual(await currentContext(environment({ DOCKER_HOST: 'x', DOCKER_CONTEXT: 'lab' })), {
    name: 'default',
    by: 'DOCKER_HOST',
  });
  assert.deepEqual(await currentContext(environment({ DOCKER_CONTEXT: 'far' })), { name: 'far', by: 'DOCKER_CONTEXT' });
  assert.deepEqual(await currentContext(environment()), { name: 'lab', by: 'config' });
  const nowhere = { DOCKER_CONFIG: path.join(home, 'nowhere') };
  assert.deepEqual(await currentContext(environment(nowhere)), { name: 'default', by: 'nothing' });
});

test('a config.json that can’t be read is refused in words that quote nothing of it, and names that are set need none', async () => {
  const folder = path.join(home, 'broken');
  mkdirSync(folder);
  for (const text of ['{"auths":{"r.example":{"auth":"c2VjcmV0"}},', '[]', 'x'.repeat(1024 * 1024 + 1)]) {
    writeFileSync(path.join(folder, 'config.json'), text);
    const choice = await one({ DOCKER_CONFIG: folder });
    assert.ok('error' in choice);
    assert.match(choice.error.message, /config\.json(:? is no JSON|: it is larger than)/);
    assert.equal(choice.error.message.includes('c2VjcmV0'), false);
    assert.equal('error' in (await one({ DOCKER_CONFIG: folder }, ['default'])), false);
  }
});

test('each platform has its own default', async () => {
  const [windows] = await chosenContexts({ variables: {}, home: 'nowhere', platform: 'win32' }, []);
  assert.equal(windows?.endpoint, 'npipe:////./pipe/docker_engine');
});

test('nothing of config.json but the current context is kept', async () => {
  assert.equal(JSON.stringify(await listContexts(environment())).includes('c2VjcmV0'), false);
});

test('a new context is told of', async () => {
  let told: () => void = () => {};
  const change = new Promise<void>((resolve) => {
    told = resolve;
  });
  const watching = watchContexts(environment(), told);
  stored('new', 'unix:///new.sock');
  await change;
  watching.dispose();
});

test('a first context is told of where there was no folder of Docker’s yet, and so is a key of one', async () => {
  const fresh = path.join(home, 'fresh');
  let told: () => void = () => {};
  const next = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  const watching = watchContexts(environment({ DOCKER_CONFIG: fresh }), () => told());
  const steps = [
    () => mkdirSync(path.join(fresh, 'contexts'), { recursive: true }),
    () => mkdirSync(path.join(fresh, 'contexts/tls/abc/docker'), { recursive: true }),
    () => writeFileSync(path.join(fresh, 'contexts/tls/abc/docker/key.pem'), 'KEY'),
    () => writeFileSync(path.join(fresh, 'config.json'), '{}'),
  ];
  for (const step of steps) {
    const change = next();
    step();
    await change;
  }
  watching.dispose();
});

test('a change inside a context is told of, also of one that came later', async () => {
  let calls = 0;
  let told: () => void = () => {};
  const watching = watchContexts(environment(), () => {
    calls++;
    told();
  });
  const change = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  for (const host of ['unix:///1.sock', 'unix:///2.sock', 'unix:///3.sock']) {
    const next = change();
    stored('later', host);
    await next;
    assert.equal((await one({}, ['later'])).endpoint, host);
  }
  assert.ok(calls >= 3);
  watching.dispose();
});

test('a key that can’t be read makes the context unusable, with the file named', async () => {
  stored('keys', 'tcp://10.1.2.3:2376');
  const folder = path.join(docker, 'contexts/tls', createHash('sha256').update('keys').digest('hex'), 'docker');
  mkdirSync(path.join(folder, 'key.pem'), { recursive: true });
  const choice = await one({}, ['keys']);
  assert.ok('error' in choice);
  assert.match(choice.error.message, /key\.pem: it is no file/);
});
