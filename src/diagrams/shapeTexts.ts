import type { Line, Say, Shape } from './diagram.ts';
import { cutMiddle, cutText, type Face, textWidth, wrapText } from './measure.ts';
import type { PlacedText, TextPart, TextRole } from './placed.ts';
import { plainText } from './plainText.ts';

const titleSize = 13;
const kernelSize = 12;
const lineSize = 11;
const lineHeight = 16;
const padding = 14;
const signWidth = 15;

export const shapeWidths: Readonly<Record<Shape['kind'], number>> = {
  sandbox: 192,
  group: 192,
  endpoint: 142,
  hostEnd: 120,
  network: 226,
  parent: 180,
  uplink: 180,
  port: 160,
  frame: 0,
  service: 180,
  vtep: 214,
  gateway: 214,
  tunnel: 188,
};

/** The texts of a shape from its own corner, and the height that they need. */
export function shapeTexts(
  shape: Shape,
  say: Say,
  width: number,
): { readonly texts: readonly PlacedText[]; readonly height: number } {
  const clean: Say = (label) => plainText(say(label));
  return shape.kind === 'endpoint' || shape.kind === 'hostEnd' ? pillTexts(shape, clean, width) : boxTexts(shape, clean, width);
}

/** Every text of a shape, uncut. */
export function fullTexts(shape: Shape, say: Say): readonly string[] {
  const name = [say(shape.title), shape.kernelName?.name ?? '', shape.tag === undefined ? '' : say(shape.tag)];
  return [name.filter((text) => text !== '').join(' · '), ...shape.lines.map((line) => say(line.text)), ...shape.details.map(say)]
    .map(plainText)
    .filter((text) => text !== '');
}

function boxTexts(shape: Shape, say: Say, width: number): { texts: PlacedText[]; height: number } {
  const texts: PlacedText[] = [];
  const inner = width - 2 * padding;
  let y = 8;
  const title = say(shape.title);
  if (title !== '') {
    y += 16;
    const mark = shape.kind === 'sandbox' && shape.state !== 'plain' ? 16 : 0;
    const tag = shape.tag === undefined ? '' : cutText(say(shape.tag), 'text', lineSize, inner / 2.4);
    const tagWidth = tag === '' ? 0 : textWidth(tag, 'text', lineSize) + 10;
    const room = inner - mark - tagWidth;
    texts.push(at(padding + mark, y, titleSize, [{ text: cutText(title, 'strong', titleSize, room), role: 'title' }]));
    if (tag !== '') texts.push({ ...at(width - padding, y, lineSize, [{ text: tag, role: 'muted' }]), anchor: 'end' });
  }
  if (shape.kernelName) {
    y += 18;
    texts.push(at(padding, y, kernelSize, kernelParts(shape.kernelName, say, inner)));
  }
  if (shape.lines.length > 0) y += shape.kernelName ? 4 : 1;
  for (const line of shape.lines) {
    for (const text of lineTexts(line, say, inner)) {
      y += lineHeight;
      texts.push({ ...text, y });
    }
  }
  return { texts, height: y + 11 };
}

function kernelParts(kernel: NonNullable<Shape['kernelName']>, say: Say, inner: number): readonly TextPart[] {
  const name = plainText(kernel.name);
  if (kernel.source === 'observed') return [{ text: cutMiddle(name, 'mono', kernelSize, inner), role: 'kernel' }];
  const mark = ` ${say({ code: 'map.inferred', args: [] })}`;
  const room = inner - textWidth(mark, 'text', lineSize) - 4;
  return [
    { text: cutMiddle(name, 'mono', kernelSize, room), role: 'kernel' },
    { text: mark, role: 'inferred' },
  ];
}

function lineTexts(line: Line, say: Say, inner: number): readonly PlacedText[] {
  const text = say(line.text);
  const role = roleOf(line);
  if (line.face === 'mono') return [at(padding, 0, lineSize, [{ text: cutMiddle(text, 'mono', lineSize, inner), role }])];
  const sign = line.tone === 'warning' || line.tone === 'good' ? line.tone : undefined;
  const indent = sign ? signWidth : 0;
  return wrapText(text, 'text', lineSize, inner - indent, 3).map((part, index) => ({
    ...at(padding + indent, 0, lineSize, [{ text: part, role }]),
    ...(sign && index === 0 ? { sign } : {}),
  }));
}

function pillTexts(shape: Shape, say: Say, width: number): { texts: PlacedText[]; height: number } {
  const middle = width / 2;
  const inner = width - 18;
  const parts: TextPart[] = [];
  let room = inner;
  if (shape.kernelName) {
    const title = shape.title === '' ? '' : ' ';
    const name = `${cutMiddle(plainText(shape.kernelName.name), 'mono', lineSize, inner)}${title}`;
    parts.push({ text: name, role: shape.kernelName.source === 'inferred' ? 'inferred' : 'mono' });
    room -= textWidth(name, 'mono', lineSize);
  }
  const data = typeof shape.title === 'string';
  const face: Face = data ? 'mono' : 'text';
  const title = say(shape.title);
  parts.push({
    text: data ? cutMiddle(title, face, lineSize, room) : cutText(title, face, lineSize, room),
    role: data ? 'mono' : 'muted',
  });
  const texts: PlacedText[] = [{ ...at(middle, 16, lineSize, parts), anchor: 'middle' }];
  let y = 16;
  for (const line of shape.lines) {
    y += 15;
    const text = say(line.text);
    const cut = line.face === 'mono' ? cutMiddle(text, 'mono', lineSize, inner) : cutText(text, 'text', lineSize, inner);
    texts.push({ ...at(middle, y, lineSize, [{ text: cut, role: roleOf(line) }]), anchor: 'middle' });
  }
  return { texts, height: y + 8 };
}

function roleOf(line: Line): TextRole {
  switch (line.tone) {
    case 'warning':
    case 'good':
      return line.tone;
    case 'muted':
      return line.face === 'mono' ? 'muted-mono' : 'muted';
    case undefined:
      return line.face;
    default:
      return line.tone satisfies never;
  }
}

function at(x: number, y: number, size: number, parts: readonly TextPart[]): PlacedText {
  return { x, y, size, anchor: 'start', parts };
}
