import type { FC } from 'hono/jsx';
import type { Design } from '../../results/charts/design.ts';
import { grouped } from '../../results/charts/numbers.ts';
import type { Predict } from '../../results/predictions/predict.ts';
import { valuesNote } from '../../results/report/report.ts';
import type { TableFormat } from '../../results/report/values-formats.ts';
import {
  type ValueCell,
  type ValueColumn,
  type ValueRow,
  type ValuesModel,
  valuesModel,
} from '../../results/report/values-model.ts';
import { limitsFoot } from '../../results/report/values-table.ts';
import type { Links } from './links.ts';
import { Trusted } from './page.tsx';
import { drawnView, type StudyView } from './study-view.ts';

/** Rows of a page of the table. */
const PAGE_ROWS = 200;
/** Rows that are sorted and paged at most; the files of the study have all. */
const MOST_ROWS = 5000;

interface Shown {
  readonly design: Design;
  readonly predict: Predict;
  readonly links: Links;
  readonly view: StudyView;
}

/** The table of values: value (MCSE), sortable by its heads, page by page, and as text for papers and programs. */
export const Values: FC<Shown> = ({ design, predict, links, view }) => {
  const { shown, only } = drawnView(view, design.summary);
  const model = valuesModel(design, predict, { shown, only, most: MOST_ROWS });
  const { name } = design.summary.study;
  const sorted = sortedRows(model, view.sort);
  const pages = Math.max(1, Math.ceil(sorted.length / PAGE_ROWS));
  const page = Math.min(view.page, pages);
  const rows = sorted.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS);
  return (
    <>
      <Trusted html={valuesNote(model.shown)} />
      <section class="scroll" tabindex={0} aria-label="Values, scrolls sideways">
        <table
          {...(pages === 1 ? { 'data-sortable': true } : {})}
          {...(links.served ? { 'data-served': true } : {})}
        >
          <thead>
            <tr>
              {headsOf(model).map((head) => (
                <Head {...{ head, links, view, name }} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row {...{ row, model, links, name }} />
            ))}
          </tbody>
          {model.limits === null ? null : <Trusted html={limitsFoot(model.limits, model.columns)} />}
        </table>
      </section>
      {pages === 1 ? null : <Pager {...{ links, view, name, page, pages }} />}
      {model.more === 0 ? null : <p class="note">{grouped(model.more)} more rows are in the files below.</p>}
      {model.note === '' ? null : <p class="note">{model.note}</p>}
      <TableTools {...{ links, view, name }} />
    </>
  );
};

interface HeadOf {
  readonly key: string;
  readonly text: string;
  readonly className: string;
  readonly colour: string | null;
}

const headsOf = ({ factors, columns }: ValuesModel): readonly HeadOf[] => [
  ...factors.map(({ name, numeric }) => ({
    key: name,
    text: name,
    className: numeric ? '' : 'l',
    colour: null,
  })),
  { key: 'n', text: 'n', className: '', colour: null },
  ...columns.map(({ kind, key, head, colour }) => ({
    key,
    text: head,
    className: kind === 'theory' ? 'th' : '',
    colour,
  })),
];

const Head: FC<{
  readonly head: HeadOf;
  readonly links: Links;
  readonly view: StudyView;
  readonly name: string;
}> = ({ head: { key, text, className, colour }, links, view, name }) => {
  const ascending = view.sort === key;
  const descending = view.sort === `-${key}`;
  const order = ascending ? 'ascending' : descending ? 'descending' : undefined;
  const next = { ...view, sort: ascending ? `-${key}` : key, page: 1 };
  return (
    <th scope="col" class={className} {...(order === undefined ? {} : { 'aria-sort': order })}>
      <a
        href={`${links.study(name, links.has(next) ? next : view)}#values`}
        data-sort={key}
        class={colour ?? ''}
      >
        {text}
      </a>
    </th>
  );
};

