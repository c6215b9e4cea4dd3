// How often the intervals that `signbench fit --interval` prints hold the truth, on panels of known tastes:
//   node bench/fit-coverage.mjs [--laws normal,types] [--panels 200] [--first 0] [--draws 200] [--estimators sign,rlhf]
//                               [--choosers 100] [--situations 6] [--alternatives 3] [--features 3]
// `normal`: tastes are normal with the same spread in all directions, as features are, so that by symmetry both directions are that of the mean
// taste: what `beyond noise` says too often is the size of that test. `types`: three quarters of the choosers have one taste and the others another; the
// directions are those that maximise the expected objective over many situations, choice probabilities being known. Prints coverage, in brackets
// its Monte Carlo error, and mean lengths. Not timed but measured: the same figures on every machine.

import { parseArgs } from 'node:util';
import { fromSources } from './from-sources.mjs';

const option = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    laws: option('normal,types'),
    panels: option('200'),
    first: option('0'),
    draws: option('200'),
    estimators: option('sign,rlhf'),
    choosers: option('100'),
    situations: option('6'),
    alternatives: option('3'),
    features: option('3'),
  },
});
const { choiceData, fitData, sampleOf, estimatorsNamed, pairedDifference, shares, disagreement } =
  await fromSources(`
  export { choiceData } from './functions/data/choice-data.ts';
  export { fitData, sampleOf } from './functions/fit/data-fit.ts';
  export { estimatorsNamed } from './functions/fit/estimator-names.ts';
  export { pairedDifference } from './functions/fit/paired-difference.ts';
  export { shares } from './functions/fit/original-units.ts';
  export { disagreement } from './functions/fit/agreement.ts';
`);
const [choosers, situations, alternatives, d] = ['choosers', 'situations', 'alternatives', 'features'].map(
  (name) => Number(values[name]),
);
const LEVEL = 0.95;
const MEAN = [1, -0.5, 0.5, -0.3, 0.3, 0.2].slice(0, d);
const TYPES = [
  { share: 0.75, taste: [1.5, -0.5, 0.3, 0.2, 0, 0].slice(0, d) },
  { share: 0.25, taste: [-0.5, -2, 3, -1, 1, 0].slice(0, d) },
];

/** Uniform numbers of a seed (mulberry32), and normal and Gumbel ones made of them. */
function randomOf(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal, gumbel: () => -Math.log(-Math.log(uniform())) };
}

const dot = (a, b) => a.reduce((sum, value, j) => sum + value * b[j], 0);
const unit = (a) => a.map((value) => value / Math.sqrt(dot(a, a)));
const itemsOf = (random) => Array.from({ length: alternatives }, () => MEAN.map(() => random.normal()));

function tasteOf(law, random) {
  if (law === 'normal') return MEAN.map((value) => value + 0.7 * random.normal());
  return random.uniform() < TYPES[0].share ? TYPES[0].taste : TYPES[1].taste;
}

/** A panel as `fit` reads it. */
function panelOf(law, number) {
  const random = randomOf(1_000_003 * (number + 1) + (law === 'normal' ? 0 : 77));
  const rows = [];
  const [chooser, situation] = [[], []];
  for (let u = 0; u < choosers; u++) {
    const taste = tasteOf(law, random);
    for (let t = 0; t < situations; t++) {
      const items = itemsOf(random);
      const utilities = items.map((x) => dot(x, taste) + random.gumbel());
      const best = utilities.indexOf(Math.max(...utilities));
      for (const [k, x] of items.entries()) {
        if (k === best) continue;
        rows.push(items[best].map((value, j) => value - x[j]));
        chooser.push(u);
        situation.push(u * situations + t);
      }
    }
  }
  const n = rows.length;
  return choiceData(
    {
      names: MEAN.map((_, j) => `x${j + 1}`),
      n,
      minuend: MEAN.map((_, j) => Float64Array.from(rows, (row) => row[j])),
      subtrahend: null,
      first: Uint32Array.from({ length: n }, (_, i) => i),
      second: null,
      outcome: new Uint8Array(n).fill(1),
      chooser: Uint32Array.from(chooser),
      choosers,
      situation: Uint32Array.from(situation),
      notices: [],
    },
    { format: 'long', standardise: false },
  );
}

/** Directions that maximise the expected objectives: pairs of items with the probabilities that either is chosen. */
function truthsOf(law) {
  if (law === 'normal') return { sign: unit(MEAN), rlhf: unit(MEAN), told: 0 };
  const random = randomOf(99);
  const pairs = [];
  for (let t = 0; t < 300_000; t++) {
    const items = itemsOf(random);
    const chances = items.map(() => 0);
    for (const { share, taste } of TYPES) {
      const weights = items.map((x) => Math.exp(dot(x, taste)));
      const sum = weights.reduce((a, b) => a + b);
      for (const [k, weight] of weights.entries()) chances[k] += (share * weight) / sum;
    }
    for (let i = 0; i < alternatives; i++) {
      for (let k = 0; k < i; k++) {
        pairs.push({ z: items[i].map((value, j) => value - items[k][j]), p: chances[i], q: chances[k] });
      }
    }
  }
  const sign = climb(unit(MEAN), (theta) => {
    let sum = 0;
    for (const { z, p, q } of pairs) sum += (p - q) * Math.sign(dot(z, theta));
    return sum;
  });
  const rlhf = unit(logit(pairs));
  let told = 0;
  let all = 0;
  for (const { z, p, q } of pairs) {
    all += p + q;
    if (dot(z, sign) * dot(z, rlhf) < 0) told += p + q;
  }
  return { sign, rlhf, told: told / all };
}

