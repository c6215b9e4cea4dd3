/** An exact fraction of integers: an oracle for floating-point sums. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
  plus(other: Rational): Rational;
  minus(other: Rational): Rational;
  times(other: Rational): Rational;
  over(other: Rational): Rational;
  toNumber(): number;
}

/** The exact value of a finite double. */
export function rational(value: number): Rational {
  let [scaled, shift] = [value, 0n];
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  return fraction(BigInt(scaled), 1n << shift);
}

function fraction(numerator: bigint, denominator: bigint): Rational {
  const sign = denominator < 0n ? -1n : 1n;
  const [top, bottom] = [sign * numerator, sign * denominator];
  return {
    numerator: top,
    denominator: bottom,
    plus: (other) => sum(top, bottom, other),
    minus: (other) => sum(top, bottom, { ...other, numerator: -other.numerator }),
    times: (other) => fraction(top * other.numerator, bottom * other.denominator),
    over: (other) => fraction(top * other.denominator, bottom * other.numerator),
    toNumber: () => quotient(top, bottom),
  };
}

/** Over the larger denominator where it is a multiple of the other, as powers of two are: products would grow without end. */
function sum(
  top: bigint,
  bottom: bigint,
  { numerator, denominator }: Pick<Rational, 'numerator' | 'denominator'>,
): Rational {
  if (bottom % denominator === 0n) return fraction(top + numerator * (bottom / denominator), bottom);
  if (denominator % bottom === 0n) return fraction(top * (denominator / bottom) + numerator, denominator);
  return fraction(top * denominator + numerator * bottom, bottom * denominator);
}

/** The quotient to the precision of a double, whatever its size. */
function quotient(top: bigint, bottom: bigint): number {
  if (top === 0n) return 0;
  const size = (top < 0n ? -top : top).toString(2).length - bottom.toString(2).length;
  const shift = 80 - size;
  const digits = shift >= 0 ? (top << BigInt(shift)) / bottom : top / (bottom << BigInt(-shift));
  return Number(digits) * 2 ** -shift;
}