const Row: FC<{
  readonly row: ValueRow;
  readonly model: ValuesModel;
  readonly links: Links;
  readonly name: string;
}> = ({ row: { cell, levels, values }, model: { factors, columns }, links, name }) => (
  <tr>
    {levels.map((level, i) => (
      <td class={factors[i].numeric ? '' : 'l'} data-order={level.replace('\u2212', '-').replaceAll(',', '')}>
        {level}
      </td>
    ))}
    <th scope="row" class={factors.length > 0 ? 'n' : ''} data-order={cell.n}>
      <CellLink address={links.cell(name, cell.key)} text={grouped(cell.n)} />
    </th>
    {values.map((value, i) => (
      <Cell value={value} column={columns[i]} />
    ))}
  </tr>
);

const Cell: FC<{ readonly value: ValueCell | null; readonly column: ValueColumn }> = ({
  value,
  column: { kind },
}) => {
  const className = kind === 'theory' ? 'th' : '';
  if (value === null) return <td class={className}>{'\u2013'}</td>;
  const { text, error, best, order } = value;
  return (
    <td class={className} data-order={order}>
      {best ? <b>{text}</b> : text}
      {error === null ? null : kind === 'theory' ? ` \u00b1${error}` : <span class="mcse"> ({error})</span>}
    </td>
  );
};

/** A link to the page of a cell, or its words where it has none. */
export const CellLink: FC<{ readonly address: string | null; readonly text: string }> = ({
  address,
  text,
}) => (address === null ? text : <a href={address}>{text}</a>);

/** The rows in the order asked for; an unknown key leaves the order of the plan. */
export function sortedRows(
  { rows, columns, factors }: ValuesModel,
  sort: string | null,
): readonly ValueRow[] {
  if (sort === null) return rows;
  const descending = sort.startsWith('-');
  const key = descending ? sort.slice(1) : sort;
  const level = factors.findIndex(({ name }) => name === key);
  const column = columns.findIndex((one) => one.key === key);
  const order = ({ cell, levels, values }: ValueRow): number | string | null => {
    if (key === 'n') return cell.n;
    if (level >= 0) return levels[level].replace('\u2212', '-').replaceAll(',', '');
    return column < 0 ? null : (values[column]?.order ?? null);
  };
  return rows.toSorted((a, b) => compare(order(a), order(b), descending ? -1 : 1));
}

/** Numbers as numbers, texts as texts; what was not measured comes last. */
function compare(a: number | string | null, b: number | string | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const difference = Number(a) - Number(b);
  return sign * (Number.isNaN(difference) ? String(a).localeCompare(String(b)) : difference);
}

const Pager: FC<{
  readonly links: Links;
  readonly view: StudyView;
  readonly name: string;
  readonly page: number;
  readonly pages: number;
}> = ({ links, view, name, page, pages }) => {
  const to = (number: number): string => `${links.study(name, { ...view, page: number })}#values`;
  return (
    <nav class="pager" aria-label="Pages of the table">
      {page > 1 ? <a href={to(page - 1)}>Previous</a> : null}
      <span>
        Page {page} of {pages}
      </span>
      {page < pages ? <a href={to(page + 1)}>Next</a> : null}
    </nav>
  );
};

const FORMATS: readonly (readonly [TableFormat, string])[] = [
  ['tex', 'LaTeX'],
  ['csv', 'CSV'],
  ['md', 'Markdown'],
];

const TableTools: FC<{ readonly links: Links; readonly view: StudyView; readonly name: string }> = ({
  links,
  view,
  name,
}) => (
  <p class="tools">
    <span>This table as</span>
    {FORMATS.map(([format, title]) => {
      const file = links.file(name, `values.${format}`, view);
      return file === null ? null : (
        <>
          <a href={file} download={`${name}-values.${format}`}>
            {title}
          </a>
          <button type="button" data-needs-script data-copy={file}>
            Copy {title}
          </button>
        </>
      );
    })}
  </p>
);
