/** The folder of one run of a study on other machines. */
export const runFolder = (study: string, runId: string): string => `runs/${study}/${runId}/`;

/** The manifest of a round: a JSON array of batch items. */
export const manifestKey = (study: string, runId: string, round: number): string =>
  `${runFolder(study, runId)}round-${round}.json`;

/** The folder of what the batches of a run used. */
export const usageFolder = (study: string, runId: string): string => `${runFolder(study, runId)}usage/`;

/** What one batch used. */
export const usageKey = ({ study, runId, round, batch }: BatchName): string =>
  `${usageFolder(study, runId)}round-${round}-${batch}.json`;

/** Names one batch of a run. */
export interface BatchName {
  readonly study: string;
  readonly runId: string;
  readonly round: number;
  readonly batch: number;
}
