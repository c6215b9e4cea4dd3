import { grouped } from '../charts/numbers.ts';
import type { ValueCell, ValueColumn, ValuesModel } from './values-model.ts';

export const TABLE_FORMATS = ['csv', 'tex', 'md'] as const;

export type TableFormat = (typeof TABLE_FORMATS)[number];

/** A table of values as text: CSV with a column for each standard error, LaTeX with booktabs, or Markdown. */
export function valuesText(model: ValuesModel, format: TableFormat): string {
  switch (format) {
    case 'csv':
      return csv(model);
    case 'tex':
      return latex(model);
    case 'md':
      return markdown(model);
    default:
      return format satisfies never;
  }
}

/** RFC 4180: numbers as they are, an error in a column after its value. */
function csv({ factors, columns, rows }: ValuesModel): string {
  const heads = [
    ...factors.map(({ name }) => name),
    'n',
    ...columns.flatMap((column, i) =>
      column.kind === 'count'
        ? ['data sets']
        : [nameOf(columns, i), `${nameOf(columns, i)} ${errorName(column)}`],
    ),
  ];
  const lines = rows.map(({ cell, levels, values }) => [
    ...levels,
    String(cell.n),
    ...values.flatMap((value, i) =>
      columns[i].kind === 'count'
        ? [String(value?.order ?? '')]
        : [ascii(value?.text ?? ''), ascii(value?.error ?? '')],
    ),
  ]);
  return [heads, ...lines].map((line) => `${line.map(quoted).join(',')}\r\n`).join('');
}

/** A prediction is of the estimator before it. */
const nameOf = (columns: readonly ValueColumn[], i: number): string =>
  columns[i].kind === 'theory' ? `${columns[i - 1].head} theory` : ascii(columns[i].head);

const errorName = ({ kind }: ValueColumn): string => (kind === 'theory' ? 'may be off by' : 'MCSE');

const ascii = (text: string): string => text.replaceAll('\u2212', '-');

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function latex({ shown, factors, columns, rows, limits }: ValuesModel): string {
  const heads = [
    ...factors.map(({ name }) => latexText(name)),
    '$n$',
    ...columns.map((_, i) => latexText(nameOf(columns, i))),
  ];
  const line = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`;
  const body = rows.map(({ cell, levels, values }) =>
    line([
      ...levels.map(latexText),
      latexText(grouped(cell.n)),
      ...values.map((value, i) => latexText(cellText(value, columns[i]))),
    ]),
  );
  const foot =
    limits === null
      ? []
      : [
          '\\midrule',
          line([...factors.map(() => ''), 'limit', ...limits.map((limit) => latexText(limit ?? ''))]),
        ];
  return [
    `% ${shown.phrase}; Monte Carlo standard errors in parentheses. Needs the package booktabs.`,
    `\\begin{tabular}{${factors.map(({ numeric }) => (numeric ? 'r' : 'l')).join('')}r${columns.map(() => 'r').join('')}}`,
    '\\toprule',
    line(heads),
    '\\midrule',
    ...body,
    ...foot,
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

const TEX: Readonly<Record<string, string>> = {
  '\u2013': '--',
  '\\': '\\textbackslash{}',
  '\u2212': '$-$',
  '\u00b1': '$\\pm$',
  '<': '$<$',
  '>': '$>$',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** Text that LaTeX sets as it is. */
export const latexText = (text: string): string =>
  text.replace(/[\\\u2013\u2212\u00b1<>~^]|[&%$#_{}]/g, (character) => TEX[character] ?? `\\${character}`);

function markdown({ factors, columns, rows, limits }: ValuesModel): string {
  const heads = [...factors.map(({ name }) => name), 'n', ...columns.map((_, i) => nameOf(columns, i))];
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/[|\\<]/g, '\\$&')).join(' | ')} |`;
  const rule = `| ${[...factors.map(({ numeric }) => (numeric ? '---:' : '---')), '---:', ...columns.map(() => '---:')].join(' | ')} |`;
  const body = rows.map(({ cell, levels, values }) =>
    line([...levels, grouped(cell.n), ...values.map((value, i) => cellText(value, columns[i]))]),
  );
  const foot =
    limits === null ? [] : [line([...factors.map(() => ''), 'limit', ...limits.map((limit) => limit ?? '')])];
  return `${[line(heads), rule, ...body, ...foot].join('\n')}\n`;
}

/** `1.510 (0.035)`, `1.510 ±0.017`, `2,000`, or a dash. */
function cellText(value: ValueCell | null, { kind }: ValueColumn): string {
  if (value === null) return '\u2013';
  if (value.error === null) return value.text;
  return kind === 'theory' ? `${value.text} \u00b1${value.error}` : `${value.text} (${value.error})`;
}
