/** Tokens that a model read and wrote. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** Dollars for a million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

/** What may be spent; null is no limit. */
export interface Cap {
  readonly dollars: number | null;
  readonly tokens: number | null;
}

/** A share of the cap that a request in flight may use up. */
interface Reservation {
  /** Says what the request took. */
  settle(took: Tokens): void;
}

/** Counts what is spent, and keeps it below a cap. */
export interface Spending {
  readonly spent: Tokens;
  /** Counts what was spent elsewhere. */
  count(tokens: Tokens): void;
  /**
   * Sets aside what a request takes at most. Where that is more than is left, it waits for requests in flight to take less than was set
   * aside for them; null where none is in flight.
   */
  reserve(atMost: Tokens): Promise<Reservation | null>;
}

export const NO_TOKENS: Tokens = { input: 0, output: 0 };

export const plus = (a: Tokens, b: Tokens): Tokens => ({
  input: a.input + b.input,
  output: a.output + b.output,
});

/** input x its price + output x its price, in dollars; null where prices are unknown. */
export const dollarsOf = (tokens: Tokens, prices: Prices | null): number | null =>
  prices === null ? null : (tokens.input * prices.input + tokens.output * prices.output) / 1e6;

/** Spending below a cap; a cap in dollars without prices lets nothing pass. */
export function createSpending(cap: Cap, prices: Prices | null): Spending {
  let spent = NO_TOKENS;
  let reserved = NO_TOKENS;
  let inFlight = 0;
  const waiting: (() => void)[] = [];

  const fits = (more: Tokens): boolean => {
    const total = plus(plus(spent, reserved), more);
    const dollars = dollarsOf(total, prices);
    return (
      (cap.tokens === null || total.input + total.output <= cap.tokens) &&
      (cap.dollars === null || (dollars !== null && dollars <= cap.dollars))
    );
  };
  const settle = (atMost: Tokens, took: Tokens): void => {
    inFlight--;
    reserved = plus(reserved, { input: -atMost.input, output: -atMost.output });
    spent = plus(spent, took);
    for (const wake of waiting.splice(0)) wake();
  };
  return {
    get spent() {
      return spent;
    },
    count: (tokens) => {
      spent = plus(spent, tokens);
    },
    reserve: async (atMost) => {
      while (!fits(atMost)) {
        if (inFlight === 0) return null;
        await new Promise<void>((wake) => waiting.push(wake));
      }
      inFlight++;
      reserved = plus(reserved, atMost);
      return { settle: (took) => settle(atMost, took) };
    },
  };
}
