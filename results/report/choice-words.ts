import type { ChoiceLaw, NoiseLaw, Population } from '../../kernels/populations/population.ts';
import { degreesText, number, timesText, vector } from './words.ts';

/** How a user chooses, as a sentence; powers as `prose` raises them. */
export function choiceSentence({ choice, users }: Population): string {
  const who = users.panel === undefined ? 'A fresh user' : 'A user';
  const where = 'x their feature difference, \u03b2 the user\u2019s taste';
  switch (choice) {
    case 'logit':
      return `${who} chooses the first of two items with probability \u03c3(x\u00b7\u03b2), ${where}.`;
    case 'probit':
      return `${who} chooses the first of two items with probability \u03a6(x\u00b7\u03b2), ${where}, \u03a6 the normal distribution function.`;
    default:
      return `${who} chooses the first of two items where x\u00b7\u03b2 + V is not negative, ${where}, ${noiseClause(choice)}.`;
  }
}

function noiseClause(choice: ChoiceLaw): string {
  if (typeof choice === 'string' || choice.law !== 'heteroskedastic') return `V ${noisePhrase(choice)}`;
  const { base, along, polynomial } = choice;
  if (polynomial.every((coefficient) => coefficient === 0)) return 'V = 0: there is no noise';
  const formula = polynomialText(polynomial);
  const variable = formula.includes('s') ? ` with s = x\u00b7${vector(along)}` : '';
  return `V = (${formula}) W${variable}, W ${noisePhrase(base)}`;
}

function noisePhrase(noise: NoiseLaw): string {
  if (noise === 'logit') return 'a standard logistic variable';
  if (noise === 'probit') return 'a standard normal variable';
  const factor = timesText(noise.scale);
  return noise.law === 'logistic'
    ? `${factor}a standard logistic variable`
    : `${factor}a Student variable with ${degreesText(noise.degrees)}`;
}

/** `1 + 2 s - s^2` */
function polynomialText(coefficients: readonly number[]): string {
  const terms = coefficients.flatMap((coefficient, j) => {
    if (coefficient === 0) return [];
    const power = j === 0 ? '' : j === 1 ? 's' : `s^${j}`;
    const size = Math.abs(coefficient);
    const term = power === '' ? number(size) : size === 1 ? power : `${number(size)} ${power}`;
    return [{ negative: coefficient < 0, term }];
  });
  return terms
    .map(({ negative, term }, i) =>
      i === 0 ? `${negative ? '\u2212' : ''}${term}` : ` ${negative ? '\u2212' : '+'} ${term}`,
    )
    .join('');
}
