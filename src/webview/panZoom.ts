const most = 3;

/** What is zoomed: as large as it is drawn, so that scrolling pans. */
export interface Sheet {
  /** At the scale 1. */
  readonly width: number;
  readonly height: number;
  readonly resize: (width: number, height: number) => void;
}

export interface PanZoomOptions {
  /** The smallest scale. */
  readonly least: number;
  /** The scale that fits a sheet into a room of that size. */
  readonly fit: (sheet: Sheet, width: number, height: number) => number;
}

/** Into the width, without making it larger, and as long as its texts can be read. */
export const fitWidth: PanZoomOptions = {
  least: 0.25,
  fit: ({ width }, room) => Math.min(1, Math.max(0.75, room / width)),
};

export interface PanZoom {
  /** Shows a picture of that size; 0 as zoom fits it. */
  show(sheet: Sheet, zoom: number): void;
  /** Around the middle, or a point of the viewport. */
  zoomBy(factor: number, atX?: number, atY?: number): void;
  /** The factor that is drawn. */
  readonly scale: number;
}

export interface PanZoomEvents {
  /** The user zoomed. */
  readonly zoomed: (scale: number) => void;
  /** The width changed, and the picture with it. */
  readonly fitted: (scale: number) => void;
}

/**
 * Zooms by ctrl+wheel and pans by dragging; scrolling pans by itself, because the picture is as large as it is drawn. No transform, so
 * that text stays crisp and focus scrolls into view.
 */
export function panZoom(viewport: HTMLElement, on: PanZoomEvents, { least, fit: fitting }: PanZoomOptions = fitWidth): PanZoom {
  let sheet: Sheet | undefined;
  let scale = 1;
  let isFitted = false;

  const smallest = () => (sheet ? fitting(sheet, viewport.clientWidth, viewport.clientHeight) : least);
  const apply = (next: number, atX: number, atY: number) => {
    if (!sheet) return;
    const old = scale;
    scale = Math.min(most, Math.max(Math.min(least, smallest()), next));
    const left = (viewport.scrollLeft + atX) * (scale / old) - atX;
    const top = (viewport.scrollTop + atY) * (scale / old) - atY;
    sheet.resize(Math.floor(sheet.width * scale), Math.floor(sheet.height * scale));
    viewport.scrollLeft = left;
    viewport.scrollTop = top;
  };

  const zoomBy = (factor: number, atX = viewport.clientWidth / 2, atY = viewport.clientHeight / 2) => {
    isFitted = false;
    apply(scale * factor, atX, atY);
    on.zoomed(scale);
  };

  // A hidden viewport has no width: it is fitted when it gets one.
  const fit = () => {
    if (!sheet || viewport.clientWidth === 0) return;
    apply(smallest(), 0, 0);
  };
  new ResizeObserver(() => {
    if (!isFitted) return;
    fit();
    on.fitted(scale);
  }).observe(viewport);

  viewport.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = viewport.getBoundingClientRect();
      zoomBy(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
    },
    { passive: false },
  );
  dragToPan(viewport);

  return {
    show(next, zoom) {
      sheet = next;
      isFitted = zoom <= 0;
      if (isFitted) fit();
      else apply(zoom, 0, 0);
    },
    zoomBy,
    get scale() {
      return scale;
    },
  };
}

/** Drags with the first button of the mouse; a movement that was a drag is no click. */
function dragToPan(viewport: HTMLElement): void {
  let start: { x: number; y: number; left: number; top: number } | undefined;
  let moved = false;
  viewport.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType !== 'mouse') return;
    start = { x: event.clientX, y: event.clientY, left: viewport.scrollLeft, top: viewport.scrollTop };
    moved = false;
  });
  window.addEventListener('pointermove', (event) => {
    if (!start) return;
    const dx = event.clientX - start.x;
    const dy = event.clientY - start.y;
    if (!moved && Math.hypot(dx, dy) < 4) return;
    moved = true;
    viewport.classList.add('dragging');
    viewport.scrollLeft = start.left - dx;
    viewport.scrollTop = start.top - dy;
  });
  window.addEventListener('pointerup', () => {
    start = undefined;
    viewport.classList.remove('dragging');
  });
  viewport.addEventListener(
    'click',
    (event) => {
      if (!moved) return;
      moved = false;
      event.stopPropagation();
      event.preventDefault();
    },
    true,
  );
}
