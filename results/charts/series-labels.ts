import { INK } from './drawing.ts';
import type { Frame } from './frame.ts';
import type { Label } from './labels.ts';
import type { Series } from './series.ts';
import { spotOf } from './small-multiple.ts';

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
