/** Which circles a region is on the positive side of, as a number: the exclusive or of a fixed number a circle. */
export interface CellKey {
  readonly high: number;
  readonly low: number;
}

/** The high and the low word of a circle's number. */
export const highWord = (circle: number): number => mixed(circle ^ 0x5bf03635);
export const lowWord = (circle: number): number => mixed(circle + 0x3c6ef372);

/** The key with one circle more. */
export const withCircle = ({ high, low }: CellKey, circle: number): CellKey => ({
  high: high ^ highWord(circle),
  low: low ^ lowWord(circle),
});

/** Different for two different sets of circles but for one pair in 2^64. */
export const keyText = ({ high, low }: CellKey): string => `${high},${low}`;

/** The finaliser of MurmurHash3. */
function mixed(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