/** Steps along the axes, halved where none helps. */
function climb(start, objective) {
  let theta = start;
  let best = objective(theta);
  for (let step = 0.2; step > 2e-4; ) {
    let moved = false;
    for (let j = 0; j < d; j++) {
      for (const by of [step, -step]) {
        const tried = unit(theta.map((value, k) => (k === j ? value + by : value)));
        const found = objective(tried);
        if (found <= best) continue;
        [theta, best, moved] = [tried, found, true];
      }
    }
    if (!moved) step /= 2;
  }
  return theta;
}

/** Gradient steps of the expected log likelihood by BFGS would be more than this needs: Newton's, solved by elimination. */
function logit(pairs) {
  let theta = MEAN.map(() => 0);
  for (let round = 0; round < 20; round++) {
    const system = MEAN.map(() => new Float64Array(d + 1));
    for (const { z, p, q } of pairs) {
      const s = 1 / (1 + Math.exp(-dot(z, theta)));
      for (let j = 0; j < d; j++) {
        system[j][d] += (p * (1 - s) - q * s) * z[j];
        for (let k = 0; k < d; k++) system[j][k] += (p + q) * s * (1 - s) * z[j] * z[k];
      }
    }
    theta = theta.map((value, j) => value + solved(system)[j]);
  }
  return theta;
}

function solved(rows) {
  const system = rows.map((row) => Float64Array.from(row));
  for (let j = 0; j < d; j++) {
    for (let i = 0; i < d; i++) {
      if (i === j) continue;
      const factor = system[i][j] / system[j][j];
      for (let k = j; k <= d; k++) system[i][k] -= factor * system[j][k];
    }
  }
  return system.map((row, j) => row[d] / row[j]);
}

const angleOf = (a, b) => Math.acos(Math.min(1, dot(unit([...a]), unit([...b]))));
const holds = ({ lower, upper }, value) => (lower <= value + 1e-12 && value - 1e-12 <= upper ? 1 : 0);
const names = values.estimators.split(',');

for (const law of values.laws.split(',')) {
  const truth = truthsOf(law);
  const found = new Map();
  const add = (name, value) => found.set(name, [...(found.get(name) ?? []), value]);
  for (let k = 0; k < Number(values.panels); k++) {
    const data = panelOf(law, Number(values.first) + k);
    const sample = sampleOf(data);
    const specs = estimatorsNamed(names, { d, panel: true });
    const intervals = { method: 'auto', level: LEVEL, draws: Number(values.draws) };
    const fits = fitData(data, { sample, specs }, { tie: 'up', intervals });
    for (const { spec, uncertainty } of fits) {
      const { intervals: found = null } = uncertainty ?? {};
      if (found === null) {
        add(`${spec.id}: no interval`, 1);
        continue;
      }
      const own = spec.kind === 'sign' ? truth.sign : truth.rlhf;
      const ends = found.map((interval, j) => holds(interval, own[j]));
      add(`${spec.id}: coefficients`, ends.reduce((a, b) => a + b) / d);
      add(`${spec.id}: length`, found.reduce((sum, { lower, upper }) => sum + upper - lower, 0) / d);
    }
    const [a, b] = fits;
    if (a.fitted === null || b?.fitted == null) continue;
    const difference = pairedDifference(data, sample, { a, b, level: LEVEL, draws: intervals.draws });
    const [x, y] = [truth.sign, truth.rlhf].map((theta) => shares(Float64Array.from(theta), data));
    add(
      'difference: coefficients',
      difference.intervals.reduce((sum, one, j) => sum + holds(one, truth.sign[j] - truth.rlhf[j]), 0) / d,
    );
    add('difference: angle', holds(difference.angleInterval, angleOf(x, y)));
    add(
      'difference: angle, length in degrees',
      ((difference.angleInterval.upper - difference.angleInterval.lower) * 180) / Math.PI,
    );
    add('difference: told differently', holds(difference.disagreementInterval, truth.told));
    add(
      'difference: told differently, length',
      difference.disagreementInterval.upper - difference.disagreementInterval.lower,
    );
    add('difference: beyond noise', difference.distance > difference.noise ? 1 : 0);
    add('told differently, estimate', disagreement(data, a.fitted, b.fitted));
  }
  console.log(
    `${law}: sign ${truth.sign.map((v) => v.toFixed(4))}, rlhf ${truth.rlhf.map((v) => v.toFixed(4))}, ${((angleOf(truth.sign, truth.rlhf) * 180) / Math.PI).toFixed(2)} degrees apart, ${truth.told.toFixed(4)} told differently`,
  );
  for (const [name, list] of found) {
    const mean = list.reduce((a, b) => a + b) / list.length;
    const square =
      list.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / Math.max(1, list.length - 1);
    console.log(
      `  ${name}: ${mean.toFixed(4)} (${Math.sqrt(square / list.length).toFixed(4)}), ${list.length} panels`,
    );
  }
}
