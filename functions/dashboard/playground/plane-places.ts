import { COORDINATE, type PlayedType } from './settings.ts';

/** Pixels of the drawing, of one unit of taste, and of the circle from which the score is measured. */
export const PLANE = { width: 420, height: 340, unit: 25, ring: 124 } as const;
/** The place of a taste in the drawing. */
export const placeOf = ({ x, y }: Pick<PlayedType, 'x' | 'y'>): readonly [number, number] => [
  PLANE.width / 2 + x * PLANE.unit,
  PLANE.height / 2 - y * PLANE.unit,
];

/** The taste at a place of the drawing, within what a taste may be and on its grid. */
export function tasteAt(px: number, py: number): Pick<PlayedType, 'x' | 'y'> {
  const within = (value: number): number =>
    Math.round(10 * Math.min(COORDINATE.most, Math.max(COORDINATE.least, value))) / 10 + 0;
  return {
    x: within((px - PLANE.width / 2) / PLANE.unit),
    y: within((PLANE.height / 2 - py) / PLANE.unit),
  };
}
