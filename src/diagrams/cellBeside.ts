import { cellAt, type PlacedCell, type PlacedOverview } from './layoutOverview.ts';

/** The cell that an arrow key leads to: what lies beside the middle of the one where the key was pressed; Home and End are the first and the last. */
export function cellBeside(placed: PlacedOverview, from: string | undefined, key: string): PlacedCell | undefined {
  const { cells } = placed;
  const here = cells.find(({ cell }) => cell.id === from);
  switch (key) {
    case 'Home':
      return cells[0];
    case 'End':
      return cells.at(-1);
    case 'ArrowRight':
    case 'ArrowLeft':
    case 'ArrowDown':
    case 'ArrowUp':
      return here ? beside(placed, here, key) : cells[0];
    default:
      return undefined;
  }
}

function beside(
  placed: PlacedOverview,
  here: PlacedCell,
  key: 'ArrowRight' | 'ArrowLeft' | 'ArrowDown' | 'ArrowUp',
): PlacedCell | undefined {
  const [middleX, middleY] = [here.x + here.width / 2, here.y + here.height / 2];
  switch (key) {
    case 'ArrowRight':
      return cellAt(placed, here.x + here.width + 1, middleY);
    case 'ArrowLeft':
      return cellAt(placed, here.x - 1, middleY);
    case 'ArrowDown':
      return cellAt(placed, middleX, here.y + here.height + 1) ?? over(placed, middleX, here.y + here.height, 1);
    case 'ArrowUp':
      return cellAt(placed, middleX, here.y - 1) ?? over(placed, middleX, here.y, -1);
    default:
      return key satisfies never;
  }
}

/** Across the title between two sections, to the nearest column of the next one. */
function over({ cells, sections }: PlacedOverview, x: number, edge: number, step: 1 | -1): PlacedCell | undefined {
  const ahead = sections.filter((each) => (step > 0 ? each.y >= edge + 1 : each.y + each.height <= edge - 1));
  const next = step > 0 ? ahead[0] : ahead.at(-1);
  if (!next) return undefined;
  const y = step > 0 ? next.y + 1 : next.y + next.height - 1;
  return cellAt({ cells }, Math.min(x, next.x + next.width - 1), y);
}
