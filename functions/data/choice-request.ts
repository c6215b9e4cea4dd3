import type { UseOf } from './data-table.ts';

/** What a person says of a file of choices. */
export type ChoiceRequest = (BinaryRequest | PairsRequest | LongRequest) & {
  /** Names of the features; undefined for all other columns of numbers. */
  readonly features?: readonly string[] | undefined;
};

/** One row a choice; the features are those of the choice itself. */
export interface BinaryRequest {
  readonly format: 'binary';
  /** The column that is 1 where the choice was made or answered with yes. */
  readonly outcome: string;
  /** Whether a constant 1 is added as the last feature. */
  readonly intercept: boolean;
  readonly chooser?: string | undefined;
}

/** One row a comparison of two items, whose features stand in two groups of columns. */
export interface PairsRequest {
  readonly format: 'pairs';
  /** The column that is 1 where the first item was chosen. */
  readonly outcome: string;
  /** How the names of the columns of the first and of the second item begin, or end. */
  readonly items: readonly [string, string];
  readonly chooser?: string | undefined;
}

/** One row an alternative; a situation has two or more, of which one is chosen. */
export interface LongRequest {
  readonly format: 'long';
  readonly chooser: string;
  readonly situation: string;
  readonly alternative: string;
  /** The column that is 1 in the row of the alternative that was chosen. */
  readonly chosen: string;
}

/** The columns that say who chose what, by the flag that names each. */
function labelColumns(request: ChoiceRequest): Readonly<Record<string, string>> {
  if (request.format === 'long') {
    const { chooser, situation, alternative, chosen } = request;
    return { chooser, situation, alternative, chosen };
  }
  const { outcome, chooser } = request;
  return { outcome, ...(chooser === undefined ? {} : { chooser }) };
}

/** What to read of each column of the file. A column without a name is a row number that some programs write. */
export function usesOf(request: ChoiceRequest): UseOf {
  const labels = new Set(Object.values(labelColumns(request)));
  const wanted = wantedFeatures(request);
  return (name) => {
    if (labels.has(name)) return 'labels';
    return name !== '' && wanted(name) ? 'feature' : 'nothing';
  };
}

function wantedFeatures({ features, ...request }: ChoiceRequest): (name: string) => boolean {
  const named = features === undefined ? undefined : new Set(features);
  if (request.format !== 'pairs') return named === undefined ? () => true : (name) => named.has(name);
  const [first, second] = request.items;
  return (name) =>
    [first, second].some((group) => {
      const feature = featureOf(name, group);
      return feature !== undefined && (named === undefined || named.has(feature));
    });
}

/** The feature that a column holds of an item: its name without the group's beginning or end; undefined outside the group. */
export function featureOf(name: string, group: string): string | undefined {
  if (name.length <= group.length) return undefined;
  if (name.startsWith(group)) return name.slice(group.length);
  return name.endsWith(group) ? name.slice(0, -group.length) : undefined;
}
