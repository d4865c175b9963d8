import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sshArguments, sshTarget } from '../../src/engine/sshTarget.ts';

const after = (endpoint: string) => {
  const args = sshArguments(sshTarget(endpoint));
  return args.slice(args.indexOf('-T') + 1);
};

test('host, user and port are arguments of their own, the host after the last option', () => {
  assert.deepEqual(after('ssh://far'), ['--', 'far', 'docker', 'system', 'dial-stdio']);
  assert.deepEqual(after('ssh://me@far:2222'), ['-l', 'me', '-p', '2222', '--', 'far', 'docker', 'system', 'dial-stdio']);
  assert.deepEqual(after('ssh://[fe80::1]').slice(0, 2), ['--', 'fe80::1']);
});

test('a path is the socket over there, and its shell takes it as one word', () => {
  assert.equal(after('ssh://far/run/user/1000/docker.sock')[3], '--host=unix:///run/user/1000/docker.sock');
  assert.equal(after('ssh://far/a;reboot')[3], `'--host=unix:///a;reboot'`);
  assert.equal(after(`ssh://far/it's%20$HOME`)[3], `'--host=unix:///it'\\''s $HOME'`);
  assert.equal(after('ssh://far/').length, 5);
});

test('nothing is asked for, and the user’s other sessions are left alone', () => {
  const args = sshArguments(sshTarget('ssh://far')).join(' ');
  for (const option of ['BatchMode=yes', 'ControlMaster=no', 'ClearAllForwardings=yes', 'ConnectTimeout=30'])
    assert.ok(args.includes(`-o ${option}`), option);
});

test('what ssh could take for an option, and passwords, are refused', () => {
  for (const endpoint of [
    'ssh://-oProxyCommand=reboot',
    'ssh://-l@far',
    'ssh://%2doProxyCommand=reboot',
    'ssh://me:secret@far',
    'ssh://',
    'ssh:///run/docker.sock',
    'ssh://far?x=1',
    'ssh://far/a%0ab',
  ])
    assert.throws(() => sshTarget(endpoint), { reason: 'context-invalid' }, endpoint);
});
