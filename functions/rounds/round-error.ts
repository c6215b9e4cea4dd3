/**
 * Why a stage refuses: WrongNumbers, a worker whose arithmetic is not the golden one; StudyChanged, a batch planned for
 * another version of the study; StudyMissing, a store without the study; BadInput, an input of another shape.
 */
export type RoundProblem = 'WrongNumbers' | 'StudyChanged' | 'StudyMissing' | 'BadInput';

/** A stage that refuses its work. Its name is the problem, which the state machine matches on. */
export class RoundError extends Error {
  constructor(problem: RoundProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = problem;
  }
}
