/** Heights of rows of which only those in sight are drawn: guessed until they were seen. Pixels. Pure. */
export class RowWindow {
  readonly #heights: number[];
  /** Sum of the heights before each row, as far as it is known; made again after a height changed. */
  #tops: number[] | undefined;

  constructor(guesses: readonly number[]) {
    this.#heights = [...guesses];
  }

  get length(): number {
    return this.#heights.length;
  }

  /** Height of all rows. */
  get total(): number {
    return this.top(this.length);
  }

  /** Where a row begins. */
  top(row: number): number {
    if (!this.#tops) {
      let sum = 0;
      this.#tops = [0];
      for (const height of this.#heights) {
        sum += height;
        this.#tops.push(sum);
      }
    }
    return this.#tops[Math.min(row, this.length)] ?? 0;
  }

  /** The row was drawn, and is this high. */
  seen(row: number, height: number): void {
    if (height <= 0 || Math.abs((this.#heights[row] ?? 0) - height) < 0.5) return;
    this.#heights[row] = height;
    this.#tops = undefined;
  }

  /** The row at a height; the last one below all of them. */
  rowAt(height: number): number {
    let [low, high] = [0, this.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= height) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** Rows between two heights, some more on both sides, and `also`, in order. */
  rows(from: number, to: number, spare: number, also: number | undefined): readonly number[] {
    if (this.length === 0) return [];
    const first = Math.max(0, this.rowAt(from) - spare);
    const last = Math.min(this.length - 1, this.rowAt(to) + spare);
    const rows = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    if (also === undefined || also < 0 || also >= this.length || (also >= first && also <= last)) return rows;
    return also < first ? [also, ...rows] : [...rows, also];
  }
}
