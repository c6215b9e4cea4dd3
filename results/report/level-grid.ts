import { log } from '../../kernels/math/log.ts';
import { type Design, type Factor, type Level, levelText } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { extent } from '../charts/extent.ts';
import { mainMeasure } from '../charts/main-measure.ts';
import { grouped } from '../charts/numbers.ts';
import { type Series, seriesOf } from '../charts/series.ts';
import type { Predicted } from '../predictions/expectation.ts';
import type { Predict } from '../predictions/predict.ts';
import type { CellSummary, Measure } from '../summary.ts';
import { colourClass } from './headline-values.ts';
import { predictedText } from './theory-column.ts';
import { decimalsOf, valueText } from './value-format.ts';

/** Fewer levels a side read better as panels, more do not fit. */
const FEWEST = 3;
const MOST_COLUMNS = 12;
const MOST_ROWS = 40;
const MOST_TABLES = 4;
/** Strongest shade, per cent of ink: secondary ink still stands out against it. */
const DARKEST = 16;

/**
 * The main measure of each estimator, up to four, as a table of two numeric factors at the study's one n: the larger, the
 * darker, on one scale for all, what theory predicts below it. HTML; null where the study is not of that shape.
 */
export function levelGrid(design: Design, predict: Predict): string | null {
  const { factors, parts, summary } = design;
  const [rows, columns] = factors;
  const isGrid =
    factors.length === 2 &&
    factors.every(({ numeric, levels }) => numeric && levels.size >= FEWEST) &&
    summary.study.sampleSizes.length === 1 &&
    parts.length === rows.levels.size * columns.levels.size &&
    columns.levels.size <= MOST_COLUMNS &&
    rows.levels.size <= MOST_ROWS;
  if (!isGrid) return null;
  const { measure, scale } = mainMeasure(summary);
  const cells = parts.flatMap(({ levels, summary: part }) =>
    part.cells.slice(0, 1).map((cell) => ({
      key: keyOf(levels),
      cell,
      foresight: predict(part.study.scenarios[0]),
    })),
  );
  const at = new Map(cells.map((one) => [one.key, one]));
  const measures = cells.flatMap(({ cell }) => cell.estimators.map((one) => one.measures[measure]));
  const span = extent(measures.flatMap((one) => (one?.value != null && one.value > 0 ? [one.value] : [])));
  const style = { scale, decimals: decimalsOf(measures, scale) };
  const tables = seriesOf(parts[0].summary, measure)
    .slice(0, MOST_TABLES)
    .map((series) => {
      const expected = (levels: readonly Level[]): Predicted | null => {
        const place = at.get(keyOf(levels));
        return place?.foresight(series.id)?.at(measure, place.cell.n) ?? null;
      };
      const known = cells.some(({ cell, foresight }) => foresight(series.id)?.at(measure, cell.n) != null);
      return table(series, { rows, columns }, (levels) =>
        cellOf(at.get(keyOf(levels))?.cell, series, {
          ...{ measure, style, span },
          ...(known ? { theory: expected(levels) } : {}),
        }),
      );
    });
  return tables.join('\n');
}

/** Levels in the order of a number line, not of the study file. */
const sorted = ({ levels }: Factor): readonly Level[] =>
  [...levels.keys()].sort((a, b) => Number(a) - Number(b));

const keyOf = (levels: readonly Level[]): string => levels.map(String).join(' ');

function table(
  { name, mark }: Series,
  { rows, columns }: { readonly rows: Factor; readonly columns: Factor },
  cellAt: (levels: readonly Level[]) => string,
): string {
  const heads = sorted(columns).map((level) => `<th scope="col">${escaped(levelText(columns, level))}</th>`);
  const body = sorted(rows).map(
    (row) =>
      `<tr><th scope="row">${escaped(levelText(rows, row))}</th>` +
      `${sorted(columns)
        .map((column) => cellAt([row, column]))
        .join('')}</tr>`,
  );
  const title = `${name}: ${rows.name} down, ${columns.name} across`;
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(title)}, scrolls sideways"><table class="grid">` +
    `<caption><b class="${colourClass(mark.colour)}">${escaped(name)}</b>, ${escaped(rows.name)} down, ${escaped(columns.name)} across</caption>` +
    `<thead><tr><th scope="col">${escaped(rows.name)}</th>${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
  );
}

interface CellStyle {
  readonly measure: ReturnType<typeof mainMeasure>['measure'];
  readonly style: Parameters<typeof valueText>[1];
  readonly span: readonly [number, number] | null;
  /** Absent where theory knows no cell of the table. */
  readonly theory?: Predicted | null;
}

function cellOf(
  cell: CellSummary | undefined,
  { id }: Series,
  { measure, style, span, theory }: CellStyle,
): string {
  const found: Measure | undefined = cell?.estimators.find((one) => one.id === id)?.measures[measure];
  const shown = valueText(found, style);
  if (shown === null || found?.value == null) return '<td><span class="mcse">\u2013</span></td>';
  const mcse = shown.mcse === null ? '' : `<span class="mcse"> (${shown.mcse})</span>`;
  return `<td class="s${shadeOf(found.value, span)}">${shown.value}${mcse}${below(theory, style)}</td>`;
}

/** What theory predicts, on a line of its own. */
function below(theory: Predicted | null | undefined, style: CellStyle['style']): string {
  if (theory === undefined) return '';
  const text = predictedText(theory, style);
  return `<br><span class="mcse th">${text === null ? '\u2013' : `${text.value} \u00b1${escaped(text.error)}`}</span>`;
}

/** Per cent of ink, even in the logarithm of the value. */
function shadeOf(value: number, span: readonly [number, number] | null): number {
  if (span === null || !(value > 0) || span[0] === span[1]) return 0;
  return Math.round((DARKEST * log(value / span[0])) / log(span[1] / span[0]));
}

/** How to read it, as HTML. */
export const levelGridNote = ({ summary }: Design): string =>
  `${mainMeasure(summary).phrase} at n = ${summary.study.sampleSizes.map(grouped).join('')}, its Monte Carlo standard error in ` +
  'parentheses, below it what theory predicts and how far that may be off. The larger the value, the stronger its shade, in equal steps of its logarithm, on one scale for all estimators.';
