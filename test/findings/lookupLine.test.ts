import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookupLine } from '../../src/findings/lookupLine.ts';
import { emptyTopology, type Topology } from '../../src/model/topology.ts';

const id = 'c'.repeat(64);

function topologyWith(name: string, context: string): Topology {
  const container = { id, name, state: 'running', image: 'alpine' };
  return {
    ...emptyTopology(''),
    engines: [{ id: 'e' as never, context, endpoint: 'unix:///x', state: 'ready', here: 'unknown' }],
    sandboxes: [
      { id: id as never, engine: 'e' as never, kind: 'container', containers: [container], publishedPorts: [], detail: 'listed' },
    ],
  };
}

test('a look-up as a line names the container, and the context where it is not the default one', () => {
  assert.equal(lookupLine(topologyWith('c4', 'default'), { sandbox: id, name: 'c3', type: 'A' }), 'docker exec c4 nslookup c3');
  assert.equal(
    lookupLine(topologyWith('c4', 'lab'), { sandbox: id, name: 'c3', type: 'AAAA' }),
    'docker --context lab exec c4 nslookup -type=AAAA c3',
  );
});

test('hostile names stay one argument; what could pass for an option makes no line', () => {
  assert.equal(
    lookupLine(topologyWith('-rm; x', 'default'), { sandbox: id, name: "a'; rm -rf /", type: 'A' }),
    `docker exec ${id} nslookup 'a'\\''; rm -rf /'`,
  );
  assert.equal(lookupLine(topologyWith('c4', 'default'), { sandbox: id, name: '-x', type: 'A' }), undefined);
  assert.equal(lookupLine(topologyWith('c4', 'default'), { sandbox: 'gone', name: 'c3', type: 'A' }), undefined);
});
