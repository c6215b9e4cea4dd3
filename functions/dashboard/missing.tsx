import type { FC } from 'hono/jsx';
import type { StudyCard } from './card.ts';
import type { Links } from './links.ts';
import { renderPage } from './page.tsx';

/** What is said where a study or one of its cells is not there. */
export interface Missing {
  readonly links: Links;
  /** Null: something else than a study was asked for. */
  readonly name: string | null;
  /** The study that may be meant. */
  readonly near: string | null;
  readonly cards: readonly Pick<StudyCard, 'name'>[];
  /** Of a study that is there, the cell that is not. */
  readonly cell?: string;
}

/** Letters of what was asked for that are repeated. */
const SHOWN = 120;

/** The page for an address without a study: the nearest name, and all of them. */
export const missingPage = ({ links, name, near, cards, cell }: Missing): string =>
  renderPage({
    links,
    title: 'Not found \u00b7 signbench',
    current: null,
    children: (
      <section class="lede study">
        {name === null ? (
          <>
            <h1>There is nothing at this address.</h1>
            <p class="answer">
              {cards.length === 0 ? 'The store has no study yet.' : 'These are the studies:'}
            </p>
          </>
        ) : (
          <NoStudy {...{ links, near, cell, name }} />
        )}
        {cards.length === 0 ? null : (
          <ul class="files">
            {cards.map((card) => (
              <li>
                <a href={links.study(card.name)}>{card.name}</a>
              </li>
            ))}
          </ul>
        )}
      </section>
    ),
  });

const NoStudy: FC<
  Pick<Missing, 'links' | 'near'> & { readonly name: string; readonly cell: string | undefined }
> = ({ links, name, near, cell }) => (
  <>
    <h1>{cell === undefined ? 'There is no such study.' : 'The study has no such cell.'}</h1>
    <p class="answer">
      Nothing here is named <code class="one">{(cell ?? name).slice(0, SHOWN)}</code>.
      {near === null ? null : (
        <>
          {' '}
          Did you mean <a href={links.study(near)}>{near}</a>?
        </>
      )}
    </p>
  </>
);
