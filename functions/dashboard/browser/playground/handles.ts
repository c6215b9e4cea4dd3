import { PLANE, placeOf, tasteAt } from '../../playground/plane-places.ts';
import { COORDINATE, type Settings } from '../../playground/settings.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The handles over the discs. */
export interface Handles {
  readonly follow: (settings: Settings) => void;
}

const SVG = 'http://www.w3.org/2000/svg';
/** Pixels: a finger finds it. */
const REACH = 24;
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Lays a handle over each disc: dragged, or moved by the arrow keys, ten steps at once with Shift. */
export function showHandles(settings: Settings, move: (type: number, to: Place) => void): Handles {
  const stage = document.querySelector('.stage');
  const layer = document.createElementNS(SVG, 'svg');
  layer.setAttribute('class', 'handles');
  layer.setAttribute('viewBox', `0 0 ${PLANE.width} ${PLANE.height}`);
  const grips = settings.types.map((_, i) => gripOf(i, layer, move));
  layer.append(...grips);
  stage?.append(layer);
  return {
    follow({ types }) {
      types.forEach((type, i) => {
        const [x, y] = placeOf(type);
        const grip = grips[i];
        grip.setAttribute('cx', String(x));
        grip.setAttribute('cy', String(y));
        grip.setAttribute('aria-valuenow', String(type.x));
        grip.setAttribute('aria-valuetext', `x ${type.x}, y ${type.y}`);
        grip.dataset.x = String(type.x);
        grip.dataset.y = String(type.y);
        grip.classList.toggle('absent', type.share <= 0);
        grip.setAttribute('tabindex', type.share > 0 ? '0' : '-1');
      });
    },
  };
}

function gripOf(
  type: number,
  layer: SVGSVGElement,
  move: (type: number, to: Place) => void,
): SVGCircleElement {
  const grip = document.createElementNS(SVG, 'circle');
  const attributes = {
    class: 'grip',
    r: String(REACH),
    role: 'slider',
    'aria-label': `Taste of type ${type + 1}: arrow keys move it in both directions`,
    'aria-valuemin': String(COORDINATE.least),
    'aria-valuemax': String(COORDINATE.most),
  };
  for (const [name, value] of Object.entries(attributes)) grip.setAttribute(name, value);
  grip.addEventListener('pointerdown', (event) => {
    grip.setPointerCapture(event.pointerId);
    event.preventDefault();
    grip.focus({ preventScroll: true });
  });
  grip.addEventListener('pointermove', (event) => {
    if (!grip.hasPointerCapture(event.pointerId)) return;
    const box = layer.getBoundingClientRect();
    const scale = PLANE.width / box.width;
    move(type, tasteAt((event.clientX - box.left) * scale, (event.clientY - box.top) * scale));
  });
  grip.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const by = COORDINATE.step * (event.shiftKey ? 10 : 1);
    const [x, y] = placeOf({
      x: Number(grip.dataset.x) + by * step[0],
      y: Number(grip.dataset.y) + by * step[1],
    });
    move(type, tasteAt(x, y));
  });
  return grip;
}
