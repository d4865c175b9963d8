import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostMap } from '../../src/diagrams/hostMap.ts';
import { layoutDiagram } from '../../src/diagrams/layout.ts';
import { escapeXml, svgText } from '../../src/diagrams/svg.ts';
import { diagramText } from '../../src/diagrams/text.ts';
import { emptyTopology, type Topology } from '../../src/model/topology.ts';
import { englishSay } from './englishWords.ts';
import { blogTopology, container, endpoint, engine, network, sandbox } from './literalTopology.ts';

const say = englishSay();
const draw = (topology: Topology, theme?: 'dark' | 'light') => svgText(layoutDiagram(hostMap(topology), say), say, theme);

const hostile = [
  '<script>alert(1)</script>',
  '"><image href="x" onerror="alert(1)"/>',
  "' onload='alert(1)",
  ']]><!--',
  '&lt;&#60;&amp;',
  '</title></text></svg><svg onload=alert(1)>',
  'line\nbreak\r\u2028end',
  '\u202egnp.exe\u2066',
  '\u0000\u0007\ud800\ufffe',
  '{0} {1}',
  'url(javascript:alert(1))',
  '</style><style>*{display:none}</style>',
  'x'.repeat(10_000),
  '\u0915\u094d\u200d\u0937 😀 한국어',
];

function named(name: string): Topology {
  return {
    ...emptyTopology(name),
    engines: [engine({ context: name, version: name, operatingSystem: name, state: 'refused', said: name })],
    networks: [
      network('n', { name, driver: name, hostInterface: name, pools: [{ subnet: name, gateway: name, range: name }] }),
      network('b', { name, hostInterface: name }),
      network('m', { name, driver: 'macvlan', parent: name }),
    ],
    sandboxes: [
      sandbox('a', {
        containers: [{ ...container('a', name), name, image: name }],
        sandboxKey: name,
        publishedPorts: [{ protocol: 'tcp', port: 1, hostAddress: name, hostPort: 2 }],
      }),
    ],
    endpoints: [
      endpoint('a', 'n', name, { mac: name, gateway: name, aliases: [name] }),
      endpoint('a', 'b', name),
      endpoint('a', 'm', name),
    ],
    gaps: [{ engine: engine().id, code: 'network-not-inspected', why: name }],
  };
}

for (const name of hostile) {
  test(`the picture stays well-formed with ${JSON.stringify(name.slice(0, 40))} everywhere`, () => {
    for (const theme of [undefined, 'dark'] as const) {
      const svg = draw(named(name), theme);
      assert.deepEqual(elementsOf(svg), elementsOf(draw(named('plain name'), theme)), 'other elements than with a plain name');
      assert.doesNotMatch(svg, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/);
    }
  });
}

test('a line of text stays a line when names break theirs', () => {
  const lines = (text: string) => text.split('\n').length;
  assert.equal(lines(diagramText(hostMap(named('a\nb\r\nc')), say)), lines(diagramText(hostMap(named('abc')), say)));
});

test('escaping leaves none of the five characters of markup', () => {
  assert.equal(escapeXml(`<a b="c" d='e'>&`), '&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;');
});

test('in the panel nothing has a style of its own: neither attribute nor element nor colour', () => {
  const svg = draw(blogTopology());
  assert.doesNotMatch(svg, /<style|\bstyle=|fill=|stroke=|#[0-9a-f]{6}\b/);
});

test('an exported picture carries its colours and needs nothing from outside', () => {
  const svg = draw(blogTopology(), 'light');
  assert.match(svg, /<style>/);
  assert.doesNotMatch(svg, /var\(--|href|url\(|@import/);
});

test('every shape is a tree item with a name that holds all that stands in it, and is read only once', () => {
  const placed = layoutDiagram(hostMap(blogTopology()), say);
  const items = [
    ...svgText(placed, say).matchAll(
      /<g class="shape [^>]* role="treeitem" [^>]*tabindex="-1"><title>([^<]+)<\/title><g aria-hidden="true">/g,
    ),
  ];
  assert.equal(items.length, placed.shapes.length);
  placed.shapes.forEach(({ shape, full }, index) => {
    for (const text of full) {
      for (const part of text.split(/ · | \+ /).filter((each) => each !== 'exited')) {
        assert.ok(items[index]?.[1]?.includes(escapeXml(part)), `${shape.id}: ${part} in ${items[index]?.[1]}`);
      }
    }
  });
});

/** Every element with every attribute that it has, once; throws where tags do not match or markup is left over. */
function elementsOf(svg: string): readonly string[] {
  const open: string[] = [];
  const seen = new Set<string>();
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, end: string, tag: string, attributes: string, alone: string) => {
      if (end) assert.equal(open.pop(), tag);
      else {
        for (const [, attribute = ''] of attributes.matchAll(/\s([\w:-]+)="/g)) seen.add(`${tag} ${attribute}`);
        if (!alone) open.push(tag);
      }
      return '';
    },
  );
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest, /[<>]/);
  return [...seen].sort();
}
