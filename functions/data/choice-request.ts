import type { UseOf } from './data-table.ts';

/** What a person says of a file of choices. */
export type ChoiceRequest = (BinaryRequest | PairsRequest | LongRequest) & {
  /** Names of the features; undefined for all other columns of numbers. */
  readonly features?: readonly string[] | undefined;
  /** Names of the columns of numbers that are no features. */
  readonly without?: readonly string[] | undefined;
  /** Names of the columns whose values are categories; features too, whether or not `features` has them. */
  readonly categories?: readonly string[] | undefined;
  /** The value of the outcome, or of the chosen column, that means yes; undefined for 1, true, yes and the like. */
  readonly yes?: string | undefined;
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
  /** The column that is 1 where the first item was chosen, or names it; undefined where it is the first in every row. */
  readonly outcome?: string | undefined;
  /** How the names of the columns of the first and of the second item begin, or end. */
  readonly items: readonly [string, string];
  readonly chooser?: string | undefined;
}

/** One row an alternative; a situation has two or more, of which one is chosen. */
export interface LongRequest {
  readonly format: 'long';
  /** Undefined where each situation is another person's. */
  readonly chooser?: string | undefined;
  readonly situation: string;
  /** Undefined where alternatives have no names. */
  readonly alternative?: string | undefined;
  /** The column that is 1 in the row of the alternative that was chosen. */
  readonly chosen: string;
}

/** The columns that say who chose what. */
function labelColumns(request: ChoiceRequest): readonly string[] {
  const named =
    request.format === 'long'
      ? [request.chooser, request.situation, request.alternative, request.chosen]
      : [request.outcome, request.chooser];
  return named.filter((name) => name !== undefined);
}

/** What to read of each column of the file. A column without a name is a row number that some programs write. */
export function usesOf(request: ChoiceRequest): UseOf {
  const labels = new Set(labelColumns(request));
  const { features, without = [], categories = [] } = request;
  const named = features && new Set(features);
  const isFeature = (name: string): boolean => (named?.has(name) ?? true) && !without.includes(name);
  return (name) => {
    if (labels.has(name)) return 'labels';
    const found = featuresIn(name, request);
    if (found.some((feature) => categories.includes(feature))) return 'labels';
    return found.some(isFeature) ? 'feature' : 'nothing';
  };
}

/** What a column may hold: its own name, or in a file of pairs the feature of an item. */
function featuresIn(name: string, request: ChoiceRequest): readonly string[] {
  if (request.format !== 'pairs') return name === '' ? [] : [name];
  return request.items.map((group) => featureOf(name, group)).filter((feature) => feature !== undefined);
}

/** The feature that a column holds of an item: its name without the group's beginning or end; undefined outside the group. */
export function featureOf(name: string, group: string): string | undefined {
  if (name.length <= group.length) return undefined;
  if (name.startsWith(group)) return name.slice(group.length);
  return name.endsWith(group) ? name.slice(0, -group.length) : undefined;
}
