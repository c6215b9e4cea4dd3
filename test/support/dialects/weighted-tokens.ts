import type { ChatReply } from '../model-server.ts';

/** A token with the likeliest ones at its place. */
export interface WeightedPlace {
  readonly token: string;
  readonly logprob: number;
  readonly alternatives: readonly (readonly [token: string, logprob: number])[];
}

/** The places of a reply, at most so many alternatives each; the first of them is written. */
export const placesOf = ({ logprobs = [] }: ChatReply, most: number): readonly WeightedPlace[] =>
  logprobs.map((alternatives) => ({
    token: alternatives[0][0],
    logprob: alternatives[0][1],
    alternatives: alternatives.slice(0, most),
  }));

export const bytesOf = (token: string): readonly number[] => [...Buffer.from(token)];
