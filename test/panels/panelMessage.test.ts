import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../src/findings/finding.ts';
import { word } from '../../src/model/word.ts';
import { isCurrent, parsePanelMessage } from '../../src/panels/panelMessage.ts';
import type { PanelMessage } from '../../src/protocol.ts';
import { blogTopology } from '../diagrams/literalTopology.ts';

/** One of each; the compiler wants every type here. */
const messages: { readonly [T in PanelMessage['type']]: Extract<PanelMessage, { type: T }> } = {
  ready: { type: 'ready' },
  refresh: { type: 'refresh' },
  readWires: { type: 'readWires' },
  cancelCheck: { type: 'cancelCheck' },
  copyMap: { type: 'copyMap', network: 'id-localnet' },
  exportMap: { type: 'exportMap', network: 'id-localnet' },
  copyOverlay: { type: 'copyOverlay', network: 'id-localnet' },
  exportOverlay: { type: 'exportOverlay', network: 'id-localnet' },
  reveal: { type: 'reveal', id: 'id-localnet' },
  attach: { type: 'attach', sandbox: 'id-c1', network: 'id-localnet' },
  attachTo: { type: 'attachTo', network: 'id-localnet' },
  detach: { type: 'detach', endpoint: blogTopology().endpoints[0]?.id ?? '' },
  explainFrom: { type: 'explainFrom', id: 'id-c1' },
  tracePort: { type: 'tracePort', publisher: 'id-c1' },
  copyAttach: { type: 'copyAttach', sandbox: 'id-c1', network: 'id-localnet' },
  observe: { type: 'observe', sandboxes: ['id-c1'], names: ['web', 'c1'], record: 'A' },
  look: { type: 'look', sandbox: 'id-c1', name: 'web', record: 'AAAA' },
  exportNames: { type: 'exportNames', to: 'csv', sandboxes: ['id-c1'], names: ['web'], record: 'A' },
  tryPath: { type: 'tryPath', path: { from: { sandbox: 'id-c1' }, to: { name: 'web' }, port: 80, protocol: 'tcp' } },
  copyPath: { type: 'copyPath', path: { from: { sandbox: 'id-c1' }, to: { outside: true }, protocol: 'icmp' }, as: 'markdown' },
  fix: { type: 'fix', finding: 'f' },
  copyCommand: { type: 'copyCommand', finding: 'f' },
  checkName: { type: 'checkName', sandbox: 'id-c1', name: 'web' },
  copyLookup: { type: 'copyLookup', sandbox: 'id-c1', name: 'web' },
};

for (const message of Object.values(messages)) {
  test(`${message.type} comes through as it is, without anything beside it`, () => {
    assert.deepEqual(parsePanelMessage(JSON.parse(JSON.stringify(message))), message);
    assert.deepEqual(parsePanelMessage({ ...message, command: 'workbench.action.quit', extra: [1] }), message);
  });

  test(`${message.type} without one of its parts, or with a part that is no text, is ignored`, () => {
    for (const [key, right] of Object.entries(message)) {
      const lists = Array.isArray(right) ? [['id-c1', 7], ['id-c1', ''], [['id-c1']], ['x'.repeat(200_000)]] : [['id-c1']];
      for (const wrong of [undefined, null, '', 0, true, [], {}, ...lists, { toString: () => 'id-c1' }, 'x'.repeat(200_000)]) {
        assert.equal(parsePanelMessage({ ...message, [key]: wrong }), undefined, `${key}: ${String(wrong).slice(0, 20)}`);
      }
    }
  });
}

test('what is no message at all is ignored', () => {
  const inherited = Object.create({ type: 'reveal', id: 'id-c1' }) as unknown;
  const polluted = JSON.parse('{"__proto__": {"type": "ready"}}') as unknown;
  for (const value of [
    undefined,
    null,
    0,
    '',
    'ready',
    [],
    ['ready'],
    {},
    { type: {} },
    { type: 'READY' },
    { type: 'toString' },
    { type: '__proto__' },
    () => 'ready',
    Symbol('ready'),
    polluted,
  ]) {
    assert.equal(parsePanelMessage(value), undefined);
  }
  assert.equal(parsePanelMessage(inherited), undefined);
});

test('the map of all needs no network', () => {
  for (const type of ['copyMap', 'exportMap'] as const) {
    assert.deepEqual(parsePanelMessage({ type }), { type });
    assert.equal(isCurrent({ type }, blogTopology(), []), true);
  }
});

test('a getter is not called', () => {
  let called = false;
  const message = {
    type: 'reveal',
    get id() {
      called = true;
      return 'id-c1';
    },
  };
  assert.equal(parsePanelMessage(message), undefined);
  assert.equal(called, false);
});

const finding: Finding = {
  id: 'f',
  code: 'unused-network',
  severity: 'info',
  subjects: ['id-leftover'],
  message: word('finding.unused-network', 'leftover'),
  evidence: [],
  fix: { title: word('fix.remove-network', 'leftover'), command: 'dockerNetworks.removeNetwork', arguments: ['id-leftover'] },
};

test('a message about something that there is counts', () => {
  for (const message of Object.values(messages)) assert.equal(isCurrent(message, blogTopology(), [finding]), true, message.type);
  for (const id of ['engine1', 'id-localnet', 'id-localnet/id-c1', 'id-c1']) {
    assert.equal(isCurrent({ type: 'reveal', id }, blogTopology(), []), true, id);
  }
});

test('a message about something that is gone, or of another kind, does not', () => {
  const gone: readonly PanelMessage[] = [
    { type: 'reveal', id: 'gone' },
    { type: 'attach', sandbox: 'id-localnet' },
    { type: 'checkName', sandbox: 'gone', name: 'web' },
    { type: 'copyLookup', sandbox: 'id-localnet', name: 'web' },
    { type: 'fix', finding: 'gone' },
    { type: 'copyCommand', finding: 'id-c1' },
    { type: 'copyMap', network: 'gone' },
    { type: 'exportMap', network: 'id-c1' },
  ];
  for (const message of gone) assert.equal(isCurrent(message, blogTopology(), [finding]), false, message.type);
});

test('a finding without a fix can neither be fixed nor copied', () => {
  const { fix: _, ...unfixable } = finding;
  assert.equal(isCurrent(messages.fix, blogTopology(), [unfixable]), false);
  assert.equal(isCurrent(messages.copyCommand, blogTopology(), [unfixable]), false);
});
