/** The rows of test/golden/spectra.py: (k / 2^20 - 1/2) / (1 + j decay) in float32, with k of its generator. */
export function spectrumRows({
  n,
  d,
  seed,
  decay,
}: {
  readonly n: number;
  readonly d: number;
  readonly seed: number;
  readonly decay: number;
}): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: n * d }, (_, at) => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return ((state >>> 12) / 1048576 - 0.5) / (1 + (at % d) * decay);
  });
}
