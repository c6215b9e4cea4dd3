import { extent } from '../charts/extent.ts';
import { minus } from '../charts/numbers.ts';
import type { CellSummary, Measure } from '../summary.ts';

/**
 * Decimals of a table: the smallest Monte Carlo standard error still shows a digit and the largest shows two; one to
 * four, three where no error is known.
 */
export function decimalsOf(measures: readonly (Measure | undefined)[], scale: number): number {
  const errors = extent(
    measures.flatMap((measure) => (measure?.mcse != null && measure.mcse > 0 ? [measure.mcse * scale] : [])),
  );
  return errors === null ? 3 : Math.max(decimalsFor(errors[0]), decimalsFor(errors[1] / 10));
}

/** The fewest decimals that show a digit of the value, one to four. */
const decimalsFor = (value: number): number =>
  [1, 2, 3].find((digits) => value * Number(`1e${digits}`) >= 1) ?? 4;

/** A measure in words of a table: `value` and, where it is known, `mcse`; null where nothing was measured. */
export function valueText(
  measure: Measure | undefined,
  { scale, decimals }: { readonly scale: number; readonly decimals: number },
): { readonly value: string; readonly mcse: string | null } | null {
  if (measure === undefined || measure.value === null || !Number.isFinite(measure.value)) return null;
  const { mcse } = measure;
  return {
    value: fixed(measure.value * scale, decimals),
    mcse: mcse !== null && Number.isFinite(mcse) ? (mcse * scale).toFixed(decimals) : null,
  };
}

/** A number with a true minus sign, and none before a zero that rounding made. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : minus(text);
}

/** Data sets behind a cell: what its estimators were tried on, failed fits included. */
export const dataSets = ({ estimators }: CellSummary): number =>
  Math.max(
    0,
    ...estimators.map(({ measures }) => (measures.failureRate ?? measures.rmsAngle)?.replicates ?? 0),
  );
