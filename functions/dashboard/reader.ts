import type { Catalogue } from '../../results/catalogue/catalogue.ts';
import { designOf } from '../../results/charts/design.ts';
import { createPredict, type Predict } from '../../results/predictions/predict.ts';
import { renderPicture } from '../../results/report/report.ts';
import { type TableFormat, valuesText } from '../../results/report/values-formats.ts';
import { valuesModel } from '../../results/report/values-model.ts';
import type { Provenance, Summary } from '../../results/summary.ts';
import { planStudy } from '../study/plan.ts';
import { cardOf, openCard, type StudyCard } from './card.ts';
import { cellPage } from './cell.tsx';
import { fallingIn, findCell, landscapeOf, namedReplicates, worstOf } from './cell-view.ts';
import { comparePage } from './compare.tsx';
import { flagshipRank, homePage } from './home.tsx';
import type { Links } from './links.ts';
import { type OtherPlace, openPlaces, type ResultChoice } from './places.ts';
import { replaysOf } from './playground/replay-links.ts';
import type { ReplayRequest } from './playground/replayed.ts';
import { storedRequest } from './playground/stored-request.ts';
import { runPage } from './run.tsx';
import { studyPage } from './study.tsx';
import { parseSearch } from './study-list.tsx';
import { drawnView, type StudyView } from './study-view.ts';
import { sortedRows } from './values.tsx';

/** A study that is there, with what its pages need. */
export interface Found {
  readonly summary: Summary;
  readonly predict: Predict;
  readonly provenance: Provenance | null;
  /** Another one for other content: what is made of it may be kept under this. */
  readonly version: string;
  /** The same study in other places. */
  readonly twins: readonly ResultChoice[];
  /** Whether it is complete, so that its pages stay as they are for a while. */
  readonly finished: boolean;
}

/** Makes pages of a read model; `links` says where they and their files are. */
export interface PageReader {
  cards(): Promise<readonly StudyCard[]>;
  /** Null where there is no such study or nothing of it can be read. */
  study(name: string): Promise<Found | null>;
  home(query: URLSearchParams, links: Links): Promise<string>;
  studyPage(found: Found, view: StudyView, links: Links): string;
  /** Null where the study has no such cell. */
  cell(found: Found, key: string, links: Links, replicate: number | null): Promise<string | null>;
  /** A data set with what is stored of it; null where there is none. */
  replay(found: Found, key: string, replicate: number): Promise<ReplayRequest | null>;
  run(name: string, links: Links): Promise<string | null>;
  compare(query: URLSearchParams, links: Links): Promise<string>;
  chart(found: Found, view: StudyView): string;
  table(found: Found, view: StudyView, format: TableFormat): string;
}

/** Rows of a table as a file. */
const MOST_ROWS = 100_000;

