import type { ChoiceFile } from './choice-schema.ts';
import type { Finding } from './findings.ts';
import { directionFindings, type Size } from './shape-checks.ts';

/** What does not go together in a law of choices. A polynomial of zeros is right: it makes choices without noise. */
export function choiceFindings(choice: ChoiceFile | undefined, size: Size): readonly Finding[] {
  if (typeof choice !== 'object' || choice.law !== 'heteroskedastic') return [];
  return directionFindings(['population', 'choice', 'along'], choice.along, size);
}
