import type { Say, Tone } from '../diagrams/diagram.ts';
import { type Box, memberBox, type PlacedCell, type PlacedOverview } from '../diagrams/layoutOverview.ts';
import { cutText } from '../diagrams/measure.ts';
import type { Mark } from '../diagrams/overview.ts';
import { plainText } from '../diagrams/plainText.ts';
import type { Ink } from './overviewInk.ts';

/** The part of the overview that is seen: pixels of the page. */
export interface Sight {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Lit {
  /** Ids of the cell with the keyboard, and of the one under the pointer. */
  readonly active: string | undefined;
  readonly hovered: string | undefined;
  /** Whether the keyboard is here. */
  readonly focused: boolean;
}

/** Pixels: from here on a name has room, and from here on the members have theirs under it. */
const nameRoom = { width: 58, height: 30 };
const headRoom = 14;

/** The outline tells the drivers apart as well as its colour does. */
const dashes: Readonly<Partial<Record<Tone, readonly number[]>>> = { macvlan: [5, 3], ipvlan: [5, 3], overlay: [1.5, 2.5] };

/**
 * Draws what is in sight, the less the smaller it is: a cell with its count; then name and subnet; then everybody on the network, at last
 * with names.
 */
export function paintOverview(
  context: CanvasRenderingContext2D,
  placed: PlacedOverview,
  sight: Sight,
  lit: Lit,
  ink: Ink,
  say: Say,
): void {
  context.fillStyle = ink.paper;
  context.fillRect(0, 0, sight.width, sight.height);
  context.textBaseline = 'middle';
  const onPage = ({ x, y, width, height }: Box): Box => ({
    x: x * sight.scale - sight.left,
    y: y * sight.scale - sight.top,
    width: width * sight.scale,
    height: height * sight.scale,
  });
  for (const section of placed.sections) {
    if (section.title === 0) continue;
    const { x, y } = onPage(section);
    const size = Math.min(14, section.title * sight.scale * 0.8);
    if (size >= 6)
      write(context, plainText(say(section.section.title)), x, y - size * 0.7, {
        size,
        ink: ink.text,
        font: ink.font,
        strong: true,
      });
  }
  let active: Box | undefined;
  for (const each of placed.cells) {
    const box = onPage(each);
    if (box.x > sight.width || box.y > sight.height || box.x + box.width < 0 || box.y + box.height < 0) continue;
    paintCell(context, each, inset(box), each.cell.id === lit.hovered, ink, say, onPage, sight);
    if (each.cell.id === lit.active) active = box;
  }
  if (!active) return;
  const { x, y, width, height } = inset(active);
  context.setLineDash([]);
  context.strokeStyle = ink.focus;
  context.lineWidth = lit.focused ? 3 : 2;
  context.strokeRect(x, y, width, height);
}

function paintCell(
  context: CanvasRenderingContext2D,
  placed: PlacedCell,
  box: Box,
  isHovered: boolean,
  ink: Ink,
  say: Say,
  onPage: (box: Box) => Box,
  sight: Sight,
): void {
  const { cell, rows } = placed;
  const tone = ink.tones[cell.tone];
  const isEmpty = cell.members.length === 0;
  if (!ink.plain && !isEmpty) fill(context, box, tone, isHovered ? 0.3 : 0.16);
  context.strokeStyle = isHovered ? ink.text : tone;
  context.lineWidth = isHovered ? 2 : 1;
  context.setLineDash([...(dashes[cell.tone] ?? [])]);
  if (box.width > 3 && box.height > 3) context.strokeRect(box.x, box.y, box.width, box.height);
  context.setLineDash([]);

  const head = box.height / rows;
  const hasName = box.width >= nameRoom.width && box.height >= nameRoom.height;
  const markSize = cell.mark && box.width >= 9 && box.height >= 9 ? Math.min(11, Math.max(6, box.height * 0.3)) : 0;
  const room = box.width - 10 - (markSize > 0 && hasName ? markSize + 3 : 0);
  const count = String(cell.members.length);
  if (!hasName) {
    const size = Math.min(12, box.height * 0.6, (box.width / (count.length + 1)) * 1.6);
    if (size >= 6)
      write(context, count, box.x + box.width / 2, box.y + box.height / 2, {
        size,
        ink: ink.text,
        font: ink.font,
        align: 'center',
      });
  } else if (head < headRoom && !isEmpty) {
    const name = { size: 12, ink: ink.text, font: ink.font, strong: true };
    write(context, cutText(plainText(say(cell.name)), 'strong', 12, room), box.x + 5, box.y + 11, name);
    const facts = [count, ...(cell.subnet ? [plainText(cell.subnet)] : [])].join(' · ');
    write(context, cutText(facts, 'text', 11, box.width - 10), box.x + 5, box.y + 25, {
      size: 11,
      ink: ink.muted,
      font: ink.font,
    });
  } else {
    paintHead(context, cell.subnet, box, head, room, plainText(say(cell.name)), count, ink);
    paintMembers(context, placed, ink, onPage, sight);
  }
  if (cell.mark && markSize > 0) {
    const y = hasName ? box.y + 4 : box.y + 1.5;
    paintMark(context, cell.mark, box.x + box.width - markSize - (hasName ? 4 : 1.5), y, markSize, ink);
  }
}

function paintHead(
  context: CanvasRenderingContext2D,
  subnet: string | undefined,
  box: Box,
  head: number,
  room: number,
  name: string,
  count: string,
  ink: Ink,
): void {
  const size = Math.min(14, Math.max(11, head * 0.5));
  const y = box.y + Math.min(head, 30) / 2 + 1;
  const facts = [count, ...(subnet ? [plainText(subnet)] : [])].join(' · ');
  const beside = room > 170 ? Math.min(room * 0.5, 150) : 0;
  write(context, cutText(name, 'strong', size, room - beside), box.x + 5, y, {
    size,
    ink: ink.text,
    font: ink.font,
    strong: true,
  });
  if (beside > 0) {
    const text = cutText(facts, 'text', 11, beside - 8);
    write(context, text, box.x + 5 + room, y, { size: 11, ink: ink.muted, font: ink.font, align: 'right' });
  }
}

function paintMembers(
  context: CanvasRenderingContext2D,
  placed: PlacedCell,
  ink: Ink,
  onPage: (box: Box) => Box,
  sight: Sight,
): void {
  const tone = ink.tones[placed.cell.tone];
  placed.cell.members.forEach((member, index) => {
    const whole = onPage(memberBox(placed, index));
    if (whole.x > sight.width || whole.y > sight.height || whole.x + whole.width < 0 || whole.y + whole.height < 0) return;
    if (whole.width < 3 || whole.height < 3) return;
    const gap = Math.min(3, whole.width * 0.12, whole.height * 0.12);
    const box = { x: whole.x + gap, y: whole.y + gap, width: whole.width - 2 * gap, height: whole.height - 2 * gap };
    // full and solid while it runs, hollow and dashed while not
    if (member.state === 'running') fill(context, box, tone, ink.plain ? 0 : 0.35);
    context.strokeStyle = member.state === 'running' ? tone : ink.muted;
    context.lineWidth = 1;
    context.setLineDash(member.state === 'running' ? [] : [3, 2]);
    context.strokeRect(box.x, box.y, box.width, box.height);
    context.setLineDash([]);
    const markSize = member.mark ? Math.min(9, box.height * 0.7) : 0;
    if (box.width >= 44 && box.height >= 13) {
      const room = box.width - 8 - (markSize > 0 ? markSize + 2 : 0);
      const size = Math.min(12, box.height * 0.72);
      const colour = member.state === 'running' ? ink.text : ink.muted;
      write(context, cutText(plainText(member.name), 'text', size, room), box.x + 4, box.y + box.height / 2 + 0.5, {
        size,
        ink: colour,
        font: ink.font,
      });
    }
    if (member.mark && markSize >= 4)
      paintMark(context, member.mark, box.x + box.width - markSize - 2, box.y + (box.height - markSize) / 2, markSize, ink);
  });
}

/** A triangle for a warning, a full disc with a cross for an error: told apart without colours. */
function paintMark(context: CanvasRenderingContext2D, mark: Mark, x: number, y: number, size: number, ink: Ink): void {
  context.beginPath();
  context.lineWidth = Math.max(1, size / 8);
  if (mark === 'warning') {
    context.moveTo(x + size / 2, y + 0.5);
    context.lineTo(x + size, y + size - 0.5);
    context.lineTo(x, y + size - 0.5);
    context.closePath();
    context.fillStyle = ink.paper;
    context.fill();
    context.strokeStyle = ink.warning;
    context.stroke();
    return;
  }
  context.arc(x + size / 2, y + size / 2, size / 2, 0, 2 * Math.PI);
  context.fillStyle = ink.error;
  context.fill();
  const [low, high] = [size * 0.32, size * 0.68];
  context.beginPath();
  context.moveTo(x + low, y + low);
  context.lineTo(x + high, y + high);
  context.moveTo(x + high, y + low);
  context.lineTo(x + low, y + high);
  context.strokeStyle = ink.paper;
  context.stroke();
}

interface Writing {
  readonly size: number;
  readonly ink: string;
  readonly font: string;
  readonly strong?: boolean;
  readonly align?: CanvasTextAlign;
}

function write(context: CanvasRenderingContext2D, text: string, x: number, y: number, how: Writing): void {
  context.font = `${how.strong ? '600 ' : ''}${how.size}px ${how.font}`;
  context.fillStyle = how.ink;
  context.textAlign = how.align ?? 'left';
  context.fillText(text, x, y);
}

function fill(context: CanvasRenderingContext2D, box: Box, colour: string, alpha: number): void {
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.globalAlpha = 1;
}

/** The cells touch; what is drawn leaves a gap, whole pixels so that lines are sharp. */
function inset({ x, y, width, height }: Box): Box {
  const gap = Math.min(2, width * 0.06, height * 0.06);
  const left = Math.round(x + gap) + 0.5;
  const top = Math.round(y + gap) + 0.5;
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.round(x + width - gap) - 0.5 - left),
    height: Math.max(1, Math.round(y + height - gap) - 0.5 - top),
  };
}
