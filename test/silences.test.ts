import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAll } from '../src/findings/rules.ts';
import { type SilenceStorage, Silences } from '../src/silences.ts';
import { badgeCount, findingNodes } from '../src/views/findingNodes.ts';
import { sketch } from './predictions/sketch.ts';

class Storage implements SilenceStorage {
  readonly values = new Map<string, unknown>();
  get(key: string): unknown {
    return this.values.get(key);
  }
  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, JSON.parse(JSON.stringify(value)));
  }
}

const topology = sketch({ a: {}, b: {}, c: { ipv6: true } }, {});
const findings = findAll({ topology, observations: [] });
const silences = () => {
  const storages = { workspace: new Storage(), user: new Storage() };
  return { storages, silences: new Silences(storages) };
};
const unused = (network: string) => `unused-network ${network}`;

test('a silenced finding is silent, its neighbour is not; a silenced rule silences all that it finds', async () => {
  const { silences: all } = silences();
  await all.add({ kind: 'finding', of: unused('a'), scope: 'user' });
  assert.deepEqual([...all.silent(findings)], [unused('a')]);
  await all.add({ kind: 'rule', of: 'unused-network', scope: 'workspace' });
  assert.deepEqual([...all.silent(findings)].sort(), [unused('a'), unused('b'), unused('c')]);
});

test('what is brought back is told again, whatever kept it silent', async () => {
  const { silences: all } = silences();
  let changes = 0;
  all.onDidChange(() => {
    changes += 1;
  });
  await all.add({ kind: 'finding', of: unused('a'), scope: 'user' });
  await all.add({ kind: 'rule', of: 'unused-network', scope: 'workspace' });
  const [finding] = findings.filter(({ id }) => id === unused('a'));
  assert.ok(finding);
  assert.equal(all.of(finding).length, 2);
  await all.remove(all.of(finding));
  assert.equal(all.silent(findings).size, 0);
  assert.ok(changes >= 3);
});

test('silences are kept by the storage of their scope, once, and seen by another window', async () => {
  const { storages, silences: all } = silences();
  await all.add({ kind: 'rule', of: 'unused-network', scope: 'workspace' });
  await all.add({ kind: 'rule', of: 'unused-network', scope: 'workspace' });
  assert.equal(storages.user.values.size, 0);
  assert.deepEqual(new Silences(storages).list(), [{ kind: 'rule', of: 'unused-network', scope: 'workspace' }]);
});

test('a broken storage silences nothing', () => {
  const { storages, silences: all } = silences();
  storages.user.values.set('dockerNetworks.silences', [null, 3, { kind: 'x', of: 'y' }, { kind: 'rule' }]);
  storages.workspace.values.set('dockerNetworks.silences', 'nonsense');
  assert.deepEqual(all.list(), []);
});

test('silenced findings are counted in a group of their own and not in the badge', () => {
  const silent = new Set([unused('a'), 'ipv6-half-on c']);
  const nodes = findingNodes(findings, { groupBy: 'none', silent, topology });
  const last = nodes.at(-1);
  assert.deepEqual([last?.label, last?.description], [{ code: 'tree.silenced', args: [] }, ['2']]);
  assert.deepEqual(last?.children.map(({ subject }) => subject).sort(), ['ipv6-half-on c', unused('a')]);
  assert.ok(last?.children.every(({ flags }) => flags.includes('silenced')));
  assert.equal(badgeCount(findings.filter(({ id }) => !silent.has(id))), 0);
  assert.equal(badgeCount(findings), 1);
});

test('findings are grouped by severity, and by the network they are about', () => {
  const by = (groupBy: 'severity' | 'network') =>
    findingNodes(findings, { groupBy, silent: new Set(), topology }).map(({ label, children }) => [
      typeof label === 'string' ? label : label.code,
      children.length,
    ]);
  assert.deepEqual(by('severity'), [
    ['tree.severity-warning', 1],
    ['tree.severity-info', 3],
  ]);
  assert.deepEqual(by('network'), [
    ['a', 1],
    ['b', 1],
    ['c', 2],
  ]);
});
