import type { Say, Tone } from '../diagrams/diagram.ts';
import { type Box, memberBox, type PlacedCell, type PlacedOverview } from '../diagrams/layoutOverview.ts';
import type { OverviewMember } from '../diagrams/overview.ts';
import { plainText } from '../diagrams/plainText.ts';
import type { OverviewPen, Writing } from './overviewPen.ts';

export interface Lit {
  /** Ids of the cell with the keyboard, and of the one under the pointer. */
  readonly active: string | undefined;
  readonly hovered: string | undefined;
  /** Whether the keyboard is here. */
  readonly focused: boolean;
}

/** Pixels: from here on a name has room, and from here on the members have theirs under it. */
const nameRoom = { width: 46, height: 28 };
const headRoom = 14;
/** From this height on the members are drawn as a pattern, and the name on top of them. */
const patternRoom = 70;

/** The outline tells the drivers apart as well as its colour does. */
const dashes: Readonly<Partial<Record<Tone, readonly number[]>>> = { macvlan: [5, 3], ipvlan: [5, 3], overlay: [1.5, 2.5] };

/**
 * Draws what is in sight, the less the smaller it is: a cell with its count; then name and subnet; then everybody on the network, at last
 * with name and address.
 */
export function paintOverview(pen: OverviewPen, placed: PlacedOverview, lit: Lit, say: Say): void {
  for (const { section, title, ...box } of placed.sections) {
    const { x, y, width } = pen.onPage(box);
    const size = Math.min(14, pen.onPage({ ...box, height: title }).height * 0.8);
    if (size < 6) continue;
    const how = { size, ink: pen.ink.text, strong: true };
    pen.write(pen.fitted(plainText(say(section.title)), Math.max(width, 200), how), x, y - size * 0.7, how);
  }
  let active: Box | undefined;
  for (const each of placed.cells) {
    const box = pen.onPage(each);
    if (!pen.isSeen(box)) continue;
    paintCell(pen, each, inset(box), each.cell.id === lit.hovered, say);
    if (each.cell.id === lit.active) active = box;
  }
  if (active) pen.outline(inset(active), pen.ink.focus, lit.focused ? 3 : 2);
}

function paintCell(pen: OverviewPen, placed: PlacedCell, box: Box, isHovered: boolean, say: Say): void {
  const { cell, rows } = placed;
  const { ink } = pen;
  const tone = ink.tones[cell.tone];
  const isEmpty = cell.members.length === 0;
  if (!ink.plain && !isEmpty) pen.fill(box, tone, isHovered ? 0.3 : 0.16);
  if (box.width > 3 && box.height > 3) pen.outline(box, isHovered ? ink.text : tone, isHovered ? 2 : 1, dashes[cell.tone]);

  const hasName = box.width >= nameRoom.width && box.height >= nameRoom.height;
  const markSize = cell.mark && box.width >= 9 && box.height >= 9 ? Math.min(11, Math.max(6, box.height * 0.3)) : 0;
  const edge = hasName ? 4 : 1.5;
  if (hasName) {
    const room = box.width - 10 - (markSize > 0 ? markSize + 3 : 0);
    const head = box.height / rows;
    if (isEmpty || head >= headRoom) paintMembers(pen, placed);
    paintHead(pen, placed, box, head, room, say);
  } else {
    const count = String(cell.members.length);
    const size = Math.min(12, box.height * 0.6, (box.width / (count.length + 1)) * 1.6);
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    if (size >= 6) pen.write(count, middle.x, middle.y, { size, ink: ink.text, align: 'center' });
  }
  if (cell.mark && markSize > 0) pen.mark(cell.mark, box.x + box.width - markSize - edge, box.y + edge, markSize);
}

/** Name, how many, subnet: in one line above the members where these have room under it, else in two lines over all. */
function paintHead(pen: OverviewPen, placed: PlacedCell, box: Box, head: number, room: number, say: Say): void {
  const { cell } = placed;
  const { ink } = pen;
  const name = plainText(say(cell.name));
  const small: Writing = { size: 11, ink: ink.muted };
  const count = String(cell.members.length);
  const facts = [count, ...(cell.subnet ? [plainText(cell.subnet)] : [])].join(' · ');
  // half a subnet tells nothing
  const factsIn = (width: number) => (pen.width(facts, small) <= width ? facts : count);
  if (head >= headRoom) {
    const strong = { size: Math.min(14, Math.max(11, head * 0.5)), ink: ink.text, strong: true };
    const y = box.y + Math.min(head, 30) / 2 + 1;
    const beside = room > 170 ? Math.min(room * 0.5, 150) : 0;
    pen.write(pen.fitted(name, room - beside, strong), box.x + 5, y, strong);
    if (beside > 0) pen.write(factsIn(beside - 8), box.x + 5 + room, y, { ...small, align: 'right' });
    return;
  }
  const strong = { size: box.width < 70 ? 11 : 12, ink: ink.text, strong: true };
  const first = pen.fitted(name, room, strong);
  const second = factsIn(box.width - 10);
  if (box.height >= patternRoom) {
    paintMembers(pen, placed);
    const width = Math.min(box.width - 3, Math.max(pen.width(first, strong), pen.width(second, small)) + 9);
    pen.fill({ x: box.x + 1, y: box.y + 1, width, height: 32 }, ink.paper);
  }
  pen.write(first, box.x + 5, box.y + 10, strong);
  pen.write(second, box.x + 5, box.y + 24, small);
}

function paintMembers(pen: OverviewPen, placed: PlacedCell): void {
  const tone = pen.ink.tones[placed.cell.tone];
  placed.cell.members.forEach((member, index) => {
    const whole = pen.onPage(memberBox(placed, index));
    if (whole.width >= 3 && whole.height >= 3 && pen.isSeen(whole)) paintMember(pen, member, whole, tone);
  });
}

/** Full and solid while it runs, hollow and dashed while not. */
function paintMember(pen: OverviewPen, member: OverviewMember, whole: Box, tone: string): void {
  const { ink } = pen;
  const isRunning = member.state === 'running';
  const gap = Math.min(3, whole.width * 0.12, whole.height * 0.12);
  const box = { x: whole.x + gap, y: whole.y + gap, width: whole.width - 2 * gap, height: whole.height - 2 * gap };
  if (isRunning && !ink.plain) pen.fill(box, tone, 0.35);
  pen.outline(box, isRunning ? tone : ink.muted, 1, isRunning ? [] : [3, 2]);
  const markSize = member.mark ? Math.min(9, box.height * 0.7) : 0;
  if (box.width >= 44 && box.height >= 13) {
    const room = box.width - 8 - (markSize > 0 ? markSize + 2 : 0);
    const how = { size: Math.min(box.width < 70 ? 10 : 12, box.height * 0.72), ink: isRunning ? ink.text : ink.muted };
    const middle = box.y + box.height / 2 + 0.5;
    const address = box.height >= 32 ? member.address : undefined;
    pen.write(pen.fitted(plainText(member.name), room, how), box.x + 4, address === undefined ? middle : middle - 7, how);
    const small = { ...how, size: 11 };
    if (address !== undefined) pen.write(pen.fitted(plainText(address), box.width - 8, small), box.x + 4, middle + 8, small);
  }
  if (member.mark && markSize >= 4)
    pen.mark(member.mark, box.x + box.width - markSize - 2, box.y + (box.height - markSize) / 2, markSize);
}

/** The cells touch; what is drawn leaves a gap, on half pixels so that lines are sharp. */
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
