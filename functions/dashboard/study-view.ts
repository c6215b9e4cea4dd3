import type { ErrorView } from '../../results/charts/error-against-n.ts';
import { isSigned, shownMeasures } from '../../results/charts/shown-measures.ts';
import type { MeasureName, Summary } from '../../results/summary.ts';

/** What a page of a study shows, as its address says it: every view is a permalink. */
export interface StudyView {
  /** Null: the study's main measure. */
  readonly measure: MeasureName | null;
  readonly scale: 'log' | 'linear';
  /** Ids of the estimators shown; null: all. */
  readonly only: readonly string[] | null;
  /** The path of the factor on the horizontal axis of the breakdown; null: the one with the most levels. */
  readonly along: string | null;
  /** The column by which the table is sorted, from the largest where the key starts with a minus sign; null: the order of the plan. */
  readonly sort: string | null;
  /** Of the table, from 1. */
  readonly page: number;
}

export const DEFAULT_VIEW: StudyView = {
  measure: null,
  scale: 'log',
  only: null,
  along: null,
  sort: null,
  page: 1,
};

/** The view that a query asks for; what the study does not have is left as it is by default. */
export function parseView(query: URLSearchParams, summary: Summary): StudyView {
  const measure = shownMeasures(summary).find((one) => one.measure === query.get('measure'))?.measure ?? null;
  const [first] = summary.study.scenarios;
  const ids = first.estimators.map(({ id }) => id);
  const wanted = query.getAll('estimator').filter((id) => ids.includes(id));
  const along = query.get('along');
  const isFactor = summary.study.scenarios.some(
    ({ factors }) => along !== null && Object.hasOwn(factors, along),
  );
  const page = Number(query.get('page'));
  return {
    measure,
    scale: query.get('scale') === 'linear' ? 'linear' : 'log',
    only: wanted.length === 0 || wanted.length === ids.length ? null : wanted,
    along: isFactor ? along : null,
    sort: query.get('sort')?.slice(0, 200) || null,
    page: Number.isInteger(page) && page > 1 && page < 1e6 ? page : 1,
  };
}

/** The query of a view, empty for the default: `?measure=meanAngle&scale=linear`. */
export function viewQuery(view: StudyView): string {
  const query = new URLSearchParams();
  if (view.measure !== null) query.set('measure', view.measure);
  if (view.scale === 'linear') query.set('scale', 'linear');
  for (const id of view.only ?? []) query.append('estimator', id);
  if (view.along !== null) query.set('along', view.along);
  if (view.sort !== null) query.set('sort', view.sort);
  if (view.page > 1) query.set('page', String(view.page));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The view as the charts and tables of the report take it; nothing where it is the default. */
export function drawnView(
  view: StudyView,
  summary: Summary,
): ErrorView & { readonly along?: string | undefined } {
  const shown = shownMeasures(summary).find(({ measure }) => measure === view.measure);
  return {
    shown,
    scale: view.scale === 'linear' && !(shown !== undefined && isSigned(shown)) ? 'linear' : undefined,
    only: view.only === null ? undefined : new Set(view.only),
    along: view.along ?? undefined,
  };
}
