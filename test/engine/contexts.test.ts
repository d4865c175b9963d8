import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { type ContextEnvironment, chosenContexts, listContexts, watchContexts } from '../../src/engine/contexts.ts';

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
  const choices = await chosenContexts(environment(), ['far', 'missing', 'odd', 'broken', 'script', 'lab', '../../etc']);
  const said = choices.map((choice) => ('error' in choice ? `${choice.error.reason}: ${choice.error.message}` : choice.endpoint));
  assert.match(said[0] ?? '', /context-invalid: ssh:\/\/me@far: ssh contexts are not supported/);
  assert.match(said[1] ?? '', /context-invalid: there is no context "missing"/);
  assert.match(said[2] ?? '', /context-invalid: .*names no host/);
  assert.match(said[3] ?? '', /context-invalid: .*no JSON/);
  assert.match(said[4] ?? '', /context-invalid: .*no address of an engine/);
  assert.equal(said[5], 'tcp://10.1.2.3:2376');
  assert.match(said[6] ?? '', /there is no context/);
});

test('the list has the default first, then every stored context whose name can be read', async () => {
  assert.deepEqual(
    (await listContexts(environment())).map(({ context }) => context),
    ['default', 'desktop-linux', 'far', 'lab', 'odd', 'script'],
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
  assert.match(choice.error.message, /key\.pem/);
});
