import { DEGREES, grouped } from '../../results/charts/numbers.ts';
import { textColumns } from '../../results/report/text-layout.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import type { Agreement } from './agreement.ts';
import type { DataFit } from './data-fit.ts';
import { failureAdvice } from './failure-advice.ts';

/** Features shown; the rest are in the JSON. */
const MOST_SHOWN = 40;

/** What a fit prints: a table of the direction by feature, one column an estimator, and how far they agree. */
export function fitText(
  data: ChoiceData,
  fits: readonly DataFit[],
  agreements: readonly Agreement[],
): string {
  const parts = [heading(data), table(data, fits), ...failureLines(fits), ...agreements.map(agreementLine)];
  return `${parts.join('\n\n')}\n`;
}

function heading(data: ChoiceData): string {
  const {
    comparisons: { n, d },
    format,
    hasIntercept,
    standardised,
    situations,
  } = data;
  const rows = counted(n, format === 'binary' ? 'choice' : 'comparison');
  const among = situations === null ? '' : ` in ${counted(situations.length - 1, 'situation')}`;
  const intercept = hasIntercept ? ', one of them the intercept' : '';
  const units = standardised
    ? 'Fitted on standardised features; directions are in the units of the file.'
    : 'Directions are in the units of the file.';
  return `${rows}${among}${choosersOf(data)}, ${counted(d, 'feature')}${intercept}. ${units}`;
}

const choosersOf = ({ users, isChooserUnknown }: ChoiceData): string =>
  users === null || isChooserUnknown ? '' : ` by ${counted(users.length - 1, 'chooser')}`;

const counted = (count: number, what: string): string => `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;

function table({ names, comparisons: { n } }: ChoiceData, fits: readonly DataFit[]): string {
  const order = [...names.keys()].slice(0, MOST_SHOWN);
  const more = names.length - order.length;
  const rows: readonly (readonly string[])[] = [
    ['', ...fits.map(({ spec }) => spec.id)],
    ...order.flatMap((j) => coefficientRows(names[j], j, fits)),
    ...(more > 0 ? [[`${more} more`, ...fits.map(() => '')]] : []),
    [
      'told rightly',
      ...fits.map(({ score }) => (score === null ? '-' : `${grouped(score)} of ${grouped(n)}`)),
    ],
    ['', ...fits.map(({ score }) => (score === null ? '' : `${((100 * score) / n).toFixed(1)} %`))],
    ['at most', ...fits.map(({ diagnostics }) => boundText(diagnostics))],
    ['seconds', ...fits.map(({ seconds }) => seconds.toPrecision(2))],
  ].filter(([name, ...cells]) => name !== 'at most' || cells.some((cell) => cell !== ''));
  return textColumns(rows).trimEnd();
}

/** The coefficients of a feature, and below them their intervals where there are some. */
function coefficientRows(name: string, j: number, fits: readonly DataFit[]): readonly (readonly string[])[] {
  const intervals = fits.map(({ uncertainty }) => intervalText(uncertainty?.intervals?.[j]));
  return [
    [name, ...fits.map(({ direction }) => coefficient(direction?.[j]))],
    ...(intervals.every((text) => text === '') ? [] : [['', ...intervals]]),
  ];
}

const intervalText = (interval: { readonly lower: number; readonly upper: number } | undefined): string =>
  interval === undefined ? '' : `${decimal(interval.lower)} to ${decimal(interval.upper)}`;

function boundText({ correctBound, proven }: Readonly<Record<string, number>>): string {
  if (correctBound === undefined || !Number.isFinite(correctBound)) return '';
  return proven === 1 ? `${grouped(correctBound)}, proven` : grouped(correctBound);
}

/** A sentence for each estimator without an answer: why, and what helps. */
export const failureLines = (fits: readonly DataFit[]): readonly string[] =>
  fits.flatMap((fit) => (fit.direction === null ? [failureLine(fit)] : []));

function failureLine({ spec, status }: DataFit): string {
  return `${spec.id}: no direction. ${failureAdvice(status, spec.kind)}`;
}

function agreementLine({ a, b, angle, scaledAngle, disagreement }: Agreement): string {
  const told = `they tell ${(100 * disagreement).toFixed(1)} % of the comparisons differently`;
  return `${a} and ${b}: ${degrees(angle)} apart in the units of the file, ${degrees(scaledAngle)} with features scaled to the same spread; ${told}.`;
}

const degrees = (radians: number): string => `${(DEGREES * radians).toFixed(1)} degrees`;

const coefficient = (value: number | undefined): string => (value === undefined ? '-' : decimal(value));

/** Four decimals, or two digits of a number that these would hide. */
const decimal = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(1) : value.toFixed(4);
