import type { Context } from './context.ts';

/** A tab: made once, drawn again whenever something changes. */
export interface View {
  readonly root: HTMLElement;
  draw(context: Context): void;
}
