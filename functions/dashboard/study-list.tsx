import type { FC } from 'hono/jsx';
import type { StudyStatus } from '../../results/catalogue/study-progress.ts';
import { grouped } from '../../results/charts/numbers.ts';
import { THUMBNAIL } from '../../results/charts/thumbnail.ts';
import { VERDICTS, type Verdict } from '../../results/claims/judgement.ts';
import { verdictMark } from '../../results/report/verdict-mark.ts';
import { capitalised, prose } from '../../results/report/words.ts';
import { type StudyCard, verdictCounts } from './card.ts';
import type { Links } from './links.ts';
import { Trusted } from './page.tsx';

/** Which studies a list shows. */
export interface Search {
  /** Words that name, title and question have, in any order. */
  readonly words: string;
  /** A verdict that one of its claims has; null: any. */
  readonly verdict: Verdict | null;
}

/** The search of a query; what it does not know is left out. */
export function parseSearch(query: URLSearchParams): Search {
  return {
    words: (query.get('q') ?? '').slice(0, 200),
    verdict: VERDICTS.find((verdict) => verdict === query.get('verdict')) ?? null,
  };
}

/** What words are looked for in. */
const searchText = ({ name, title, aim }: StudyCard): string => `${name} ${title} ${aim}`.toLowerCase();

function isFound(card: StudyCard, { words, verdict }: Search): boolean {
  const text = searchText(card);
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return wanted.every((word) => text.includes(word)) && (verdict === null || card.verdicts.includes(verdict));
}

/** The studies with the form that searches them; the form works without scripts. */
export const StudyList: FC<{
  readonly links: Links;
  readonly cards: readonly StudyCard[];
  readonly search: Search;
}> = ({ links, cards, search }) => {
  const found = cards.filter((card) => isFound(card, search));
  return (
    <>
      <p class="note">
        One mark per claim.{' '}
        {VERDICTS.map((verdict) => (
          <span class="badge">
            <Trusted html={verdictMark(verdict)} />
            {verdict}
          </span>
        ))}
        <br />
        Thumbnails share their axes: {grouped(THUMBNAIL.n[0])} to {grouped(THUMBNAIL.n[1])} comparisons,{' '}
        {THUMBNAIL.angle[0]}° to {THUMBNAIL.angle[1]}°; the rule is {THUMBNAIL.rule}°.{' '}
        <span class="sign">Solid: sign.</span> <span class="rlhf">Dashed: RLHF.</span> Dots: combinations of
        one size, side by side.
      </p>
      <form
        class="search"
        method="get"
        action={links.home()}
        aria-label="Studies"
        data-filter
        {...(links.served ? { 'data-served': true } : {})}
      >
        <label>
          Words
          <input type="search" name="q" value={search.words} />
        </label>
        <label>
          With a claim that is
          <select name="verdict">
            <option value="">of any verdict</option>
            {VERDICTS.map((verdict) => (
              <option value={verdict} selected={verdict === search.verdict}>
                {verdict}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">Search</button>
        <p class="note" role="status" data-count>
          {found.length} of {cards.length} {cards.length === 1 ? 'study' : 'studies'}
        </p>
      </form>
      <ul class="studies">
        {(links.served ? cards : found).map((card) => (
          <Item card={card} links={links} hidden={!found.includes(card)} />
        ))}
      </ul>
      {found.length === 0 ? (
        <p class="note">
          No study has these words and this verdict. <a href={links.home()}>All studies</a>
        </p>
      ) : null}
    </>
  );
};

const Item: FC<{ readonly card: StudyCard; readonly links: Links; readonly hidden: boolean }> = ({
  card,
  links,
  hidden,
}) => {
  const { name, title, thumbnail, verdicts, status } = card;
  const address = status === 'complete' ? links.study(name) : (links.run(name) ?? links.study(name));
  return (
    <li data-text={searchText(card)} data-verdicts={[...new Set(verdicts)].join(' ')} hidden={hidden}>
      {thumbnail === null ? (
        <span class="spark" />
      ) : (
        <span class="spark">
          <Trusted html={thumbnail} />
        </span>
      )}
      <div>
        <h3>
          <a href={address}>
            <Trusted html={prose(title)} />
          </a>
        </h3>
        <p>
          <Trusted html={card.sentence === '' ? prose(capitalised(card.aim)) : card.sentence} />
        </p>
      </div>
      <div class="meta">
        <Tally verdicts={verdicts} status={status} />
        {card.combinations > 1 ? <span>{grouped(card.combinations)} combinations</span> : null}
        {status === 'complete' ? <span>{grouped(card.dataSets)} data sets</span> : null}
      </div>
    </li>
  );
};

const Tally: FC<Pick<StudyCard, 'verdicts' | 'status'>> = ({ verdicts, status }) => {
  if (status !== 'complete') return <span class="tally">{STATES[status]}</span>;
  if (verdicts.length === 0) return <span class="tally">no claims to test</span>;
  return (
    <span class="tally">
      {verdicts.length > MOST_MARKS ? null : (
        <span class="glyphs" aria-hidden="true">
          {verdicts.map((verdict) => (
            <Trusted html={verdictMark(verdict)} />
          ))}
        </span>
      )}
      <span>
        {verdictCounts(verdicts)
          .map(([verdict, count]) => `${grouped(count)} ${verdict}`)
          .join(' · ')}
      </span>
    </span>
  );
};

const STATES: Readonly<Record<Exclude<StudyStatus, 'complete'>, string>> = {
  running: 'running now',
  partial: 'not whole: blocks are missing',
  planned: 'planned, nothing is computed',
  unreadable: 'cannot be read by this version',
};

/** More marks than these are counted, not shown. */
const MOST_MARKS = 24;
