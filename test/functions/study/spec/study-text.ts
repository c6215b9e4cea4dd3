import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import { StudyError } from '../../../../functions/study/spec/study-error.ts';

/** A right study, one key a line, to break one line of. */
export const RIGHT = `name: two-types
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [100, 1000]
replicates: 400
`;

/** The right study with the line of one key replaced. */
export function withLine(key: string, line: string): string {
  const pattern = new RegExp(`^ *${key}:.*$`, 'm');
  if (!pattern.test(RIGHT)) throw new Error(`withLine: no line ${key}`);
  return RIGHT.replace(pattern, () => line);
}

/** The error with which a text is refused; throws what else it throws. */
export function refusal(text: string): StudyError {
  try {
    parseStudy(text, 'mine.yaml', 'full');
  } catch (error) {
    if (error instanceof StudyError) return error;
    throw error;
  }
  throw new Error('refusal: the text was accepted');
}

export const sentences = (text: string): readonly string[] =>
  refusal(text).problems.map((problem) => problem.sentence);
