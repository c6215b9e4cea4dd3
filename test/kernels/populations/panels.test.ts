import { describe, expect, it } from 'vitest';
import { createArena, sampleIndex } from '../../../kernels/arena.ts';
import type { Population, UsersLaw } from '../../../kernels/populations/population.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import { tasteColumns } from '../../support/drawn-laws.ts';
import { deviationOf, Z_OF_A_THOUSAND } from '../../support/moments.ts';
import { usersLaws } from '../../support/populations.ts';

const KEY = [20251028, 7] as const;

/** The data of one replicate, and how many labels a user it says it has. */
function drawn(population: Population, n: number) {
  const sampler = createSampler(createArena(createWasmBackend()), population, n);
  sampler.draw(KEY, 3);
  const { arena, z, blocks, d, labelsPerUser } = sampler.sample;
  return { data: arena.backend.f64(z, 8 * blocks * d).slice(), labelsPerUser };
}

const nameOf = (users: UsersLaw): string => (users.law === 'gamma' ? `gamma, skew ${users.skew}` : users.law);

describe('a panel', () => {
  it.each(usersLaws(3).map((users) => [nameOf(users), users] as const))(
    'of %s users: rows m k .. m k + m - 1 have the taste of user k, across chunks too',
    (_, users) => {
      const size = 4096;
      const fresh = tasteColumns(users, 3, size);
      for (const labelsPerUser of [1, 2, 3, 7, 8, 700, 1024, 5000]) {
        const rows = tasteColumns({ ...users, panel: { labelsPerUser } }, 3, size);
        fresh.forEach((taste, j) => {
          const expected = Float64Array.from(
            { length: size },
            (_, i) => taste[Math.floor(i / labelsPerUser)],
          );
          expect(rows[j]).toEqual(expected);
        });
      }
    },
  );

  it.each(usersLaws(3).map((users) => [nameOf(users), users] as const))(
    'of %s users with one label each is no panel, to the bit',
    (_, users) => {
      const population: Population = {
        users,
        features: { law: 'gaussian', dimension: 3, covariance: null },
        choice: 'logit',
      };
      const one = { ...population, users: { ...users, panel: { labelsPerUser: 1 } } };
      expect(drawn(one, 2500)).toEqual(drawn(population, 2500));
    },
  );

  it('is said by the sample, and leaves features and the noise of choices alone', () => {
    const users: UsersLaw = { law: 'point', mean: [1, -1, 0.5] };
    const features = { law: 'gaussian', dimension: 3, covariance: null } as const;
    const alone = drawn({ users, features, choice: 'logit' }, 2500);
    const panel = drawn(
      { users: { ...users, panel: { labelsPerUser: 7 } }, features, choice: 'logit' },
      2500,
    );
    expect(panel.data).toEqual(alone.data);
    expect([alone.labelsPerUser, panel.labelsPerUser]).toEqual([1, 7]);
  });

  it('may have more labels a user than there are comparisons, and than 32 bits count', () => {
    const [, users] = usersLaws(3);
    const features = { law: 'gaussian', dimension: 3, covariance: null } as const;
    const of = (labelsPerUser: number) =>
      drawn({ users: { ...users, panel: { labelsPerUser } }, features, choice: 'logit' }, 1300).data;
    expect(of(2 ** 32 + 3)).toEqual(of(1300));
  });
});

describe('the choices of a panel', () => {
  const N = 1_000_000;
  // All x are (1, 0), so that s_i = z_i1 and P(s = 1) = sigma(b) for users b ~ N(1, variance).
  const choices = (variance: number): Float64Array => {
    const constant = [1, 0].map((mean) => ({ law: 'normal', mean, sd: 0 }) as const);
    const covariance = [
      [variance, 0],
      [0, 1],
    ];
    const users = { law: 'gaussian', mean: [1, 0], covariance, panel: { labelsPerUser: 2 } } as const;
    const features = { law: 'independent', dimension: 2, columns: constant } as const;
    const { data } = drawn({ users, features, choice: 'logit' }, N);
    return Float64Array.from({ length: N }, (_, i) => data[sampleIndex(i, 0, 2)]);
  };
  /** E tanh(b / 2)^power, b ~ N(1, 4), by the trapezoid rule, exact to rounding. */
  const expectedPower = (power: number): number => {
    let sum = 0;
    for (let k = -400; k <= 400; k++) {
      const w = k / 40;
      sum += Math.exp((-w * w) / 2) * Math.tanh((1 + 2 * w) / 2) ** power;
    }
    return sum / 40 / Math.sqrt(2 * Math.PI);
  };

  it('agree within a user as the law of tastes says, and are independent between users', () => {
    const s = choices(4);
    const within = (k: number): number => s[2 * k] * s[2 * k + 1];
    const between = (k: number): number => s[2 * k + 1] * s[2 * k + 2];
    expect(deviationOf(N / 2, within, expectedPower(2))).toBeLessThan(Z_OF_A_THOUSAND);
    expect(deviationOf(N / 2 - 1, between, expectedPower(1) ** 2)).toBeLessThan(Z_OF_A_THOUSAND);
  });

  it('show a variance of tastes 10 % too large', () => {
    const s = choices(4.4);
    expect(deviationOf(N / 2, (k) => s[2 * k] * s[2 * k + 1], expectedPower(2))).toBeGreaterThan(
      Z_OF_A_THOUSAND,
    );
  });
});
