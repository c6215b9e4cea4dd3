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
import type { StudyCard } from './card.ts';
import type { Links } from './links.ts';
import { renderPage, Section } from './page.tsx';
import { CellLink } from './values.tsx';

/** What the page of two results shows. */
export interface ComparePage {
  readonly links: Links;
  /** Studies that may be chosen. */
  readonly cards: readonly StudyCard[];
  readonly first: Summary | null;
  readonly second: Summary | null;
}

/** The page of two results of one study: the same to the bit, the same within noise, or changed. */
export function comparePage({ links, cards, first, second }: ComparePage): string {
  const comparison = first === null || second === null ? null : compareSummaries(first, second);
  return renderPage({
    links,
    title: 'Compare two results \u00b7 signbench',
    current: 'compare',
    children: (
      <>
        <section class="lede study">
          <h1>{comparison === null ? 'Are two results the same?' : comparisonSentence(comparison)}</h1>
          <Chooser {...{ links, cards, first, second }} />
        </section>
        {comparison === null || first === null || second === null ? null : (
          <Result {...{ comparison, first, second, links }} />
        )}
      </>
    ),
  });
}

const Chooser: FC<ComparePage> = ({ links, cards, first, second }) => {
  const whole = cards.filter(({ status }) => status === 'complete' || status === 'partial');
  return (
    <form class="search" method="get" action={links.compare() ?? ''}>
      {[
        { name: 'a', label: 'First', chosen: first?.study.name },
        { name: 'b', label: 'Second', chosen: second?.study.name },
      ].map(({ name, label, chosen }) => (
        <label>
          {label}
          <select name={name}>
            {whole.map((card) => (
              <option value={card.name} selected={card.name === chosen}>
                {card.name}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="submit">Compare</button>
    </form>
  );
};

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
  readonly first: Summary;
  readonly second: Summary;
  readonly links: Links;
}> = ({ comparison, first, second, links }) => {
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
                  <th scope="col">First</th>
                  <th scope="col">Second</th>
                  <th scope="col">Difference / its error</th>
                  <th scope="col" class="l">
                    Outcome
                  </th>
                </tr>
              </thead>
              <tbody>
                {told.slice(0, MOST_ROWS).map((row) => (
                  <Row {...{ row, first, links }} />
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

const Row: FC<{ readonly row: Compared; readonly first: Summary; readonly links: Links }> = ({
  row,
  first,
  links,
}) => {
  const { scale, name } = shownMeasure(row.measure);
  const style = { scale, decimals: decimalsOf([row.a ?? undefined, row.b ?? undefined], scale) };
  return (
    <tr>
      <th scope="row" class="l">
        <CellLink address={links.cell(first.study.name, row.cell)} text={row.cell} />
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
