/** What a search may use, its nested searches included. */
export interface Budget {
  /** Cones taken from the lists of open ones. */
  nodes: number;
  /** Rows that they had. */
  rows: number;
  readonly limit: number;
  readonly outOfTime: () => boolean;
  spent: boolean;
}

export const createBudget = (limit: number, outOfTime: () => boolean): Budget => ({
  nodes: 0,
  rows: 0,
  limit,
  outOfTime,
  spent: false,
});

/** Counts a cone; false where the search has to end before it. Time is asked for at every 64th. */
export function spend(budget: Budget, rows: number): boolean {
  if (budget.spent) return false;
  if (budget.nodes >= budget.limit || ((budget.nodes & 63) === 0 && budget.outOfTime())) {
    budget.spent = true;
    return false;
  }
  budget.nodes++;
  budget.rows += rows;
  return true;
}
