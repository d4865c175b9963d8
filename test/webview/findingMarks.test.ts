import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../src/findings/finding.ts';
import { findingMarks } from '../../src/webview/findingMarks.ts';
import { overviewText } from '../../src/webview/overviewText.ts';

function finding(id: string, severity: Finding['severity'], subjects: readonly string[]): Finding {
  return { id, severity, subjects, code: 'unused-network', message: { code: 'x', args: [] }, evidence: [] } as unknown as Finding;
}

test('a thing has the gravest mark of what is found of it; notes leave none, and neither does what is silenced', () => {
  const findings = [
    finding('f1', 'warning', ['a', 'b']),
    finding('f2', 'error', ['a']),
    finding('f3', 'info', ['c']),
    finding('f4', 'error', ['d']),
  ];
  assert.deepEqual(
    [...findingMarks({ findings, silenced: ['f4'] })],
    [
      ['a', 'error'],
      ['b', 'warning'],
    ],
  );
  assert.deepEqual(findingMarks({ findings, silenced: [] }).get('d'), 'error');
});

test('a cell says in words what it shows by size, dashes and marks', () => {
  const context = {
    say: (label: unknown) => String(label),
    t: (code: string, ...args: readonly (string | number)[]) => [code.slice('panel.'.length), ...args].join(' '),
  } as never;
  const cell = {
    id: 'cell',
    name: 'shop',
    tone: 'bridge',
    driver: 'bridge',
    subnet: '10.1.0.0/24',
    members: [
      { subject: 'a', name: 'web', address: '10.1.0.2', state: 'running' },
      { subject: 'b', name: 'old\u202e', state: 'stopped', mark: 'error' },
    ],
    stopped: 1,
    mark: 'error',
  } as const;
  assert.equal(overviewText(cell, context), 'shop · bridge · 10.1.0.0/24 · cell-endpoints 2 · cell-stopped 1 · cell-error');
  assert.equal(overviewText(cell, context, 0), 'web · 10.1.0.2 · shop · legend-running');
  assert.match(overviewText(cell, context, 1), /^old.* · shop · legend-stopped · cell-error$/);
  assert.doesNotMatch(overviewText(cell, context, 1), /\u202e/);
  assert.equal(
    overviewText({ ...cell, members: [], stopped: 0, mark: undefined } as never, context),
    'shop · bridge · 10.1.0.0/24 · cell-unused',
  );
});
