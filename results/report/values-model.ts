import { type Design, levelText } from '../charts/design.ts';
import { mainMeasure, type Shown } from '../charts/main-measure.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName, seriesOf } from '../charts/series.ts';
import { affordable } from '../predictions/affordable.ts';
import type { Predict } from '../predictions/predict.ts';
import type { CellSummary, Measure, MeasureName } from '../summary.ts';
import { colourClass } from './headline-values.ts';
import { type TableRow, tableRows } from './table-rows.ts';
import { agreementNote, askedNote, predictedText, silentNote, theoryColumns } from './theory-column.ts';
import { dataSets, decimalsOf, fixed, valueText } from './value-format.ts';

/** One column of a table of values after the levels and n. */
export interface ValueColumn {
  readonly kind: 'measured' | 'theory' | 'difference' | 'count';
  /** Names it in a URL and nowhere else: the estimator's id, `a-b` of a difference, `count`. */
  readonly key: string;
  readonly head: string;
  /** The class of its estimator's colour; null where it is of none. */
  readonly colour: string | null;
}

/** A value as a table has it; null where nothing was measured or theory does not know. */
export interface ValueCell {
  readonly text: string;
  /** The Monte Carlo standard error, or how far a prediction may be off; null where it is not known, or of a count. */
  readonly error: string | null;
  /** By which rows are sorted. */
  readonly order: number;
  /** Closest by at least two standard errors. */
  readonly best: boolean;
}

/** One cell of the study under its levels, as texts. */
export interface ValueRow {
  readonly cell: CellSummary;
  readonly levels: readonly string[];
  readonly values: readonly (ValueCell | null)[];
}

/** A measure of all estimators, row by row: what the page, LaTeX, Markdown and CSV have in common. */
export interface ValuesModel {
  readonly shown: Shown;
  readonly factors: readonly { readonly name: string; readonly numeric: boolean }[];
  readonly columns: readonly ValueColumn[];
  readonly rows: readonly ValueRow[];
  /** The rows with their levels, for tables in which a level spans several. */
  readonly placed: readonly TableRow[];
  /** Rows beyond the last. */
  readonly more: number;
  /** The limits that theory knows, under their columns; null where nothing is known or something varies. */
  readonly limits: readonly (string | null)[] | null;
  /** How theory agrees, and what it does not know; empty where there is nothing to say. */
  readonly note: string;
}

interface Style {
  readonly scale: number;
  readonly decimals: number;
}

/** The values of a measure, the study's main one unless another is given, with what theory predicts and paired differences of the angle. */
export function valuesModel(
  design: Design,
  predict: Predict,
  {
    shown = mainMeasure(design.summary),
    most,
    only,
  }: {
    readonly shown?: Shown | undefined;
    readonly most: number;
    readonly only?: ReadonlySet<string> | undefined;
  },
): ValuesModel {
  const { factors, parts, summary } = design;
  const { rows: placed, more } = tableRows(design, most);
  const { measure, scale } = shown;
  const wanted = (id: string): boolean => only === undefined || only.has(id);
  const series = seriesOf(parts[0].summary, measure).filter(({ id }) => wanted(id));
  const style = {
    scale,
    decimals: decimalsOf(
      placed.flatMap(({ cell }) => cell.estimators.map((one) => one.measures[measure])),
      scale,
    ),
  };
  const pairs = measure === 'rmsAngle' ? pairsOf(placed).filter(({ a, b }) => wanted(a) && wanted(b)) : [];
  const asked = affordable(predict, summary.study);
  const theory = theoryColumns(placed, asked.predict, measure);
  const columns: readonly ValueColumn[] = [
    ...series.flatMap(({ id, name, mark }): readonly ValueColumn[] => [
      { kind: 'measured', key: id, head: name, colour: colourClass(mark.colour) },
      ...(theory.has(id)
        ? [{ kind: 'theory' as const, key: `${id} theory`, head: 'theory', colour: null }]
        : []),
    ]),
    ...pairs.map(({ a, b }) => ({
      kind: 'difference' as const,
      key: `${a}-${b}`,
      head: `${estimatorName(a)} \u2212 ${estimatorName(b)}`,
      colour: null,
    })),
    { kind: 'count', key: 'count', head: 'Data sets', colour: null },
  ];
  const rows = placed.map(({ cell, levels }, i): ValueRow => {
    const best = closest(cell, measure);
    const values = series.flatMap(({ id }) => [
      measuredCell(measureOf(cell, id, measure), style, id === best),
      ...(theory.has(id) ? [theoryCell(theory.get(id)?.values[i], style)] : []),
    ]);
    const differences = pairs.map(({ a, b }) => {
      const pair = cell.pairs.find((one) => one.a === a && one.b === b);
      return measuredCell(pair?.rmsAngleDifference, style, false);
    });
    const count = dataSets(cell);
    return {
      cell,
      levels: factors.map((factor, j) => levelText(factor, levels[j])),
      values: [...values, ...differences, { text: grouped(count), error: null, order: count, best: false }],
    };
  });
  // Of the others nothing is expected.
  const foretold = { ...design, parts: parts.slice(0, asked.combinations) };
  const note =
    `${agreementNote(foretold, asked.predict, measure)}${silentNote(design, asked.predict)}${askedNote(asked, design)}`.trim();
  return {
    shown,
    factors,
    columns,
    rows,
    placed,
    more,
    limits: factors.length > 0 ? null : limitsOf(columns, { design, predict, style, measure }),
    note,
  };
}

