import { describe, expect, it } from 'vitest';
import { chebyshevTable, tabulated } from '../../../kernels/math/chebyshev.ts';
import { gaussLegendre, integrate } from '../../../kernels/math/integrate.ts';
import { normalCdf } from '../../../kernels/math/normal-cdf.ts';
import { owensT } from '../../../kernels/math/owens-t.ts';
import { studentCdf, studentDensity } from '../../../kernels/math/student-cdf.ts';
import golden from '../../golden/distributions.json' with { type: 'json' };

const worst = (errors: readonly number[]): number =>
  errors.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a), 0);

describe('distribution functions agree with 40-digit arithmetic', () => {
  it('normal, to rounding; to relative accuracy in the lower tail', () => {
    expect(worst(golden.normalCdf.map(([z, p]) => Math.abs(normalCdf(z) - p)))).toBeLessThan(3e-16);
    const tail = golden.normalCdf.filter(([z, p]) => z < 0 && p > 0);
    expect(worst(tail.map(([z, p]) => Math.abs(normalCdf(z) / p - 1) / (1 + z * z)))).toBeLessThan(2e-15);
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalCdf(0)).toBeCloseTo(0.5, 15);
    expect(normalCdf(Number.NaN)).toBeNaN();
  });
  it('Student, to 1e-13, less for very many degrees', () => {
    const errors = golden.studentCdf.map(([t, k, p]) => Math.abs(studentCdf(t, k) - p) / (1e-13 + 1e-15 * k));
    expect(worst(errors)).toBeLessThan(1);
    expect(Math.abs(studentCdf(1, 1e9) - normalCdf(1))).toBeLessThan(1e-8);
    expect(Math.abs(studentCdf(1, 9.9e6) - normalCdf(1))).toBeLessThan(2e-8);
  });
  it('Owen’s T, to 1e-15, and to scipy’s own accuracy', () => {
    expect(worst(golden.owensT.map(([h, a, v]) => Math.abs(owensT(h, a) - v)))).toBeLessThan(1e-15);
    expect(worst(golden.owensScipy.map(([h, a, v]) => Math.abs(owensT(h, a) - v)))).toBeLessThan(1e-15);
    expect(owensT(0, Number.POSITIVE_INFINITY)).toBe(0.25);
    expect(owensT(2, Number.POSITIVE_INFINITY)).toBeCloseTo(normalCdf(-2) / 2, 16);
  });
});

describe('quadrature', () => {
  it('of Gauss and Legendre is exact for polynomials of degree 2 m - 1, and not beyond', () => {
    const { nodes, weights } = gaussLegendre(5);
    const moment = (k: number): number => nodes.reduce((sum, x, i) => sum + weights[i] * x ** k, 0);
    for (let k = 0; k < 10; k++) expect(moment(k)).toBeCloseTo(k % 2 === 0 ? 2 / (k + 1) : 0, 14);
    expect(Math.abs(moment(10) - 2 / 11)).toBeGreaterThan(1e-4);
  });
  it('finds the mass of a density, kinks at its knots and none that is not there', () => {
    const density = studentDensity(3);
    expect(integrate(density, [-4, -1, 0, 2], 1e-13)).toBeCloseTo(studentCdf(2, 3) - studentCdf(-4, 3), 13);
    expect(integrate(Math.abs, [-1, 0, 2], 1e-13)).toBeCloseTo(2.5, 14);
    expect(integrate((x) => Math.abs(x - 0.3), [-1, 2], 1e-12)).toBeCloseTo(0.5 * (1.69 + 2.89), 9);
    expect(integrate(Math.abs, [3], 1e-13)).toBe(0);
  });
  it('tables keep their tolerance between kinks and steps', () => {
    const f = (x: number): number => (x < 0.3 ? Math.sin(7 * x) : 1 + Math.sqrt(x));
    const table = chebyshevTable(f, [-1, 0, 1], 1e-10);
    for (let x = -1; x <= 1; x += 0.0137) expect(Math.abs(tabulated(table, x) - f(x))).toBeLessThan(1e-9);
    expect(tabulated(table, 5)).toBeCloseTo(2, 9);
  });
});
