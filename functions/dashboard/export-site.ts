import type { Hono } from 'hono';
import type { Catalogue } from '../../results/catalogue/catalogue.ts';
import { designOf } from '../../results/charts/design.ts';
import { axisFactors } from '../../results/charts/factor-axis.ts';
import { shownMeasures } from '../../results/charts/shown-measures.ts';
import { TABLE_FORMATS } from '../../results/report/values-formats.ts';
import type { Summary } from '../../results/summary.ts';
import { ASSETS } from './assets.ts';
import { compareQuery } from './compare.tsx';
import type { Links, StudyDownload } from './links.ts';
import { DATA } from './links.ts';
import { methodsPage } from './methods.tsx';
import { type OtherPlace, openPlaces } from './places.ts';
import { createPlaygroundServer } from './playground/server.ts';
import { DEFAULTS } from './playground/settings.ts';
import { playgroundPage } from './playground.tsx';
import { type Found, openPages, type PageReader } from './reader.ts';
import { comparisonFile, fileName, siteLinks, viewedFile, viewSuffix } from './site-links.ts';
import { DEFAULT_VIEW, type StudyView } from './study-view.ts';

/** Writes a file of the site, whole or not at all; the path has slashes and is below the folder of the site. */
type WriteSiteFile = (path: string, pieces: AsyncIterable<string | Uint8Array>) => Promise<void>;

export interface SiteExport {
  readonly catalogue: Catalogue;
  /** Whether the store has the records behind its results; published results have none. */
  readonly records?: boolean;
  /** Places whose results of the same studies are set beside those of the store. */
  readonly others?: readonly OtherPlace[];
  /** The public interface over the same store: the files of data are its answers. */
  readonly api: Pick<Hono, 'request'>;
  readonly write: WriteSiteFile;
}

/** What was written. */
export interface SiteWritten {
  readonly files: number;
  readonly studies: number;
  /** Cells without a page, since a study has very many. */
  readonly cellsLeftOut: number;
}

/** Cells of a study that have a page. */
const MOST_CELLS = 500;

/**
 * Writes the dashboard as files that need no server: every study with the views of its measures, its cells, its data, and relative links
 * only. What a server would answer by a query, the script of the pages does.
 */
export async function exportSite({
  catalogue,
  records = true,
  others = [],
  api,
  write,
}: SiteExport): Promise<SiteWritten> {
  const reader = openPages(catalogue, others);
  let files = 0;
  const put = async (
    path: string,
    content: string | Uint8Array | AsyncIterable<Uint8Array>,
  ): Promise<void> => {
    files++;
    await write(path, isWhole(content) ? once(content) : content);
  };
  const names = await catalogue.names();
  const compared = await comparisons(catalogue, others);
  const paged = new Map<string, ReadonlySet<string>>();
  let cellsLeftOut = 0;
  for (const name of names) {
    const found = await reader.study(name);
    if (found === null) continue;
    const keys = found.summary.cells.map(({ key }) => key);
    paged.set(name, new Set(keys.slice(0, MOST_CELLS)));
    cellsLeftOut += Math.max(0, keys.length - MOST_CELLS);
    await exportStudy({
      ...{ reader, found, put, api, catalogue, name, records },
      compares: compared.length > 0,
      keys: paged.get(name) ?? new Set(),
    });
  }
  const linked = { paged, records, compares: compared.length > 0 };
  const links = linksAt('', linked);
  await put('index.html', await reader.home(new URLSearchParams(), links));
  await put('methods.html', methodsPage(links));
  if (compared.length > 0) await put('compare.html', await reader.compare(new URLSearchParams(), links));
  for (const query of compared) {
    const page = await reader.compare(new URLSearchParams(query), linksAt('../', linked));
    await put(`compare/${comparisonFile(query)}`, page);
  }
  const played = await createPlaygroundServer().play(DEFAULTS);
  await put('playground.html', playgroundPage({ links, settings: DEFAULTS, played, refusal: null }));
  for (const [file, { text }] of ASSETS) await put(`assets/${file}`, text);
  // A host that would otherwise leave out files by their names.
  await put('.nojekyll', '');
  return { files, studies: paged.size, cellsLeftOut };
}

