import { INK } from './drawing.ts';
import type { Frame } from './frame.ts';
import type { Label } from './labels.ts';
import type { Series } from './series.ts';
import { spotOf } from './small-multiple.ts';

/** Series whose names have room in a small drawing. */
const MOST_NAMED = 4;

/** Whether a small drawing has more series than it can name: then it names, and draws theory of, the coloured ones alone. */
export const isCrowded = (series: readonly Series[]): boolean => series.length > MOST_NAMED;

/** The series of a small drawing that have their names in it. */
export function namedIn(series: readonly Series[]): readonly Series[] {
  const coloured = series.filter(({ mark }) => mark.colour !== INK);
  return isCrowded(series) && coloured.length > 0 ? coloured : series;
}

/** The name of every series, wanted near its last points; ink series show their mark before the name. */
export const seriesLabels = (series: readonly Series[], frame: Frame): readonly Label[] =>
  series
    .filter(({ points }) => points.length > 0)
    .map(({ name, mark, points }) => ({
      lines: [name],
      colour: mark.colour,
      spots: [...points].reverse().map((point) => spotOf(point, frame)),
      ...(mark.colour === INK ? { mark } : {}),
    }));
