import type { Population } from '../../kernels/populations/population.ts';
import values from '../golden/theory-values.json' with { type: 'json' };

/** A reference value: made by another program, by quadrature or Monte Carlo, to the stated absolute tolerance. */
export interface TheoryCase {
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  readonly tolerance: unknown;
}

/** The reference cases of one name; throws where there is none, so that no test passes on an empty list. */
export function theoryCases(name: string): readonly TheoryCase[] {
  const cases: readonly TheoryCase[] = values.cases.filter((one) => one.name === name);
  if (cases.length === 0) throw new Error(`theoryCases: no case is named ${name}`);
  return cases;
}

/** The number under a key of a case's inputs or expected values; throws where it is not a number. */
export function numberAt(record: unknown, key: string): number {
  const value: unknown = typeof record === 'object' && record !== null ? Reflect.get(record, key) : undefined;
  if (typeof value !== 'number')
    throw new Error(`theory-values.json: ${key} is ${String(value)}, a number expected`);
  return value;
}

const isotropic = { law: 'gaussian', dimension: 2, covariance: null } as const;

/** The populations that the reference values name. */
export const POPULATIONS: Readonly<Record<string, Population>> = {
  A_homog: { users: { law: 'point', mean: [2, 0] }, features: isotropic, choice: 'logit' },
  B_gauss: {
    users: {
      law: 'gaussian',
      mean: [2, 0],
      covariance: [
        [4, 3],
        [3, 4],
      ],
    },
    features: isotropic,
    choice: 'logit',
  },
};

/** Two types with share q of the first, the mean held at (2, 0): theory/README.md, section 6. */
export const twoTypes = (q: number): Population => ({
  users: {
    law: 'mixture',
    types: [
      [2 + (1 - q) * 2, (1 - q) * 4],
      [2 - q * 2, -q * 4],
    ],
    weights: [q, 1 - q],
  },
  features: isotropic,
  choice: 'logit',
});

/** Half the users are very sure: (12, 0) or (-1, sqrt 3). */
export const LOUD: Population = {
  users: {
    law: 'mixture',
    types: [
      [12, 0],
      [-1, Math.sqrt(3)],
    ],
    weights: [0.5, 0.5],
  },
  features: isotropic,
  choice: 'logit',
};
