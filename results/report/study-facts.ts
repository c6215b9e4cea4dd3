import type { Study, Until } from '../../functions/study/study.ts';
import { type Design, levelsLabel } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { Summary } from '../summary.ts';
import { choiceSentence } from './choice-words.ts';
import { estimatorSentence } from './estimator-words.ts';
import { replayCommandLine } from './replay-command.ts';
import { dataSets } from './value-format.ts';
import { featuresSentence, listed, number, prose, usersSentence } from './words.ts';

const errorFact = (normalise: 'first' | undefined): string =>
  normalise === 'first'
    ? 'That of b = \u03b8\u2082/\u03b8\u2081, the first coefficient being fixed at 1; and the angle between an estimate and the direction of the mean taste.'
    : 'The angle between an estimate and the direction of the mean taste.';

/** What was studied, in words, as a list of HTML. */
export function studyFacts(design: Design): string {
  const { study, cells } = design.summary;
  const { population, estimators } = study.scenarios[0];
  const { sampleSizes } = study;
  const total = cells.reduce((sum, cell) => sum + dataSets(cell), 0);
  const facts: readonly (readonly [string, string])[] = [
    ...(design.factors.length === 0 ? [] : [['What varies', variesFact(design)] as const]),
    ['Users', escaped(`${usersSentence(population.users)}${firstOnly(design, 'population.users')}`)],
    [
      'Features',
      prose(`${featuresSentence(population.features)}${firstOnly(design, 'population.features')}`),
    ],
    ['A choice', prose(`${choiceSentence(population)}${firstOnly(design, 'population.choice')}`)],
    [
      'Estimators',
      estimators
        .map((one, i) => {
          const varying = varyingOptions(design, i);
          const rest = varying === '' ? '' : `; ${varying}, as given for the first combination`;
          return `<p>${prose(`${estimatorName(one.id)}: ${estimatorSentence(one)}${rest}.`)}</p>`;
        })
        .join(''),
    ],
    ['Error', errorFact(estimators[0].normalise)],
    ['Sizes', `n = ${listed(sampleSizes.map(grouped))}${leftOut(design)}.`],
    [
      'Data sets',
      `${grouped(total)} in all, the same for every estimator${study.profile === 'quick' ? '; the quick profile of the study' : ''}.${stoppingRule(study)}`,
    ],
  ];
  return `<dl class="facts">${facts.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('')}</dl>`;
}

const UNTIL: Readonly<Record<Until['measure'], string>> = {
  rmsAngle: 'root-mean-square angle',
  meanAngle: 'mean angle',
  medianAngle: 'median angle',
  disagreement: 'disagreement',
  rmse: 'root-mean-square error of b',
};

/** When a cell has enough data sets, as a sentence; empty where the study fixes their number. */
function stoppingRule({ until, looks, claims = [] }: Study): string {
  const claimed = claims.length > 0 && looks.some((one) => one.length > 1);
  if (until === null && !claimed) return '';
  const span = (counts: readonly number[]): string => {
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    return least === most ? grouped(least) : `${grouped(least)} to ${grouped(most)}`;
  };
  const first = span(looks.map((one) => one[0]));
  const last = span(looks.map((one) => one[one.length - 1]));
  const conditions = [
    ...(until === null
      ? []
      : [
          `the Monte Carlo standard error of the ${UNTIL[until.measure]} is at most ${number(100 * until.relativeMcse)} % of it for every estimator`,
        ]),
    ...(claimed ? ['every claim that reads it is decided'] : []),
  ];
  return ` A cell has ${first} at first; these are doubled, up to ${last}, until ${conditions.join(', and ')}.`;
}

/** Levels of a factor that are written out. */
const MOST_LEVELS = 20;

/** The factors with their levels and how many combinations of them there are, as HTML. */
function variesFact({ factors, parts }: Design): string {
  const lines = factors.map((factor) => {
    const levels = [...factor.levels].flatMap(([level, text]) => (level === null ? [] : [text]));
    const absent = factor.levels.has(null) ? '; or as the study file has it' : '';
    const shown =
      levels.length > MOST_LEVELS
        ? `${levels.slice(0, MOST_LEVELS).join(', ')} and ${grouped(levels.length - MOST_LEVELS)} more`
        : listed(levels);
    return `<p><code>${escaped(factor.path)}</code>: ${escaped(shown)}${absent}.</p>`;
  });
  const all = factors.reduce((product, { levels }) => product * levels.size, 1);
  const count =
    all === parts.length
      ? `all ${grouped(all)} combinations`
      : `${grouped(parts.length)} of the ${grouped(all)} combinations that are possible`;
  const sentence = factors.length === 1 ? '' : `<p>${capital(count)}.</p>`;
  return `${lines.join('')}${sentence}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** That a sentence is about the first combination, where this part of the study file varies. */
function firstOnly({ factors, parts }: Design, place: string): string {
  const varies = factors.some(
    ({ path }) => `${path}.`.startsWith(`${place}.`) || `${place}.`.startsWith(`${path}.`),
  );
  return varies ? ` This is the first combination, ${levelsLabel(factors, parts[0].levels)}.` : '';
}

/** Names of the i-th estimator's options that differ between the scenarios, as half a sentence. */
function varyingOptions({ summary }: Design, i: number): string {
  const [first, ...others] = summary.study.scenarios.map(({ estimators }) =>
    Object.entries(estimators[i] ?? {}),
  );
  const given = new Map<string, unknown>(first);
  const varying = new Set<string>();
  for (const options of others) {
    for (const [name, value] of options) {
      const own = given.get(name);
      // Most are equal texts and numbers, which need not be written out to be seen the same.
      if (own !== value && JSON.stringify(own) !== JSON.stringify(value)) varying.add(name);
    }
    if (options.length < first.length)
      for (const name of given.keys()) if (!options.some(([other]) => other === name)) varying.add(name);
  }
  return varying.size === 0 ? '' : `${listed([...varying])} ${varying.size === 1 ? 'varies' : 'vary'}`;
}

/** How many combinations leave some of the sizes out. */
function leftOut({ summary }: Design): string {
  const some = summary.study.scenarios.filter(({ without = [] }) => without.length > 0).length;
  return some === 0
    ? ''
    : `; ${grouped(some)} ${some === 1 ? 'combination leaves' : 'combinations leave'} some of them out`;
}

/** How any one data set of the study is had again, as HTML; empty where there is no cell. */
export function replayNote({ cells, study }: Summary): string {
  const troubled = cells.find(({ estimators }) =>
    estimators.some(({ failures }) => Object.keys(failures).length > 0),
  );
  const cell = troubled ?? cells[cells.length - 1];
  if (cell === undefined) return '';
  const replicate = cell.estimators.flatMap(({ firstFailure }) => firstFailure?.replicate ?? []).at(0) ?? 0;
  return (
    '<p class="note after">Every data set is a pure function of its address: the seed, the population, n and its number. ' +
    `This draws one again and fits it: <code>npx ${escaped(replayCommandLine(study, cell.key, replicate))}</code></p>`
  );
}
