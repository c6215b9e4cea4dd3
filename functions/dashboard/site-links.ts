import { sha256Hex } from '../study/mechanism.ts';
import type { Links, StudyDownload } from './links.ts';
import { DEFAULT_VIEW, type StudyView } from './study-view.ts';

/** A name that is safe in a file system and a URL, another for every text. */
export function fileName(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9.=,-]+/g, '_');
  return safe === text && text.length <= 80 ? text : `${safe.slice(0, 60)}_${sha256Hex(text).slice(0, 10)}`;
}

/** The views of a study that a folder has pages of: a measure on a scale, or a factor along which the main one is drawn. */
export function isExported({ only, along, sort, page, measure, scale }: StudyView): boolean {
  if (only !== null || sort !== null || page !== 1) return false;
  return along === null || (measure === null && scale === 'log');
}

/** What tells the files of a view apart; empty for the default: `-meanAngle-linear`. */
export function viewSuffix({ measure, scale, along }: StudyView): string {
  const parts = [
    ...(measure === null ? [] : [measure]),
    ...(scale === 'linear' ? ['linear'] : []),
    ...(along === null ? [] : ['along', fileName(along)]),
  ];
  return parts.map((part) => `-${part}`).join('');
}

const VIEWED: readonly StudyDownload[] = ['values.csv', 'values.tex', 'values.md', 'chart.svg'];

/** The file of a view, for instance `chart-linear.svg`. */
export function viewedFile(file: StudyDownload, view: StudyView): string {
  if (!VIEWED.includes(file)) return file;
  const dot = file.lastIndexOf('.');
  return `${file.slice(0, dot)}${viewSuffix(view)}${file.slice(dot)}`;
}

export interface SiteLinks {
  /** From the page up to the folder of the site: empty, or `../../` and so on. */
  readonly up: string;
  /** Whether there are rows to hand out. */
  readonly records: boolean;
  /** Whether a cell has a page. */
  readonly hasCell: (name: string, key: string) => boolean;
  /** Whether studies of the folder stand beside results of another place. */
  readonly compares: boolean;
}

/** The page of a comparison, as its query names it: that of `?a=cube-root&b=published:cube-root` is `cube-root-published.html`. */
export function comparisonFile(query: string): string {
  const sides = new URLSearchParams(query);
  const [place] = (sides.get('b') ?? '').split(':');
  return `${fileName(sides.get('a') ?? '')}-${fileName(place)}.html`;
}

/** Links between files in a folder, all relative, so that it works in a bucket, below any path, and from a disk. */
export function siteLinks({ up, records, hasCell, compares }: SiteLinks): Links {
  const folder = (name: string): string => `${up}studies/${fileName(name)}`;
  const shown = (view: StudyView): StudyView => (isExported(view) ? view : DEFAULT_VIEW);
  return {
    served: false,
    home: (query = '') => `${up}index.html${query}`,
    study: (name, view = DEFAULT_VIEW) => `${folder(name)}/index${viewSuffix(shown(view))}.html`,
    cell: (name, key) =>
      hasCell(name, key) ? `${folder(name)}/cells/${encodeURIComponent(fileName(key))}.html` : null,
    run: () => null,
    progress: () => '',
    compare(query = '') {
      if (!compares) return null;
      return query === '' ? `${up}compare.html` : `${up}compare/${comparisonFile(query)}`;
    },
    playground: (query = '') => `${up}playground.html${query}`,
    methods: () => `${up}methods.html`,
    asset: (file) => `${up}assets/${file}`,
    file: (name, file, view = DEFAULT_VIEW) =>
      !records && file.startsWith('replicates.') ? null : `${folder(name)}/${viewedFile(file, shown(view))}`,
    has: isExported,
  };
}
