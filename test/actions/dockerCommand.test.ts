import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerCommand } from '../../src/actions/dockerCommand.ts';
import { engine } from '../predictions/sketch.ts';

const network = { id: 'n1', name: 'localnet' };
const container = { id: 'a'.repeat(64), name: 'c1' };

test('an attach has an option for each setting', () => {
  const settings = {
    aliases: ['db', 'store'],
    address: '10.7.0.5',
    address6: 'fd00::5',
    linkLocal: ['169.254.7.7'],
    links: ['c2:other'],
    driverOptions: { 'com.example.a': 'b c' },
    gatewayPriority: -2,
  };
  assert.equal(
    dockerCommand({ kind: 'attach', engine, network, container, settings }),
    "docker network connect --alias db --alias store --ip 10.7.0.5 --ip6 fd00::5 --link-local-ip 169.254.7.7 --link c2:other --driver-opt 'com.example.a=b c' --gw-priority -2 localnet c1",
  );
});

test('a detach by force says so, in the context of its engine', () => {
  assert.equal(
    dockerCommand({ kind: 'detach', engine, network, container, force: true }, 'lab'),
    'docker --context lab network disconnect --force localnet c1',
  );
});

test('a create has pools, options and flags; one that takes its settings from another has a driver too', () => {
  const pools = [{ subnet: '10.7.0.0/24', gateway: '10.7.0.9', range: '10.7.0.128/25', reserved: { nas: '10.7.0.4' } }];
  assert.equal(
    dockerCommand({
      kind: 'create',
      engine,
      spec: { name: 'x', driver: 'overlay', pools, attachable: true, options: { encrypted: '' } },
    }),
    'docker network create --driver overlay --attachable --subnet 10.7.0.0/24 --ip-range 10.7.0.128/25 --gateway 10.7.0.9 --aux-address nas=10.7.0.4 --opt encrypted x',
  );
  assert.equal(
    dockerCommand({ kind: 'create', engine, spec: { name: 'x', driver: 'macvlan', configFrom: 'template' } }),
    'docker network create --driver macvlan --config-from template x',
  );
  assert.equal(
    dockerCommand({ kind: 'create', engine, spec: { name: 't', driver: 'null', configOnly: true } }),
    'docker network create --config-only t',
  );
});

test('names are no options and no shell', () => {
  assert.equal(dockerCommand({ kind: 'remove', engine, network: { id: 'n', name: '-f' } }), 'docker network rm -- -f');
  assert.equal(
    dockerCommand({ kind: 'remove', engine, network: { id: 'n', name: "a'; rm $HOME" } }),
    "docker network rm 'a'\\''; rm $HOME'",
  );
});
