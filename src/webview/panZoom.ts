const least = 0.25;
const most = 3;

export interface PanZoom {
  /** Shows a picture of that size; 0 as zoom fits it into the width, without making it larger. */
  show(picture: SVGSVGElement, zoom: number): void;
  zoomBy(factor: number): void;
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
export function panZoom(viewport: HTMLElement, on: PanZoomEvents): PanZoom {
  let picture: SVGSVGElement | undefined;
  let scale = 1;
  let isFitted = false;

  const apply = (next: number, atX: number, atY: number) => {
    if (!picture) return;
    const box = picture.viewBox.baseVal;
    const old = scale;
    scale = Math.min(most, Math.max(least, next));
    const left = (viewport.scrollLeft + atX) * (scale / old) - atX;
    const top = (viewport.scrollTop + atY) * (scale / old) - atY;
    picture.setAttribute('width', String(Math.round(box.width * scale)));
    picture.setAttribute('height', String(Math.round(box.height * scale)));
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
    if (!picture || viewport.clientWidth === 0) return;
    apply(Math.min(1, Math.max(0.75, viewport.clientWidth / picture.viewBox.baseVal.width)), 0, 0);
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
      picture = next;
      isFitted = zoom <= 0;
      if (isFitted) fit();
      else apply(zoom, 0, 0);
    },
    zoomBy: (factor) => zoomBy(factor),
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
