import { openUniform, philox4x32 } from '../../kernels/random/philox.ts';
import { chernoffQuantile } from '../../theory/chernoff.ts';

/** Points of the table of quantiles; between them the quantile is a line. */
const POINTS = 1 << 16;
/** Shares of the law at either end that are inverted one by one, where the quantile bends. */
const TAIL = 1 / 512;

/** Independent draws of Chernoff's law, c n^(-s) Z being the error of a replicate with known truth; a seed has its own. */
export function createDraws(seed: number) {
  const quantiles = Float64Array.from({ length: POINTS + 1 }, (_, i) => {
    const p = i / POINTS;
    return p < TAIL / 2 || p > 1 - TAIL / 2 ? Number.NaN : chernoffQuantile(p);
  });
  const words = new Uint32Array(4);
  let count = 0;

  const quantile = (p: number): number => {
    if (p < TAIL || p > 1 - TAIL) return chernoffQuantile(p);
    const at = p * POINTS;
    const i = Math.floor(at);
    return quantiles[i] + (at - i) * (quantiles[i + 1] - quantiles[i]);
  };

  /** Two uniforms on (0, 1). */
  const next = (): readonly [number, number] => {
    philox4x32([count >>> 0, Math.floor(count / 4_294_967_296), 0, 0], [seed >>> 0, 0x5eed], words);
    count++;
    return [openUniform(words[0], words[1]), openUniform(words[2], words[3])];
  };

  return {
    /** Values of c Z, one a replicate. */
    sample(count: number, scale: number): Float64Array {
      const values = new Float64Array(count);
      for (let i = 0; i < count; i += 2) {
        const [first, second] = next();
        values[i] = scale * quantile(first);
        if (i + 1 < count) values[i + 1] = scale * quantile(second);
      }
      return values;
    },
    /** Values of the same law, each equal with probability `shared` to its fellow in `others` times `ratio`, and else new. */
    partner(others: Float64Array, { ratio, shared, scale }: Partner): Float64Array {
      return others.map((other) => {
        const [choice, fresh] = next();
        return choice < shared ? ratio * other : scale * quantile(fresh);
      });
    },
  };
}

interface Partner {
  readonly ratio: number;
  readonly shared: number;
  readonly scale: number;
}
