import type { Arena } from '../arena.ts';
import { NOISE_ROLE } from '../random/roles.ts';
import type { Chunk, StreamOf } from './chunk.ts';
import type { ChoiceLaw, NoiseLaw, Population } from './population.ts';

/** Gives the features the signs of the choices; t holds x . beta, which is used up, w uniforms of the rows' own. */
export type Choose = (rows: Chunk, t: number, w: number, streamOf: StreamOf) => void;

/**
 * Draws choices Y = 1{t + s V >= 0}, V standard logistic, normal or Student, s > 0 the size of the noise.
 *
 * The tastes are taken in units of the noise, t / s, so that one draw of V serves every size; where s = 0 the choice is
 * sure, and t = 0 chooses the first item. Logistic V needs only the rows' uniforms (P(Y = 1) = sigma(t / s)), so that
 * `logit` and a logistic law of scale 1 make the same choices; other V come from a stream of their own.
 * V is symmetric, so that the sign of a noise polynomial changes nothing.
 *
 * maxBlocks: the most blocks of rows in one call.
 */
export function choiceSampler(arena: Arena, { choice, features }: Population, maxBlocks: number): Choose {
  const d = features.dimension;
  const base = standardNoise(baseOf(choice));
  const size = noiseSize(arena, choice, d, maxBlocks);
  const answer = answers(arena, base, d, maxBlocks);
  if (size === null) return answer;
  return (rows, t, w, streamOf) => {
    size(rows, t);
    answer(rows, t, w, streamOf);
  };
}

/** A noise law as a scale times one of three standard laws. */
interface StandardNoise {
  readonly law: 'logistic' | 'normal' | 'student';
  readonly degrees: number;
  readonly scale: number;
}

function standardNoise(noise: NoiseLaw): StandardNoise {
  if (noise === 'logit') return { law: 'logistic', degrees: 0, scale: 1 };
  if (noise === 'probit') return { law: 'normal', degrees: 0, scale: 1 };
  if (noise.law === 'logistic') return { law: 'logistic', degrees: 0, scale: noise.scale };
  return { law: 'student', degrees: noise.degrees, scale: noise.scale };
}

const isHeteroskedastic = (
  choice: ChoiceLaw,
): choice is Extract<ChoiceLaw, { readonly law: 'heteroskedastic' }> =>
  typeof choice === 'object' && choice.law === 'heteroskedastic';

const baseOf = (choice: ChoiceLaw): NoiseLaw => (isHeteroskedastic(choice) ? choice.base : choice);

/** Divides the tastes by the size of the noise of their rows; null where that is 1. */
function noiseSize(
  arena: Arena,
  choice: ChoiceLaw,
  d: number,
  maxBlocks: number,
): ((rows: Chunk, t: number) => void) | null {
  const { backend } = arena;
  const { scale } = standardNoise(baseOf(choice));
  if (!isHeteroskedastic(choice)) {
    if (scale === 1) return null;
    const sizes = arena.copy(new Float64Array(8 * maxBlocks).fill(scale));
    return ({ blocks }, t) => backend.divideBySize(t, sizes, blocks);
  }
  const sizes = arena.f64(8 * maxBlocks);
  const along = arena.copy(choice.along);
  const coefficients = arena.copy(choice.polynomial.map((coefficient) => scale * coefficient));
  const terms = choice.polynomial.length;
  return ({ x, blocks }, t) => {
    backend.dotFixed(sizes, x, blocks, d, along);
    backend.polynomial(sizes, blocks, coefficients, terms);
    backend.divideBySize(t, sizes, blocks);
  };
}

/** Choices with standard noise. */
function answers(arena: Arena, { law, degrees }: StandardNoise, d: number, maxBlocks: number): Choose {
  const { backend } = arena;
  if (law === 'logistic') return ({ x, blocks }, t, w) => backend.chooseLogit(x, t, w, blocks, d);
  const v = arena.f64(8 * maxBlocks);
  return ({ x, row, blocks }, t, _w, streamOf) => {
    const stream = streamOf(NOISE_ROLE);
    if (law === 'normal') backend.gaussianPair(v, 64, blocks, false, stream, row);
    else backend.student(v, blocks, degrees, stream, row);
    backend.chooseAbove(x, t, v, blocks, d);
  };
}
