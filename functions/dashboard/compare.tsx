import type { FC } from 'hono/jsx';
import { grouped } from '../../results/charts/numbers.ts';
import { estimatorName } from '../../results/charts/series.ts';
import { shownMeasure } from '../../results/charts/shown-measures.ts';
import {
  type Compared,
  type Comparison,
  compareSummaries,
  OUTCOMES,
  type Outcome,
} from '../../results/comparison.ts';
import { comparisonRule, comparisonSentence } from '../../results/report/comparison-words.ts';
import { decimalsOf, fixed, valueText } from '../../results/report/value-format.ts';
import type { Measure, Summary } from '../../results/summary.ts';
import type { Links } from './links.ts';
import { renderPage, Section } from './page.tsx';
import type { ResultChoice } from './places.ts';
import { CellLink } from './values.tsx';

/** One of the two results. */
interface Side {
  readonly choice: ResultChoice;
  readonly summary: Summary;
}

/** What the page of two results shows. */
export interface ComparePage {
  readonly links: Links;
  /** Results that may be chosen. */
  readonly choices: readonly ResultChoice[];
  readonly first: Side | null;
  readonly second: Side | null;
  /** Whether there is another place than the served store. */
  readonly several: boolean;
}

/** The page of two results of one study: the same to the bit, the same within noise, or changed. */
export function comparePage(page: ComparePage): string {
  const { links, first, second } = page;
  const comparison =
    first === null || second === null ? null : compareSummaries(first.summary, second.summary);
  const strangers = first !== null && second !== null && first.choice.name !== second.choice.name;
  const said = comparison === null ? 'Are two results the same?' : comparisonSentence(comparison);
  return renderPage({
    links,
    title: 'Compare two results \u00b7 signbench',
    current: 'compare',
    children: (
      <>
        <section class="lede study">
          <h1>{strangers ? 'These are two different studies.' : said}</h1>
          {strangers ? <p class="answer">{said}</p> : null}
          {links.served ? <Chooser {...page} /> : null}
          {comparison === null ? <HowTo {...page} /> : null}
        </section>
        {comparison === null || first === null || second === null ? null : (
          <Result {...{ comparison, first, second, links }} />
        )}
      </>
    ),
  });
}

const OWN = 'This store';

const Chooser: FC<ComparePage> = ({ links, choices, first, second, several }) => {
  const lastTwin = pairsOf(choices).at(0);
  const sides = [
    { name: 'a', label: 'First', chosen: first?.choice.value ?? lastTwin?.[0].value },
    { name: 'b', label: 'Second', chosen: second?.choice.value ?? lastTwin?.[1].value },
  ];
  const places = [...new Set(choices.map(({ place }) => place))];
  return choices.length === 0 ? null : (
    <form class="search" method="get" action={links.compare() ?? ''}>
      {sides.map(({ name, label, chosen }) => (
        <label>
          {label}
          <select name={name}>
            {several
              ? places.map((place) => (
                  <optgroup label={place ?? OWN}>
                    <Options choices={choices.filter((one) => one.place === place)} chosen={chosen} />
                  </optgroup>
                ))
              : Options({ choices, chosen })}
          </select>
        </label>
      ))}
      <button type="submit">Compare</button>
    </form>
  );
};

const Options: FC<{ readonly choices: readonly ResultChoice[]; readonly chosen: string | undefined }> = ({
  choices,
  chosen,
}) => (
  <>
    {choices.map(({ value, name, place }) => (
      <option value={value} selected={value === chosen}>
        {place === null ? name : `${name}, ${place.toLowerCase()}`}
      </option>
    ))}
  </>
);

/** Results of one study in the served store and in another place. */
function pairsOf(choices: readonly ResultChoice[]): readonly (readonly [ResultChoice, ResultChoice])[] {
  const own = new Map(choices.filter(({ place }) => place === null).map((one) => [one.name, one]));
  return choices.flatMap((one) => {
    const twin = one.place === null ? undefined : own.get(one.name);
    return twin === undefined ? [] : [[twin, one] as const];
  });
}

/** Where second results come from, and those that are there. */
const HowTo: FC<ComparePage> = ({ links, choices, several }) => {
  const pairs = pairsOf(choices);
  return (
    <>
      <p class="note">
        Every number of both is compared: the same to the bit, different within its Monte Carlo noise, or
        changed.{' '}
        {several ? null : (
          <>
            <code>npx signbench serve --against PLACE</code> offers the results of another store, or of a
            folder of published ones, beside those of this one.
          </>
        )}
      </p>
      {pairs.length === 0 ? null : (
        <ul class="files">
          {pairs.map(([own, twin]) => (
            <li>
              <a href={links.compare(compareQuery(own, twin)) ?? undefined}>{own.name}</a>
              here and among {twin.place?.toLowerCase()}
            </li>
          ))}
        </ul>
      )}
    </>
  );
};

/** The query of two results beside each other. */
export const compareQuery = (
  first: Pick<ResultChoice, 'value'>,
  second: Pick<ResultChoice, 'value'>,
): string => `?a=${encodeURIComponent(first.value)}&b=${encodeURIComponent(second.value)}`;

const NAMES: Readonly<Record<Outcome, string>> = {
  identical: 'the same to the bit',
  noise: 'within noise',
  changed: 'changed',
  missing: 'in one only',
  unknown: 'without an error',
};

