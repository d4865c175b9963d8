/** What programs print when they try to connect: as seen on busybox 1.35, openbsd netcat 1.219, wget 1.21 and curl 7.88. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineClient, ExecResult } from '../../src/engine/engine.ts';
import type { EngineId } from '../../src/model/topology.ts';
import type { Helper, HelperContainers, HelperPlace } from '../../src/probes/helperContainer.ts';
import { parseCurl, parseNc, parsePing, parseWget } from '../../src/probes/parseConnect.ts';
import { rungsFor, tryConnect } from '../../src/probes/pathProbe.ts';

const said = (exitCode: number, stderr = '', stdout = '') => ({ exitCode, stderr, stdout });
const none = said(
  126,
  '',
  'OCI runtime exec failed: exec failed: unable to start container process: exec: "nc": executable file not found in $PATH',
);

test('nc tells open, refused and silence apart, in each of its builds', () => {
  assert.equal(parseNc(said(0)), 'open');
  assert.equal(parseNc(said(0, 'Connection to 10.1.0.2 80 port [tcp/http] succeeded!')), 'open');
  assert.equal(parseNc(said(1, 'nc: connect to 10.1.0.2 port 9 (tcp) failed: Connection refused')), 'refused');
  assert.equal(parseNc(said(1, "nc: can't connect to remote host (10.1.0.2): Connection refused")), 'refused');
  assert.equal(parseNc(said(1, 'nc: 10.1.0.2 (10.1.0.2:80): Operation timed out')), 'filtered');
  assert.equal(parseNc(said(1, 'nc: timed out')), 'filtered');
  assert.equal(parseNc(said(1, "nc: can't connect to remote host (10.1.0.9): No route to host")), 'filtered');
});

test('a program that is not there, or does not know the options, says nothing', () => {
  assert.equal(parseNc(none), undefined);
  assert.equal(
    parseNc(said(1, "nc: invalid option -- 'z'\nBusyBox v1.35.0 multi-call binary.\n\nUsage: nc [-iN] [-wN]")),
    undefined,
  );
  assert.equal(parseWget(said(127)), undefined);
  assert.equal(parsePing(said(1, 'ping: permission denied (are you root?)')), undefined);
});

test('a web client also tells whether a proxy closed what it took', () => {
  assert.equal(parseWget(said(0)), 'open');
  assert.equal(parseWget(said(1, 'wget: server returned error: HTTP/1.1 404 Not Found')), 'open');
  assert.equal(parseWget(said(1, 'wget: error getting response: Connection reset by peer')), 'closed');
  assert.equal(parseWget(said(1, "wget: can't connect to remote host (10.1.0.2): Connection refused")), 'refused');
  assert.equal(parseWget(said(1, 'wget: download timed out')), 'filtered');
  assert.equal(parseCurl(said(52, 'curl: (52) Empty reply from server')), 'closed');
  assert.equal(parseCurl(said(7, 'curl: (7) Failed to connect to 10.1.0.2 port 9: Connection refused')), 'refused');
  assert.equal(parseCurl(said(28)), 'filtered');
});

test('a ping without an answer is silence', () => {
  assert.equal(parsePing(said(0, '', '1 packets transmitted, 1 packets received, 0% packet loss')), 'open');
  assert.equal(parsePing(said(1, '', '1 packets transmitted, 0 packets received, 100% packet loss')), 'filtered');
});

test('what is run are arguments, never a shell, and behind a proxy a web client is asked first', () => {
  const plain = rungsFor({ address: '10.1.0.2', port: 80, protocol: 'tcp' });
  assert.deepEqual(plain[0]?.argv, ['nc', '-z', '-v', '-w', '3', '10.1.0.2', '80']);
  const proxied = rungsFor({ address: 'fd00::2', port: 80, protocol: 'tcp', proxied: true });
  assert.deepEqual(proxied[0]?.argv, ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://[fd00::2]:80/']);
  assert.deepEqual(rungsFor({ address: '10.1.0.2', protocol: 'icmp' })[0]?.argv, ['ping', '-c', '1', '-W', '2', '10.1.0.2']);
});

test('the next program is tried where one is missing, and what came of it is told with its name', async () => {
  const ran: string[] = [];
  const client = engineThat((argv) => {
    ran.push(argv.slice(0, 2).join(' '));
    return Promise.resolve(argv[0] === 'nc' ? none : said(0));
  });
  const { how, result } = await tryConnect(client, box, { address: '10.1.0.2', port: 80, protocol: 'tcp' }, never);
  assert.deepEqual(ran, ['nc -z', 'nc -w', 'wget -q']);
  assert.equal(how, 'exec wget');
  assert.deepEqual(result, { outcome: 'open' });
});

test('what is no address is never given to a program, and a call that was cancelled is a gap', async () => {
  const client = engineThat(() => Promise.reject(new Error('must not be asked')));
  const tried = await tryConnect(client, box, { address: '-e', port: 80, protocol: 'tcp' }, never);
  assert.ok('gap' in tried.result && tried.result.gap.code === 'unknown-subject');
  const given = await tryConnect(client, box, { address: '10.1.0.2', port: 80, protocol: 'tcp' }, AbortSignal.abort());
  assert.ok('gap' in given.result && given.result.gap.why === 'cancelled');
});

test('where the image has no program a helper tries it with consent; without it that is what is missing', async () => {
  const bare = engineThat(() => Promise.resolve(none));
  const attempt = { address: '10.1.0.2', port: 80, protocol: 'tcp' } as const;
  const places: HelperPlace[] = [];
  const containers = {
    run: (_client: EngineClient, place: HelperPlace, _permit: unknown, _signal: unknown, use: (helper: Helper) => unknown) => {
      places.push(place);
      return use({ image: 'busybox', exec: async (argv) => (argv[0] === 'nc' ? said(1, 'Connection refused') : none) });
    },
  } as unknown as HelperContainers;
  const without = await tryConnect(bare, box, attempt, never, { helpers: { containers, permit: undefined } });
  assert.ok('gap' in without.result && without.result.gap.code === 'consent-needed');
  assert.deepEqual(places, []);
  const helped = await tryConnect(bare, box, attempt, never, { helpers: { containers, permit: { image: '' } } });
  assert.deepEqual([helped.how, helped.result], ['helper nc', { outcome: 'refused' }]);
  const onHost = await tryConnect(bare, 'host', attempt, never, { helpers: { containers, permit: { image: '' } } });
  assert.deepEqual([onHost.how, onHost.result], ['helper nc', { outcome: 'refused' }]);
  assert.deepEqual(places, [box, 'host']);
});

const box = { sandbox: 'c1' };
const never = new AbortController().signal;

function engineThat(exec: (argv: readonly string[]) => Promise<ExecResult>): EngineClient {
  const parts: Pick<EngineClient, 'identity' | 'exec'> = {
    identity: { id: 'e1' as EngineId, context: 'default', endpoint: 'unix:///x' },
    exec: (_container, argv) => exec(argv),
  };
  return parts as EngineClient;
}
