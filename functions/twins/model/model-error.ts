/**
 * Why a model's server gave no answer.
 * refused: it does not take this request, others it may; denied: the key; absent: no such address or model; quota: the account has nothing left;
 * overloaded, failed, unreachable, unreadable: every attempt ended so; spent: the budget; interrupted: stopped by its user.
 */
export type ModelProblem =
  | 'refused'
  | 'denied'
  | 'absent'
  | 'quota'
  | 'overloaded'
  | 'failed'
  | 'unreachable'
  | 'unreadable'
  | 'spent'
  | 'interrupted';

/** An endpoint that gave no answer; its message is a sentence without any key in it. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly problem: ModelProblem;

  constructor(problem: ModelProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
