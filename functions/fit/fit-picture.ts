import * as Plot from '@observablehq/plot';
import { draw, INK, RLHF, RULE, SIGN, SOFT } from '../../results/charts/drawing.ts';
import { estimatorName } from '../../results/charts/series.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import type { DataFit } from './data-fit.ts';
import { shares } from './original-units.ts';

const WIDTH = 720;
const ROW = 22;
const GAP = 14;
const TOP = 46;
const BOTTOM = 40;
/** More features than these make no picture that can be read. */
const MOST = 40;

interface Row {
  readonly y: number;
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
  readonly estimator: string;
  readonly colour: string;
}

/**
 * The directions as a picture: a group of rows a feature, a row an estimator. A dot is the share of the direction, features scaled to
 * the same spread, and the line through it its interval where there is one.
 */
export function fitPicture(data: ChoiceData, fits: readonly DataFit[], level = 0.95): string {
  const answered = fits.filter(({ fitted }) => fitted !== null);
  const features = data.names.slice(0, MOST);
  const group = answered.length * ROW + GAP;
  const rows = features.flatMap((_, j) =>
    answered.map((fit, k) => rowOf(data, fit, { j, k, y: j * group + k * ROW })),
  );
  const ends = rows.flatMap(({ share, lower, upper }) => [share, lower, upper]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const height = TOP + BOTTOM + Math.max(1, features.length) * group;
  return draw(pictureName(data, answered), {
    width: WIDTH,
    height,
    marginLeft: 190,
    marginRight: 24,
    marginTop: TOP,
    marginBottom: BOTTOM,
    style: { fontSize: '13px', background: 'none' },
    x: { domain: [low, high], label: null, ticks: 7, nice: true },
    y: { domain: [features.length * group - ROW / 2, -ROW / 2], axis: null },
    marks: [
      Plot.axisX({ ticks: 7, label: null, color: SOFT, tickSize: 0 }),
      Plot.ruleX([0], { stroke: RULE }),
      Plot.ruleY(rows, { y: 'y', x1: 'lower', x2: 'upper', stroke: 'colour', strokeWidth: 2 }),
      Plot.dot(rows, { x: 'share', y: 'y', fill: 'colour', r: 4 }),
      Plot.text(rows, {
        x: () => low,
        y: 'y',
        text: 'estimator',
        dx: -14,
        textAnchor: 'end',
        fill: 'colour',
      }),
      Plot.text(
        features.map((name, j) => ({ name: shortened(name), y: j * group })),
        { x: () => low, y: 'y', text: 'name', dx: -180, textAnchor: 'start', fill: INK, fontWeight: 600 },
      ),
      Plot.text([`share of the direction, features scaled to the same spread${linesAre(answered, level)}`], {
        frameAnchor: 'top-left',
        dy: -30,
        fill: SOFT,
        textAnchor: 'start',
      }),
    ],
  });
}

const linesAre = (fits: readonly DataFit[], level: number): string =>
  fits.some(({ uncertainty }) => uncertainty?.shareIntervals)
    ? `; lines are ${Number((100 * level).toPrecision(4))} % intervals`
    : '';

interface Place {
  readonly j: number;
  readonly k: number;
  readonly y: number;
}

function rowOf(data: ChoiceData, { spec, fitted, uncertainty }: DataFit, { j, k, y }: Place): Row {
  const share = fitted === null ? Number.NaN : shares(fitted, data)[j];
  const interval = uncertainty?.shareIntervals?.[j];
  return {
    y,
    share,
    lower: interval?.lower ?? share,
    upper: interval?.upper ?? share,
    estimator: estimatorName(spec.id),
    colour: spec.kind === 'sign' ? SIGN : spec.kind === 'rlhf' ? RLHF : k % 2 === 0 ? INK : SOFT,
  };
}

const shortened = (name: string): string => (name.length > 14 ? `${name.slice(0, 13)}\u2026` : name);

/** The picture in words, with its numbers. */
function pictureName(data: ChoiceData, fits: readonly DataFit[]): string {
  const parts = fits.map(({ spec, fitted }) => {
    const own = fitted === null ? [] : [...shares(fitted, data)].slice(0, 8);
    return `${estimatorName(spec.id)}: ${own.map((share, j) => `${data.names[j]} ${share.toFixed(2)}`).join(', ')}`;
  });
  return `Shares of the direction by feature. ${parts.join('; ')}.`;
}
