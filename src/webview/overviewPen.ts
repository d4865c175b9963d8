import type { Box } from '../diagrams/layoutOverview.ts';
import { cutMiddle } from '../diagrams/measure.ts';
import type { Mark } from '../diagrams/overview.ts';
import type { Ink } from './overviewInk.ts';

/** The part of the overview that is seen: pixels of the page. */
export interface Sight {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Writing {
  readonly size: number;
  readonly ink: string;
  readonly strong?: boolean;
  readonly align?: CanvasTextAlign;
}

/** What the overview is drawn with: texts, areas, outlines and marks on a canvas that shows a part of it. */
export class OverviewPen {
  readonly ink: Ink;
  readonly #context: CanvasRenderingContext2D;
  readonly #sight: Sight;

  constructor(context: CanvasRenderingContext2D, sight: Sight, ink: Ink) {
    this.#context = context;
    this.#sight = sight;
    this.ink = ink;
    context.textBaseline = 'middle';
    this.fill({ x: 0, y: 0, width: sight.width, height: sight.height }, ink.paper);
  }

  /** Where a box of the layout is seen. */
  onPage({ x, y, width, height }: Box): Box {
    const { scale, left, top } = this.#sight;
    return { x: x * scale - left, y: y * scale - top, width: width * scale, height: height * scale };
  }

  isSeen({ x, y, width, height }: Box): boolean {
    return x <= this.#sight.width && y <= this.#sight.height && x + width >= 0 && y + height >= 0;
  }

  fill(box: Box, colour: string, alpha = 1): void {
    this.#context.globalAlpha = alpha;
    this.#context.fillStyle = colour;
    this.#context.fillRect(box.x, box.y, box.width, box.height);
    this.#context.globalAlpha = 1;
  }

  outline({ x, y, width, height }: Box, colour: string, lineWidth = 1, dash: readonly number[] = []): void {
    const context = this.#context;
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.setLineDash([...dash]);
    context.strokeRect(x, y, width, height);
  }

  write(text: string, x: number, y: number, how: Writing): void {
    this.#use(how);
    this.#context.fillStyle = how.ink;
    this.#context.textAlign = how.align ?? 'left';
    this.#context.fillText(text, x, y);
  }

  /** The text as it is where it has room, else without its middle: what tells names apart is at both ends. */
  fitted(text: string, room: number, how: Writing): string {
    return this.width(text, how) <= room ? text : cutMiddle(text, how.strong ? 'strong' : 'text', how.size, room);
  }

  width(text: string, how: Writing): number {
    this.#use(how);
    return this.#context.measureText(text).width;
  }

  /** A triangle for a warning, a full disc with a cross for an error: told apart without colours. */
  mark(mark: Mark, x: number, y: number, size: number): void {
    const context = this.#context;
    context.setLineDash([]);
    context.lineWidth = Math.max(1, size / 8);
    if (mark === 'warning') {
      context.beginPath();
      context.moveTo(x + size / 2, y + 0.5);
      context.lineTo(x + size, y + size - 0.5);
      context.lineTo(x, y + size - 0.5);
      context.closePath();
      context.fillStyle = this.ink.paper;
      context.fill();
      context.strokeStyle = this.ink.warning;
      context.stroke();
      return;
    }
    context.beginPath();
    context.arc(x + size / 2, y + size / 2, size / 2, 0, 2 * Math.PI);
    context.fillStyle = this.ink.error;
    context.fill();
    const [low, high] = [size * 0.32, size * 0.68];
    context.beginPath();
    context.moveTo(x + low, y + low);
    context.lineTo(x + high, y + high);
    context.moveTo(x + high, y + low);
    context.lineTo(x + low, y + high);
    context.strokeStyle = this.ink.paper;
    context.stroke();
  }

  #use({ strong, size }: Writing): void {
    this.#context.font = `${strong ? '600 ' : ''}${size}px ${this.ink.font}`;
  }
}
