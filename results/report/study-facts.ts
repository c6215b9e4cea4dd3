import { escaped } from '../charts/drawing.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { Summary } from '../summary.ts';
import { choiceSentence } from './choice-words.ts';
import { replayCommandLine } from './replay-command.ts';
import { dataSets } from './value-format.ts';
import { estimatorSentence, featuresSentence, listed, prose, usersSentence } from './words.ts';

/** What was studied, in words, as a list of HTML. */
export function studyFacts({ study, cells }: Summary): string {
  const { population, estimators } = study.scenarios[0];
  const { sampleSizes } = study;
  const total = cells.reduce((sum, cell) => sum + dataSets(cell), 0);
  const facts: readonly (readonly [string, string])[] = [
    ['Users', escaped(usersSentence(population.users))],
    ['Features', prose(featuresSentence(population.features))],
    ['A choice', prose(choiceSentence(population))],
    [
      'Estimators',
      estimators
        .map((one) => `<p>${escaped(`${estimatorName(one.id)}: ${estimatorSentence(one)}.`)}</p>`)
        .join(''),
    ],
    ['Error', 'The angle between an estimate and the direction of the mean taste.'],
    ['Sizes', `n = ${listed(sampleSizes.map(grouped))}.`],
    [
      'Data sets',
      `${grouped(total)} in all, the same for every estimator${study.profile === 'quick' ? '; the quick profile of the study' : ''}.`,
    ],
  ];
  return `<dl class="facts">${facts.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('')}</dl>`;
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
    '<p class="note" style="margin-top:1.25rem">Every data set is a pure function of its address: the seed, the population, n and its number. ' +
    `This draws one again and fits it: <code>npx ${escaped(replayCommandLine(study, cell.key, replicate))}</code></p>`
  );
}
