import { type Cap, dollarsOf, type Prices, type Tokens } from './spending.ts';
import { TOKEN_RULE } from './token-rule.ts';

/** What tokens cost at the prices, and where it stops, in words. */
export function costWords(
  { input, output }: Tokens,
  { prices, cap }: { readonly prices: Prices | null; readonly cap: Cap },
): string {
  const dollars = dollarsOf({ input, output }, prices);
  const out = output === 0 ? '' : ` and at most ${count(output)} out`;
  const cost =
    dollars === null
      ? 'what that costs is unknown: --input-price and --output-price give the dollars for a million tokens'
      : `about ${money(dollars)} at the prices given`;
  return `about ${count(input)} tokens in (${TOKEN_RULE})${out}; ${cost}; ${capWords(cap)}`;
}

function capWords({ dollars, tokens }: Cap): string {
  const caps = [
    ...(dollars === null ? [] : [money(dollars)]),
    ...(tokens === null ? [] : [`${count(tokens)} tokens`]),
  ];
  return caps.length === 0
    ? 'no budget is set'
    : `it stops at ${caps.join(' or ')}, earlier answers included`;
}

/** For instance 43,834. */
export const count = (value: number): string => value.toLocaleString('en');

/** Dollars with two digits, or three that count where they are few. */
export const money = (dollars: number): string =>
  `$${dollars === 0 || dollars >= 1 ? dollars.toFixed(2) : Number(dollars.toPrecision(3))}`;
