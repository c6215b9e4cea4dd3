import type { Claim } from '../../functions/study/claim.ts';
import type { EstimatorSpec, Factors, Study } from '../../functions/study/study.ts';
import { grouped } from '../charts/numbers.ts';
import { choiceSentence } from '../report/choice-words.ts';
import { claimSentence } from '../report/claim-words.ts';
import { estimatorSentence } from '../report/estimator-words.ts';
import { featuresSentence, listed, usersSentence } from '../report/words.ts';
import { MEASURE_FORMULAS } from './measure-formulas.ts';
import { SHARED_METHODS, SHARED_SOURCES } from './shared-methods.ts';

const HEAD = `# Methods

What was simulated, how it was measured, and with which formulas. \`signbench methods\` writes this page from the study files; do not edit it.
`;

/** The methods of studies as Markdown: what all share, and what each simulates, fits and claims. */
export function methodsPage(studies: readonly Study[]): string {
  const shared = SHARED_METHODS.map(
    ({ title, paragraphs, hasFormulas }) =>
      `\n## ${title}\n\n${paragraphs.join('\n\n')}\n${hasFormulas ? `\n${formulas()}\n` : ''}`,
  );
  const end = `\nHow claims are judged: [claims.md](claims.md).\n\n${SHARED_SOURCES}\n\n## Studies\n`;
  return `${HEAD}${shared.join('')}${end}${studies.map(section).join('')}`;
}

function formulas(): string {
  const rows = Object.entries(MEASURE_FORMULAS).map(
    ([name, { what, value, mcse }]) => `| \`${name}\` | ${what} | ${value} | ${mcse} |`,
  );
  return ['| measure | of | value | MCSE |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function section(study: Study): string {
  const { population, estimators } = study.scenarios[0];
  const varying = factorsOf(study);
  const first = (place: string): string =>
    varying.some(([path]) => `${path}.`.startsWith(`${place}.`) || `${place}.`.startsWith(`${path}.`))
      ? ' (the first combination)'
      : '';
  return [
    '',
    `### ${study.name}: ${study.title}`,
    '',
    `Question: ${study.aim}`,
    '',
    `- Users${first('population.users')}: ${usersSentence(population.users)}`,
    `- Features${first('population.features')}: ${featuresSentence(population.features)}`,
    `- A choice${first('population.choice')}: ${choiceSentence(population)}`,
    ...varying.map(
      ([factor, levels]) => `- Varies: \`${factor}\`, ${levels.length} levels: ${listed(levels)}`,
    ),
    ...estimators.map((one) => `- Estimator \`${one.id}\`: ${estimatorSentence(one)}${intervalPhrase(one)}.`),
    `- Data sets: ${dataSets(study)}. Seed ${study.seed}.`,
    ...claimLines(study),
    '',
  ].join('\n');
}

/** What varies, with the values or labels it takes in the order of the file. */
function factorsOf({ scenarios }: Study): readonly (readonly [string, readonly string[]])[] {
  const names = [...new Set(scenarios.flatMap(({ factors }) => Object.keys(factors)))];
  return names.map((name) => [
    name,
    [...new Set(scenarios.flatMap(({ factors }) => (name in factors ? [String(factors[name])] : [])))],
  ]);
}

const dataSets = ({ sampleSizes, looks }: Study): string =>
  listed(
    sampleSizes.map((n, i) => {
      const counts = looks[i];
      const least = grouped(counts[0]);
      const most = grouped(counts[counts.length - 1]);
      return `${least === most ? least : `${least} to ${most}`} at n = ${grouped(n)}`;
    }),
  );

function claimLines({ claims = [] }: Study): readonly string[] {
  if (claims.length === 0) return ['- Claims: none.'];
  return claims.map(
    (claim) => `- Claim: ${claimSentence(claim)}${fromText(claim)}${underText(claim.where)}.`,
  );
}

function intervalPhrase({ interval }: EstimatorSpec): string {
  if (interval === undefined) return '';
  const draws =
    interval.method === 'chernoff' || interval.method === 'sandwich'
      ? ''
      : `, ${grouped(interval.draws)} draws`;
  return `, with ${Number((100 * interval.level).toPrecision(6))} % intervals (${interval.method}${draws})`;
}

/** The sizes that a claim about a law reads; those of other kinds are in their sentence. */
function fromText(claim: Claim): string {
  if (claim.kind !== 'rate' && claim.kind !== 'constant') return '';
  return claim.from === 'auto' ? ', from where the law holds' : `, from n = ${grouped(claim.from)}`;
}

const underText = (where: Factors | undefined): string => {
  const levels = Object.entries(where ?? {}).map(([factor, level]) => `${factor.split('.').at(-1)} ${level}`);
  return levels.length === 0 ? '' : ` (${levels.join(', ')})`;
};
