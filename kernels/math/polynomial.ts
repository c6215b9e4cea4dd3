/** c0 + c1 x + ... + c6 x^6 by Estrin's scheme, in the operation order of the vector kernel. */
export function polynomial6(c: readonly number[], x: number): number {
  const x2 = x * x;
  return c[0] + c[1] * x + (c[2] + c[3] * x) * x2 + (c[4] + c[5] * x + c[6] * x2) * (x2 * x2);
}

/** c0 + c1 x + ... + c9 x^9 by Estrin's scheme, in the operation order of the vector kernel. */
export function polynomial9(c: readonly number[], x: number): number {
  const x2 = x * x;
  const x4 = x2 * x2;
  const low = c[0] + c[1] * x + (c[2] + c[3] * x) * x2;
  const middle = c[4] + c[5] * x + (c[6] + c[7] * x) * x2;
  return low + middle * x4 + (c[8] + c[9] * x) * (x4 * x4);
}
