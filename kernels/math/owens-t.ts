import { exp } from './exp.ts';
import { gaussLegendre } from './integrate.ts';
import { normalCdf } from './normal-cdf.ts';
import { PI } from './trigonometry.ts';

const RULE = gaussLegendre(32);

/**
 * Owen's function T(h, a) = 1/(2 pi) Int_0^a exp(-h^2 (1 + x^2) / 2) / (1 + x^2) dx; a may be infinite.
 *
 * |a| <= 1: 32 nodes. Beyond, T(h, a) = (Phi(-h) + Phi(-ah)) / 2 - Phi(-h) Phi(-ah) - T(ah, 1/a) for h >= 0, in which
 * nothing cancels worse than 1e-16. Absolute error below 1e-15.
 * Source: Owen (1956), "Tables for computing bivariate normal probabilities".
 */
export function owensT(h: number, a: number): number {
  if (a < 0) return -owensT(h, -a);
  const size = Math.abs(h);
  if (a <= 1) return series(size, a);
  const above = normalCdf(-size);
  // At h = 0 an infinite slope leaves a h undetermined; every finite one has a h = 0.
  const scaled = size === 0 ? 0 : a * size;
  const beyond = normalCdf(-scaled);
  return 0.5 * (above + beyond) - above * beyond - series(scaled, 1 / a);
}

function series(h: number, a: number): number {
  if (!(h < 40)) return 0;
  let sum = 0;
  for (let i = 0; i < RULE.nodes.length; i++) {
    const x = 0.5 * a * (1 + RULE.nodes[i]);
    sum += (RULE.weights[i] * exp(-0.5 * h * h * (1 + x * x))) / (1 + x * x);
  }
  return (sum * a) / (4 * PI);
}
