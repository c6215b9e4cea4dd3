import { SOFT } from './drawing.ts';
import { type Frame, pixelX } from './frame.ts';
import type { Label } from './labels.ts';
import { rounded, shortened } from './numbers.ts';

/** What the line at the n from which a law holds stands for; nothing where it is not in the picture. */
export function regimeLabel(n: number | null, frame: Frame): readonly Label[] {
  if (n === null || !(n > frame.x[0] && n < frame.x[1])) return [];
  const x = pixelX(frame, n);
  return [
    {
      lines: [`from n \u2248 ${shortened(rounded(n))}`],
      colour: SOFT,
      plain: true,
      spots: [0.1, 0.9, 0.3, 0.7, 0.5].map((share) => ({
        x,
        y: frame.top + share * (frame.height - frame.top - frame.bottom),
      })),
    },
  ];
}