/** Rows of the table; the first of each outcome. */
const MOST_ROWS = 400;

const Result: FC<{
  readonly comparison: Comparison;
  readonly first: Side;
  readonly second: Side;
  readonly links: Links;
}> = ({ comparison, first: a, second: b, links }) => {
  const [first, second] = [a.summary, b.summary];
  // Only results of the served store have pages of their cells.
  const paged = [a, b].find(({ choice }) => choice.place === null)?.choice.name ?? null;
  const [headA, headB] =
    a.choice.place === b.choice.place ? ['First', 'Second'] : [a, b].map(({ choice }) => choice.place ?? OWN);
  const order: readonly Outcome[] = ['changed', 'missing', 'unknown', 'noise', 'identical'];
  const sorted = comparison.rows.toSorted(
    (a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome) || Math.abs(b.z ?? 0) - Math.abs(a.z ?? 0),
  );
  const told = sorted.filter(({ outcome }) => outcome !== 'identical' && outcome !== 'missing');
  const lone = [...new Set(sorted.filter(({ outcome }) => outcome === 'missing').map(({ cell }) => cell))];
  return (
    <>
      <Section title="Numbers" id="numbers">
        <dl class="numbers">
          {OUTCOMES.map((outcome) => (
            <div>
              <dt>{NAMES[outcome]}</dt>
              <dd>{grouped(comparison.counts[outcome])}</dd>
            </div>
          ))}
        </dl>
        <p class="note">
          {first.studyHash === second.studyHash
            ? `Both are results of one study, ${first.studyHash.slice(0, 12)}.`
            : `The studies differ: ${first.studyHash.slice(0, 12)} and ${second.studyHash.slice(0, 12)}.`}{' '}
          {comparisonRule(comparison)}
        </p>
        {lone.length === 0 ? null : (
          <p class="note">
            Numbers that only one of the two has are in {lone.slice(0, 12).join('; ')}
            {lone.length > 12 ? ` and ${grouped(lone.length - 12)} more cells` : ''}.
          </p>
        )}
      </Section>
      {told.length === 0 ? null : (
        <Section title="What differs" id="differences">
          <section class="scroll" tabindex={0} aria-label="Differences, scrolls sideways">
            <table>
              <thead>
                <tr>
                  <th scope="col" class="l">
                    Cell
                  </th>
                  <th scope="col" class="l">
                    Estimator
                  </th>
                  <th scope="col" class="l">
                    Measure
                  </th>
                  <th scope="col">{headA}</th>
                  <th scope="col">{headB}</th>
                  <th scope="col">Difference / its error</th>
                  <th scope="col" class="l">
                    Outcome
                  </th>
                </tr>
              </thead>
              <tbody>
                {told.slice(0, MOST_ROWS).map((row) => (
                  <Row {...{ row, paged, links }} />
                ))}
              </tbody>
            </table>
          </section>
          {told.length > MOST_ROWS ? <p class="note">and {grouped(told.length - MOST_ROWS)} more.</p> : null}
        </Section>
      )}
      <Verdicts {...{ first, second }} />
    </>
  );
};

const Row: FC<{ readonly row: Compared; readonly paged: string | null; readonly links: Links }> = ({
  row,
  paged,
  links,
}) => {
  const { scale, name } = shownMeasure(row.measure);
  const style = { scale, decimals: decimalsOf([row.a ?? undefined, row.b ?? undefined], scale) };
  return (
    <tr>
      <th scope="row" class="l">
        <CellLink address={paged === null ? null : links.cell(paged, row.cell)} text={row.cell} />
      </th>
      <td class="l">{estimatorName(row.estimator)}</td>
      <td class="l">{name}</td>
      <Value measure={row.a} style={style} />
      <Value measure={row.b} style={style} />
      <td>{row.z === null ? '\u2013' : fixed(row.z, 2)}</td>
      <td class="l">{row.outcome === 'changed' ? <b>{NAMES.changed}</b> : NAMES[row.outcome]}</td>
    </tr>
  );
};

const Value: FC<{ readonly measure: Measure | null; readonly style: Parameters<typeof valueText>[1] }> = ({
  measure,
  style,
}) => {
  const shown = valueText(measure ?? undefined, style);
  return (
    <td>
      {shown?.value ?? '\u2013'}
      {shown?.mcse == null ? null : <span class="mcse"> ({shown.mcse})</span>}
    </td>
  );
};

const Verdicts: FC<{ readonly first: Summary; readonly second: Summary }> = ({ first, second }) => {
  const changed = first.claims.flatMap(({ verdict }, i) => {
    const other = second.claims[i]?.verdict;
    return other === undefined || other === verdict
      ? []
      : [`Claim ${i + 1} is ${verdict} in the first and ${other} in the second.`];
  });
  const isComparable = first.claims.length > 0 && first.claims.length === second.claims.length;
  if (!isComparable) return null;
  return (
    <Section title="Verdicts" id="verdicts">
      {changed.length === 0 ? (
        <p class="note">All {grouped(first.claims.length)} verdicts are the same.</p>
      ) : (
        <ul class="note">
          {changed.map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
      )}
    </Section>
  );
};
