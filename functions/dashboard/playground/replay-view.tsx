import type { FC } from 'hono/jsx';
import { meanDirection } from '../../../kernels/populations/mean-taste.ts';
import { bothWidths } from '../../../results/charts/drawing.ts';
import { markAt } from '../../../results/charts/marks.ts';
import { DEGREES } from '../../../results/charts/numbers.ts';
import {
  degreesFrom,
  populationLandscape,
  sampleLandscape,
  scoreLandscape,
} from '../../../results/charts/score-landscape.ts';
import { estimatorName } from '../../../results/charts/series.ts';
import type { FitNumbers } from '../../../results/fit-numbers.ts';
import { fixed } from '../../../results/report/value-format.ts';
import { listed } from '../../../results/report/words.ts';
import { drawReplicate } from '../../study/draw-replicate.ts';
import type { Engine } from '../../study/engine.ts';
import { Trusted } from '../trusted.tsx';
import type { ReplayedFit, ReplayedSet, ReplayRequest } from './replayed.ts';

/** Whether a data set came out as it was stored, in sentences. `where` computed it: `Your browser`, `The server`. */
export function replayVerdict({ request, dataSha256, fits }: ReplayedSet, where: string): string {
  const named = (same: ReplayedFit['same']): readonly string[] =>
    fits.filter((fit) => fit.same === same).map(({ id }) => estimatorName(id));
  const parts = [
    [named('identical'), 'identical to the bit'],
    [named('differs'), 'NOT those that are stored'],
    [named('absent'), 'not stored, so that there is nothing to compare'],
  ] as const;
  return [
    `${where} computed the data set again.`,
    ...(request.dataSha256 === null || request.dataSha256 === dataSha256 ? [] : ['Its data DIFFER.']),
    ...parts
      .filter(([names]) => names.length > 0)
      .map(([names, verdict]) => `The numbers of ${listed(names)} are ${verdict}.`),
  ].join(' ');
}

/** What came out beside what was stored, and the score of the data set where it has two features. HTML. */
export function drawReplayed(replayed: ReplayedSet, engine: Engine, where: string): string {
  return String(
    <>
      <Digest replayed={replayed} where={where} />
      {replayed.fits.map((fit) => (
        <Fit fit={fit} where={where} />
      ))}
      <Score replayed={replayed} engine={engine} />
    </>,
  );
}

const Digest: FC<{ readonly replayed: ReplayedSet; readonly where: string }> = ({
  replayed: { request, address, dataSha256 },
  where,
}) => (
  <dl class="facts">
    <dt>Data, SHA-256</dt>
    <dd>
      <code class="digest">{dataSha256}</code>
      {request.dataSha256 === null ? null : (
        <p class="note">
          {where}:{' '}
          {request.dataSha256 === dataSha256
            ? 'the same as the server\u2019s'
            : `the server has ${request.dataSha256}`}
        </p>
      )}
    </dd>
    <dt>Address</dt>
    <dd>
      <code>{address}</code>
    </dd>
  </dl>
);

const Fit: FC<{ readonly fit: ReplayedFit; readonly where: string }> = ({ fit, where }) => (
  <div class="fit" data-estimator={fit.id} data-same={fit.same}>
    <p class="note">
      <b>{estimatorName(fit.id)}</b>
      {fit.angle === null ? '' : `, ${fixed(DEGREES * fit.angle, 4)}\u00b0 from the average taste`}:{' '}
      {SAME[fit.same]}.
    </p>
    <section class="scroll" tabindex={0} aria-label={`Numbers of ${estimatorName(fit.id)}, scrolls sideways`}>
      <table class="replayed">
        <thead>
          <tr>
            <th scope="col" class="l">
              Number
            </th>
            <th scope="col">{where}</th>
            <th scope="col">Stored</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(fit).map(({ name, found, stored }) => (
            <tr>
              <th scope="row" class="l">
                {name}
              </th>
              <td>{found}</td>
              <td>{stored}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </div>
);

const SAME = {
  identical: 'identical to the bit',
  differs: 'the numbers DIFFER',
  absent: 'nothing is stored',
} as const;

/** Every number of a fit with all its digits. */
function rowsOf({ found, stored }: ReplayedFit) {
  const digits = listDigits(found);
  const others = new Map(stored === null ? [] : listDigits(stored));
  const names = [...new Set([...digits.map(([name]) => name), ...others.keys()])];
  const own = new Map(digits);
  return names.map((name) => ({
    name,
    found: own.get(name) ?? '\u2013',
    stored: others.get(name) ?? '\u2013',
  }));
}

const listDigits = ({
  status,
  direction,
  score,
  evaluations,
  diagnostics,
}: FitNumbers): readonly [string, string][] => [
  ['status', status],
  ...(direction ?? []).map((value, j): [string, string] => [`direction ${j + 1}`, String(value)]),
  ['score', String(score ?? '\u2013')],
  ['evaluations', String(evaluations ?? '\u2013')],
  ...Object.entries(diagnostics).map(([name, value]): [string, string] => [name, String(value ?? '\u2013')]),
];

const Score: FC<{ readonly replayed: ReplayedSet; readonly engine: Engine }> = ({
  replayed: { request, fits },
  engine,
}) => {
  const { cell, replicate } = request;
  if (cell.population.features.dimension !== 2) return null;
  const target = meanDirection(cell.population);
  const firstOf = (kind: string): string | undefined => cell.estimators.find((one) => one.kind === kind)?.id;
  const [sign, rlhf] = [firstOf('sign'), firstOf('rlhf')];
  const answers = fits.flatMap(({ id, found: { direction } }, i) => {
    const mark = markAt(id === sign ? 'sign' : id === rlhf ? 'rlhf' : i);
    return direction === null
      ? []
      : [{ name: estimatorName(id), mark, degrees: degreesFrom(direction, target) }];
  });
  const landscape = {
    sample: sampleLandscape(drawReplicate(cell, replicate, engine), target),
    population: populationLandscape(cell.population, target),
    n: cell.n,
    answers,
  };
  return (
    <figure>
      <Trusted html={bothWidths((width) => scoreLandscape(landscape, width))} />
    </figure>
  );
};

/** Comparisons times features of a data set that a page computes again. */
const MOST_VALUES = 2_000_000;

/** Why a data set cannot be computed again in a browser, as a sentence; null where it can. */
export function unreplayable({ cell }: Pick<ReplayRequest, 'cell'>): string | null {
  const { features } = cell.population;
  if (features.law === 'file') return 'Its features come from a file, which a browser does not have.';
  if (cell.numerics !== undefined)
    return `It was computed in ${cell.numerics}, which the kernels in a browser do not round like.`;
  if (cell.n * features.dimension > MOST_VALUES) return 'It is too large for a page.';
  return null;
}
