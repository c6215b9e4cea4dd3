import * as Plot from '@observablehq/plot';
import { cubeRoot } from '../../kernels/math/cube-root.ts';
import type { Foresight } from '../predictions/predict.ts';
import type { Summary } from '../summary.ts';
import { INK, WASH } from './drawing.ts';
import { extent } from './extent.ts';
import { sizesDomain } from './frame.ts';
import type { Shown } from './main-measure.ts';
import { measured } from './marks.ts';
import { type LinePoint, predictedLine } from './predicted-lines.ts';
import { regimeLabel } from './regime-label.ts';
import { type Series, seriesOf } from './series.ts';
import { isCrowded, namedIn, seriesLabels } from './series-labels.ts';
import { alongRule, type SmallMultiple } from './small-multiple.ts';
import { limitMark, lineMarks, regimeMarks } from './theory-marks.ts';
import { type Domain, linearDomain } from './ticks.ts';

/** How near to its constant the law is where its regime begins. */
const WITHIN = 0.05;
/** A theory line may stretch the picture by this factor beyond what was measured. */
const REACH = 1.3;

/**
 * n^(1/3) times a measure (the root-mean-square angle, or that error of b) of the estimators of kind sign, with bars of
 * +-2 MCSE; as lines what theory predicts at each n, and dotted the constant for large n with 5 % on both sides from where it holds. Null where no
 * estimator of kind sign was measured.
 */
export function scaledError(summary: Summary, foresight: Foresight, what: Shown): SmallMultiple | null {
  const shown = seriesOf(summary, what.measure)
    .filter(({ kind, points }) => kind === 'sign' && points.length > 0)
    .map((series) => ({ ...series, points: series.points.map(scaledPoint) }));
  if (shown.length === 0) return null;
  const x = sizesDomain(summary.study.sampleSizes);
  const dots = shown.flatMap(({ points }) => points);
  const ends = dots.flatMap(({ value, mcse }) => [value - 2 * (mcse ?? 0), value + 2 * (mcse ?? 0)]);
  const lines = linesOf(namedIn(shown), foresight, { what, span: spanOf(summary, x) });
  const expectations = shown.map(({ id }) => foresight(id));
  const found = expectations.flatMap((one) => one?.scaled(what.measure) ?? []).at(0);
  const constant = found === undefined ? null : found * what.scale;
  const regime =
    constant === null ? null : (expectations.flatMap((one) => one?.regimeFrom() ?? []).at(0) ?? null);
  const band = constant === null ? [] : [(1 - WITHIN) * constant, (1 + WITHIN) * constant];
  const [low, high] = extent(ends) ?? [0, 1];
  const near = lines
    .flatMap(({ line }) => line.map(({ value }) => value))
    .filter((value) => value > low / REACH && value < high * REACH);
  const y = linearDomain([...ends, ...near, ...band], 0);
  return {
    name: 'Error times the cube root of n, by n',
    title: 'n^{1/3} \u00d7 error',
    x,
    y,
    format: (tick, decimals) => `${tick.toFixed(decimals)}${what.unit}`,
    dots,
    crowded: isCrowded(shown),
    curves: lines.map(({ line }) => line),
    rules: constant === null ? [] : [constant],
    uprights: regime === null ? [] : [regime],
    marks: (frame) => [
      ...(constant === null ? [] : constantMarks(constant, { band, regime, x })),
      ...regimeMarks(regime, x),
      ...lines.flatMap(({ line, colour }) => lineMarks(line, { colour, domain: frame.y })),
      ...[...shown]
        .reverse()
        .flatMap(({ points, mark }) => measured(points, mark, { r: 3, domain: frame.y })),
    ],
    labels: (frame) => [
      ...(constant === null
        ? []
        : [
            {
              lines: [`theory, large n: ${constantText(constant)}${what.unit}`],
              colour: INK,
              plain: true,
              spots: alongRule(constant, frame),
            },
          ]),
      ...regimeLabel(regime, frame),
      ...(shown.length > 1 ? seriesLabels(namedIn(shown), frame) : []),
    ],
  };
}

const scaledPoint = <P extends { readonly n: number; readonly value: number; readonly mcse: number | null }>(
  point: P,
): P => {
  const scale = cubeRoot(point.n);
  return {
    ...point,
    value: scale * point.value,
    mcse: point.mcse === null ? null : scale * point.mcse,
  };
};

/** Four digits, since 5 % of it matter. */
export const constantText = (constant: number): string => String(Number(constant.toPrecision(4)));

const spanOf = ({ study }: Summary, x: Domain): Domain =>
  study.sampleSizes.length === 1 ? x : (extent(study.sampleSizes) ?? x);

/** The predicted lines, one for all estimators of a law, in the colour of the first. */
function linesOf(
  shown: readonly Series[],
  foresight: Foresight,
  { what, span }: { readonly what: Shown; readonly span: Domain },
): readonly { readonly colour: string; readonly line: readonly LinePoint[] }[] {
  return [...new Set(shown.map(({ id }) => foresight(id)))].map((expectation) => ({
    colour: shown.find(({ id }) => foresight(id) === expectation)?.mark.colour ?? INK,
    line: predictedLine(expectation, what, { span, points: 17 }).map((point) => {
      const scale = cubeRoot(point.n);
      return {
        n: point.n,
        value: scale * point.value,
        low: scale * point.low,
        high: scale * point.high,
      };
    }),
  }));
}

interface Constant {
  readonly band: readonly number[];
  readonly regime: number | null;
  readonly x: Domain;
}

const constantMarks = (constant: number, { band, regime, x }: Constant): readonly Plot.Markish[] => [
  ...(regime === null || regime >= x[1]
    ? []
    : [Plot.rect([0], { x1: Math.max(x[0], regime), x2: x[1], y1: band[0], y2: band[1], fill: WASH })]),
  limitMark(constant, INK),
];
