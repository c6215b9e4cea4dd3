import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import { RLHF, SIGN } from './drawing.ts';
import type { Point, Series } from './series.ts';

/** Where one estimator's measured error falls below another's. */
export interface Crossing {
  readonly n: number;
  readonly value: number;
  /** Closer from n on, and the one it overtakes. */
  readonly winner: Series;
  readonly loser: Series;
}

interface Gap {
  readonly a: Point;
  readonly b: Point;
  readonly difference: number;
  /** The sign of a difference of at least two standard errors, else 0: noise does not cross. */
  readonly side: number;
}

/** The first pair of estimators that cross once, sign and RLHF before all others in their order: read between measured points, straight in log-log. */
export function measuredCrossing(series: readonly Series[]): Crossing | null {
  const isMain = ({ mark }: Series): boolean => [SIGN, RLHF].includes(mark.colour);
  const sorted = [...series.filter(isMain), ...series.filter((one) => !isMain(one))];
  for (const [i, a] of sorted.entries()) {
    for (const b of sorted.slice(i + 1)) {
      const crossing = crossingOf(a, b);
      if (crossing !== null) return crossing;
    }
  }
  return null;
}

function crossingOf(a: Series, b: Series): Crossing | null {
  const gaps = a.points.flatMap((point): Gap[] => {
    const other = b.points.find(({ n }) => n === point.n);
    if (other === undefined || !(point.value > 0 && other.value > 0)) return [];
    const [sa, sb] = [point.mcse ?? 0, other.mcse ?? 0];
    const clear = Math.abs(point.value - other.value) > 2 * Math.sqrt(sa * sa + sb * sb);
    const difference = log(point.value / other.value);
    return [{ a: point, b: other, difference, side: clear ? Math.sign(difference) : 0 }];
  });
  const clear = gaps.filter(({ side }) => side !== 0);
  const turns = clear.filter(({ side }, i) => i > 0 && side !== clear[i - 1].side);
  if (turns.length !== 1) return null;
  const until = gaps.indexOf(turns[0]);
  const from = gaps.indexOf(clear[clear.indexOf(turns[0]) - 1]);
  for (let i = from; i < until; i++) {
    const [left, right] = [gaps[i], gaps[i + 1]];
    if (Math.sign(right.difference) !== turns[0].side) continue;
    const share = left.difference / (left.difference - right.difference);
    const between = (p: number, q: number): number => exp(log(p) + share * log(q / p));
    const [winner, loser] = turns[0].side < 0 ? [a, b] : [b, a];
    return { n: between(left.a.n, right.a.n), value: between(left.a.value, right.a.value), winner, loser };
  }
  return null;
}