/** The pairs of the first row that has some: all rows have the same but where a fit is missing. */
const pairsOf = (rows: readonly TableRow[]): CellSummary['pairs'] =>
  rows.find(({ cell }) => cell.pairs.length > 0)?.cell.pairs ?? [];

const measureOf = (cell: CellSummary, id: string, measure: MeasureName): Measure | undefined =>
  cell.estimators.find((estimator) => estimator.id === id)?.measures[measure];

function measuredCell(measure: Measure | undefined, style: Style, best: boolean): ValueCell | null {
  const shown = valueText(measure, style);
  if (shown === null || measure?.value == null) return null;
  return { text: shown.value, error: shown.mcse, order: measure.value, best };
}

function theoryCell(found: Parameters<typeof predictedText>[0], style: Style): ValueCell | null {
  const shown = predictedText(found, style);
  if (shown === null || found == null) return null;
  return { text: shown.value, error: shown.error, order: found.value, best: false };
}

/** Errors of these are sizes, of which the smallest is best. */
const ERRORS: readonly MeasureName[] = ['rmsAngle', 'meanAngle', 'medianAngle', 'disagreement', 'rmse'];

/** Whether the smallest of a measure is the best. */
export const isError = ({ measure }: Pick<Shown, 'measure'>): boolean => ERRORS.includes(measure);

/** The estimator with the smallest error, where it leads the next by two standard errors; null otherwise. */
function closest(cell: CellSummary, name: MeasureName): string | null {
  if (!isError({ measure: name })) return null;
  const ranked = cell.estimators
    .flatMap(({ id, measures: { [name]: measure } }) =>
      measure?.value == null ? [] : [{ id, value: measure.value, mcse: measure.mcse ?? 0 }],
    )
    .sort((a, b) => a.value - b.value);
  if (ranked.length < 2) return null;
  const [first, second] = ranked;
  const noise = Math.sqrt(first.mcse * first.mcse + second.mcse * second.mcse);
  return second.value - first.value > 2 * noise ? first.id : null;
}

/** The limits under the columns of theory that they belong to; 0 where an estimator reaches the target. */
function limitsOf(
  columns: readonly ValueColumn[],
  {
    design,
    predict,
    style,
    measure,
  }: {
    readonly design: Design;
    readonly predict: Predict;
    readonly style: Style;
    readonly measure: MeasureName;
  },
): readonly (string | null)[] | null {
  const [{ summary }] = design.parts;
  const foresight = predict(summary.study.scenarios[0]);
  const limitOf = (id: string): number | null => foresight(id)?.limit(measure) ?? null;
  const text = (limit: number | null): string | null =>
    limit === null ? null : fixed(limit * style.scale, style.decimals);
  const withTheory = new Set(columns.flatMap(({ kind, key }) => (kind === 'theory' ? [key] : [])));
  const limits = columns.map(({ kind, key }): number | null => {
    switch (kind) {
      case 'measured':
        return withTheory.has(`${key} theory`) ? null : limitOf(key);
      case 'theory':
        return limitOf(key.slice(0, -' theory'.length));
      case 'difference': {
        const [left, right] = pairOf(key, design).map(limitOf);
        return left === null || right === null ? null : left - right;
      }
      case 'count':
        return null;
      default:
        return kind satisfies never;
    }
  });
  return limits.every((limit) => limit === null) ? null : limits.map(text);
}

const pairOf = (key: string, { summary }: Design): readonly string[] => {
  const pair = summary.cells.flatMap(({ pairs }) => pairs).find(({ a, b }) => `${a}-${b}` === key);
  return pair === undefined ? [] : [pair.a, pair.b];
};
