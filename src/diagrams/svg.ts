import type { Say } from './diagram.ts';
import type { PlacedDiagram, PlacedShape, PlacedText, PlacedWire } from './placed.ts';
import { plainText, visibleText } from './plainText.ts';
import { frameStyle, svgStyle, type Theme } from './svgStyle.ts';

/** Escapes text for XML content and quoted attributes. */
export function escapeXml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * The picture as SVG text. Colours are classes that the panel's stylesheet fills from the theme; with `theme` it is a file of its own,
 * with resolved colours. In the panel a shape is a tree item: `data-shape` and `data-wire` are indexes into `shapes` and `wires`.
 */
export function svgText(placed: PlacedDiagram, say: Say, theme?: Theme): string {
  const { width, height } = placed;
  const label = escapeXml(`${placed.title}: ${placed.question}`);
  const tree = placed.shapes.length > 0 ? `<g class="shapes" role="tree" aria-label="${escapeXml(placed.title)}">` : '<g>';
  // frames are behind the wires that lead into them
  const frames = placed.shapes.flatMap((each, index) => (each.shape.kind === 'frame' ? [shapeElement(each, index)] : []));
  const framed = frames.length > 0;
  const wires = ['<g class="wires" aria-hidden="true">', ...placed.wires.map(wireElement), '</g>'];
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="graphics-document" aria-label="${label}">`,
    ...(theme
      ? [`<title>${escapeXml(placed.title)}</title><style>${svgStyle(theme)}${framed ? frameStyle(theme) : ''}</style>`]
      : []),
    ...(theme ? [`<rect class="paper" width="${width}" height="${height}"/>`] : []),
    ...placed.texts.map((text) => textElement(text, 0, 0)),
    ...(framed ? [tree, ...frames, ...wires] : [...wires, tree]),
    ...placed.shapes.flatMap((each, index) => (each.shape.kind === 'frame' ? [] : [shapeElement(each, index)])),
    '</g>',
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;

  function shapeElement(placedShape: PlacedShape, index: number): string {
    const { shape, x, y, texts } = placedShape;
    const expanded = shape.fold ? ` aria-expanded="${shape.fold.open}"` : '';
    return [
      `<g class="shape kind-${shape.kind} tone-${shape.tone} state-${shape.state}" data-shape="${index}" role="treeitem" aria-level="${shape.lane + 1}"${expanded} tabindex="-1"><title>${escapeXml(nameOf(placedShape, say))}</title><g aria-hidden="true">`,
      outline(placedShape),
      shape.kind === 'sandbox' && shape.state !== 'plain' ? `<circle class="mark" cx="${x + 19}" cy="${y + 19.5}" r="4"/>` : '',
      ...texts.map((text) => textElement(text, x, y)),
      '</g></g>',
    ].join('');
  }
}

/** Name and tooltip of a shape: its sentence, then what stands in it and what had no room, where the sentence does not hold it. */
function nameOf({ shape, spoken }: PlacedShape, say: Say): string {
  const kernel = shape.kernelName;
  const mark = kernel?.source === 'inferred' ? ` (${say({ code: 'map.inferred', args: [] })})` : '';
  const title = shape.kind === 'endpoint' ? shape.title : '';
  const facts = [title, kernel ? `${kernel.name}${mark}` : '', ...shape.lines.map((line) => line.text), ...shape.details]
    .map((label) => plainText(say(label)))
    .filter((fact) => fact !== '');
  return [spoken, ...facts.filter((fact) => !spoken.includes(fact))].join('. ');
}

function outline({ shape, x, y, width, height }: PlacedShape): string {
  const radius = shape.kind === 'endpoint' ? 12 : 6;
  const box = `<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;
  if (shape.kind !== 'network' && shape.kind !== 'parent' && shape.kind !== 'vtep' && shape.kind !== 'gateway') return box;
  return `${box}<path class="edge" d="M${x + 1} ${y + 6}V${y + height - 6}"/>`;
}

function wireElement({ wire, path, middle }: PlacedWire, index: number): string {
  const dashed = wire.dashed ? ' dashed' : '';
  const line = `<path class="wire tone-${wire.tone}${dashed}" data-wire="${index}" d="${path}"/>`;
  if (wire.form === undefined) return line;
  // a tunnel is wider than what it carries; a cross, not only a colour, says that it leads nowhere
  const tube = `<path class="tube tone-${wire.tone} form-${wire.form}" d="${path}"/>`;
  if (wire.form === 'tunnel' || !middle) return `${tube}${line}`;
  const { x, y } = middle;
  return `${tube}${line}<path class="cross" d="M${x - 6} ${y - 6}l12 12M${x + 6} ${y - 6}l-12 12"/>`;
}

function textElement(text: PlacedText, dx: number, dy: number): string {
  const x = text.x + dx;
  const y = text.y + dy;
  const anchor = text.anchor === 'start' ? '' : ` text-anchor="${text.anchor}"`;
  const parts = text.parts.map((part) => `<tspan class="${part.role}">${escapeXml(part.text)}</tspan>`).join('');
  const sign = text.sign ? signElement(text.sign, x - 15, y) : '';
  return `${sign}<text x="${x}" y="${y}" font-size="${text.size}"${anchor} xml:space="preserve">${parts}</text>`;
}

/** A triangle for a warning, a tick for what is in order: forms, not only colours. */
function signElement(sign: 'warning' | 'good', x: number, y: number): string {
  if (sign === 'good') return `<path class="sign good" d="M${x + 1} ${y - 4}l3.5 3.5l6 -7.5"/>`;
  return `<path class="sign warning" d="M${x + 5.5} ${y - 9.5}l5.5 10h-11zM${x + 5.5} ${y - 6}v3M${x + 5.5} ${y - 1.8}v0.6"/>`;
}