/** The queries of comparisons that have a page: every study of the store beside its results elsewhere. */
async function comparisons(catalogue: Catalogue, others: readonly OtherPlace[]): Promise<readonly string[]> {
  const { twins } = openPlaces(catalogue, others);
  const queries: string[] = [];
  for (const { name, status } of await catalogue.list()) {
    if (status !== 'complete') continue;
    for (const twin of await twins(name)) queries.push(compareQuery({ value: name }, twin));
  }
  return queries;
}

interface Linked {
  /** Keys of the cells that have a page, by study. */
  readonly paged: ReadonlyMap<string, ReadonlySet<string>>;
  readonly records: boolean;
  readonly compares: boolean;
}

const linksAt = (up: string, { paged, records, compares }: Linked): Links =>
  siteLinks({ up, records, compares, hasCell: (name, key) => paged.get(name)?.has(key) === true });

interface StudyExport extends Pick<SiteExport, 'api' | 'catalogue'> {
  readonly reader: PageReader;
  readonly found: Found;
  readonly put: (path: string, content: string | Uint8Array | AsyncIterable<Uint8Array>) => Promise<void>;
  readonly name: string;
  readonly keys: ReadonlySet<string>;
  readonly records: boolean;
  readonly compares: boolean;
}

async function exportStudy({
  reader,
  found,
  put,
  api,
  catalogue,
  name,
  keys,
  records,
  compares,
}: StudyExport): Promise<void> {
  const folder = `studies/${fileName(name)}`;
  const linked = { paged: new Map([[name, keys]]), records, compares };
  const links = linksAt('../../', linked);
  for (const view of exportedViews(found.summary)) {
    await put(`${folder}/index${viewSuffix(view)}.html`, reader.studyPage(found, view, links));
    await put(`${folder}/${viewedFile('chart.svg', view)}`, reader.chart(found, view));
    for (const format of TABLE_FORMATS)
      await put(`${folder}/${viewedFile(`values.${format}`, view)}`, reader.table(found, view, format));
  }
  for (const key of keys) {
    const page = await reader.cell(found, key, linksAt('../../../', linked), null);
    if (page !== null) await put(`${folder}/cells/${fileName(key)}.html`, page);
  }
  const source = await catalogue.file(name, 'study.yaml');
  if (source !== null) await put(`${folder}/study.yaml`, source.bytes);
  for (const [file, route] of DATA) {
    if (links.file(name, file) === null) continue;
    const answer = await api.request(`/v1/studies/${encodeURIComponent(name)}/${route}`);
    if (answer.ok && answer.body !== null)
      await put(`${folder}/${file satisfies StudyDownload}`, answer.body);
  }
}

/** Every view of a study that has a file. */
function exportedViews(summary: Summary): readonly StudyView[] {
  const measures = [
    null,
    ...shownMeasures(summary)
      .slice(1)
      .map(({ measure }) => measure),
  ];
  const axes = axisFactors(designOf(summary).factors);
  const most = axes.reduce<(typeof axes)[number] | null>(
    (best, one) => (best === null || one.levels.size > best.levels.size ? one : best),
    null,
  );
  return [
    ...measures.flatMap((measure) =>
      (['log', 'linear'] as const).map((scale) => ({ ...DEFAULT_VIEW, measure, scale })),
    ),
    ...axes.filter((axis) => axis !== most).map(({ path }) => ({ ...DEFAULT_VIEW, along: path })),
  ];
}

const isWhole = (content: string | Uint8Array | AsyncIterable<Uint8Array>): content is string | Uint8Array =>
  typeof content === 'string' || content instanceof Uint8Array;

async function* once(content: string | Uint8Array): AsyncGenerator<string | Uint8Array> {
  yield content;
}