/** Opens the pages over a read model; cards are made once for each summary. */
export function openPages(catalogue: Catalogue, others: readonly OtherPlace[] = []): PageReader {
  const places = openPlaces(catalogue, others);
  const known = new WeakMap<Summary, StudyCard>();

  function cardFor(summary: Summary): StudyCard {
    const card = known.get(summary) ?? cardOf(summary);
    known.set(summary, card);
    return card;
  }

  const summaryOf = async (name: string): Promise<Summary | null> =>
    (await catalogue.summary(name))?.summary ?? null;

  async function listed(): Promise<
    readonly { readonly card: StudyCard; readonly summary: Summary | null }[]
  > {
    const all = [];
    for (const entry of await catalogue.list()) {
      const summary = entry.status === 'complete' ? await summaryOf(entry.name) : null;
      all.push({ summary, card: summary?.status === 'complete' ? cardFor(summary) : openCard(entry) });
    }
    return all;
  }

  return {
    cards: async () => (await listed()).map(({ card }) => card),
    async study(name) {
      const current = await catalogue.summary(name);
      if (current === null) return null;
      const [tables, provenance, twins] = await Promise.all([
        catalogue.tables(name),
        catalogue.provenance(name),
        places.twins(name),
      ]);
      return {
        summary: current.summary,
        predict: createPredict(tables),
        provenance,
        twins,
        version: [current.hash, provenance?.finishedAt, ...twins.map(({ value }) => value)].join(' '),
        finished: current.version !== null,
      };
    },
    async home(query, links) {
      const all = await listed();
      const summary = flagshipOf(all.flatMap((one) => one.summary ?? []));
      const predict = summary === null ? null : createPredict(await catalogue.tables(summary.study.name));
      const flagship =
        summary === null || predict === null
          ? null
          : { summary, foresight: predict(summary.study.scenarios[0]) };
      // The study behind the picture goes before the others.
      const sorted = all.toSorted((a, b) => Number(b.summary === summary) - Number(a.summary === summary));
      const cards = summary === null ? all : sorted;
      return homePage({ links, cards: cards.map(({ card }) => card), search: parseSearch(query), flagship });
    },
    studyPage: (found, view, links) => studyPage({ ...found, view, links }),
    async cell({ summary, predict }, key, links, asked) {
      const placed = findCell(summary, key);
      if (placed === null) return null;
      const records = await catalogue.records(summary.study);
      const worst = await worstOf(records, placed);
      const tables = await catalogue.tables(summary.study.name);
      const landscape =
        worst.length === 0 ? null : await landscapeOf(records, placed, { worst, asked, tables, summary });
      const { summary: cell, scenario } = placed;
      const named = worst.length === 0 ? namedReplicates(cell) : [];
      const listed = worst.flatMap(({ failed, furthest }) => [...failed, ...furthest]);
      const replicates = [...listed, ...named].map(({ replicate }) => replicate);
      const replays = await replaysOf(records, placed, { replicates, links, study: summary.study.name });
      return cellPage({ links, summary, cell, scenario, predict, worst, named, landscape, replays });
    },
    async replay({ summary }, key, replicate) {
      const placed = findCell(summary, key);
      if (placed === null || replicate >= placed.planned.replicates) return null;
      const { study } = summary;
      return storedRequest(await catalogue.records(study), {
        study: study.name,
        cell: placed.planned,
        replicate,
      });
    },
    async run(name, links) {
      const [progress, plan, current] = await Promise.all([
        catalogue.progress(name),
        catalogue.plan(name),
        catalogue.summary(name),
      ]);
      if (progress === null) return null;
      const summary = current?.summary ?? null;
      const provisional = current?.provisional ?? [];
      const study = plan?.study ?? summary?.study;
      const planned = study === undefined ? [] : planStudy(study);
      const falling =
        study === undefined ? null : await fallingIn(await catalogue.records(study), planned, summary);
      const title = study?.title ?? name;
      return runPage({ links, title, progress, summary, provisional, planned, falling, now: Date.now() });
    },
    async compare(query, links) {
      const sides = ['a', 'b'].map((side) => query.get(side) ?? '');
      const [choices, ...found] = await Promise.all([places.choices(), ...sides.map(places.find)]);
      const [first, second] = found.map((one, i) => {
        const choice = choices.find(({ value }) => value === sides[i]);
        return one === null || choice === undefined ? null : { choice, summary: one.summary };
      });
      return comparePage({ links, choices, first, second, several: others.length > 0 });
    },
    chart: ({ summary, predict }, view) => renderPicture(summary, predict, drawnView(view, summary)),
    table({ summary, predict }, view, format) {
      const { shown, only } = drawnView(view, summary);
      const model = valuesModel(designOf(summary), predict, { shown, only, most: MOST_ROWS });
      return valuesText({ ...model, rows: sortedRows(model, view.sort) }, format);
    },
  };
}

/** The study that stands for all; null where none may. */
function flagshipOf(summaries: readonly Summary[]): Summary | null {
  const ranked = summaries.flatMap((summary) => {
    const rank = flagshipRank(summary);
    return rank === null ? [] : [{ summary, rank }];
  });
  return ranked.sort((a, b) => b.rank - a.rank).at(0)?.summary ?? null;
}
