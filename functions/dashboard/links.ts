import { DEFAULT_VIEW, type StudyView, viewQuery } from './study-view.ts';

/** Files of a study that a page offers. */
export type StudyDownload =
  | 'study.yaml'
  | 'summary.json'
  | 'cells.csv'
  | 'replicates.csv'
  | 'replicates.parquet'
  | 'values.csv'
  | 'values.tex'
  | 'values.md'
  | 'chart.svg';

/** Where pages and files are, as seen from the page that links to them: a server answers queries, a folder has files only. */
export interface Links {
  /** Whether views, sorts and searches are answered by a server. */
  readonly served: boolean;
  home(query?: string): string;
  study(name: string, view?: StudyView): string;
  /** Null where a cell has no page. */
  cell(name: string, key: string): string | null;
  /** Null where nothing runs. */
  run(name: string): string | null;
  /** The stream of a run's progress; empty where nothing streams it. */
  progress(name: string): string;
  compare(query?: string): string | null;
  /** Null where it is not there. */
  playground(query?: string): string | null;
  methods(): string;
  asset(file: string): string;
  /** Of the view shown where the file depends on it. */
  file(name: string, file: StudyDownload, view?: StudyView): string | null;
  /** Whether a view of a study has a page. */
  has(view: StudyView): boolean;
}

const VIEWED: readonly StudyDownload[] = ['values.csv', 'values.tex', 'values.md', 'chart.svg'];

/** The files that are answers of the public interface, with their routes below that of the study. */
export const DATA: ReadonlyMap<StudyDownload, string> = new Map([
  ['summary.json', 'summary'],
  ['cells.csv', 'cells?format=csv'],
  ['replicates.csv', 'replicates?format=csv'],
  ['replicates.parquet', 'replicates?format=parquet'],
]);

/** Links of a server at the root of its host. */
export function servedLinks({
  playground,
  records,
}: {
  readonly playground: boolean;
  /** Whether there are rows to hand out. */
  readonly records: boolean;
}): Links {
  const study = (name: string): string => `/studies/${encodeURIComponent(name)}`;
  return {
    served: true,
    home: (query = '') => `/${query}`,
    study: (name, view = DEFAULT_VIEW) => `${study(name)}${viewQuery(view)}`,
    cell: (name, key) => `${study(name)}/cells/${encodeURIComponent(key)}`,
    run: (name) => `${study(name)}/run`,
    progress: (name) => `/v1${study(name)}/progress`,
    compare: (query = '') => `/compare${query}`,
    playground: (query = '') => (playground ? `/playground${query}` : null),
    methods: () => '/methods',
    asset: (file) => `/assets/${file}`,
    file: (name, file, view = DEFAULT_VIEW) => {
      const data = DATA.get(file);
      if (!records && file.startsWith('replicates.')) return null;
      if (data !== undefined) return `/v1${study(name)}/${data}`;
      return `${study(name)}/${file}${VIEWED.includes(file) ? viewQuery({ ...view, page: 1 }) : ''}`;
    },
    has: () => true,
  };
}
