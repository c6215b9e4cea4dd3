// How often the symmetry diagnostic of `signbench fit` rejects at 5 %, for panels whose tastes are symmetric and for others:
//   node bench/symmetry.mjs [--laws normal,even,uneven,gamma,gamma-along] [--panels 1000] [--first 0]
//                           [--choosers 361] [--situations 12] [--alternatives 4] [--features 6]
// The laws are in test/support/taste-panels.ts. Prints of each law the share of panels in which the test of all directions rejects with its
// Monte Carlo error, and of each direction the mean and the spread of the estimate, the mean of its own standard error, how often it
// rejects by itself, and how often its interval holds 0. Not timed but measured: the same figures on every machine.

import { parseArgs } from 'node:util';
import { fromSources } from './from-sources.mjs';

const option = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    laws: option('normal,even,uneven,gamma,gamma-along'),
    panels: option('1000'),
    first: option('0'),
    choosers: option('361'),
    situations: option('12'),
    alternatives: option('4'),
    features: option('6'),
  },
});
const { tastePanel, tasteSymmetry } = await fromSources(`
  export { tastePanel } from './test/support/taste-panels.ts';
  export { tasteSymmetry } from './kernels/inference/taste-symmetry.ts';
`);

const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
const spread = (numbers) => Math.sqrt(mean(numbers.map((value) => (value - mean(numbers)) ** 2)));
const shareOf = (flags) => {
  const share = mean(flags.map(Number));
  return `${share.toFixed(3)} (${Math.sqrt((share * (1 - share)) / flags.length).toFixed(3)})`;
};

for (const law of values.laws.split(',')) {
  const found = [];
  let failed = 0;
  for (let k = 0; k < Number(values.panels); k++) {
    const panel = tastePanel({
      law,
      choosers: Number(values.choosers),
      situations: Number(values.situations),
      alternatives: Number(values.alternatives),
      d: Number(values.features),
      number: Number(values.first) + k,
    });
    const stream = { key0: 0x66697421, key1: 1, role: 0x80000010, replicate: 0 };
    const one = tasteSymmetry(panel, { level: 0.95, stream });
    if (one === null || one.judged.length === 0) failed++;
    else found.push(one);
    if (k % 50 === 49)
      process.stderr.write(
        `${law} ${k + 1}: rejects ${shareOf(found.map(({ pValue }) => pValue <= 0.05))}\n`,
      );
  }
  console.log(
    `${law}: ${found.length} panels, ${failed} without an answer; rejects ${found.length === 0 ? '-' : shareOf(found.map(({ pValue }) => pValue <= 0.05))}`,
  );
  for (let k = 0; k < 6; k++) {
    // Directions that choices tell too little of are left out, so that the place says which one it is.
    const own = found.flatMap(({ judged }) => judged.slice(k, k + 1));
    if (own.length < found.length / 2) continue;
    const skewness = own.map((one) => one.skewness);
    console.log(
      `  ${own[0].isMean ? 'along ' : `across ${k}`}  skewness ${mean(skewness).toFixed(3)}, spread ${spread(skewness).toFixed(3)}, own error ${mean(own.map(({ error }) => error)).toFixed(3)}, ` +
        `rejects ${shareOf(own.map(({ pValue }) => pValue <= 0.05))}, interval holds 0 ${shareOf(own.map(({ interval }) => interval.lower <= 0 && interval.upper >= 0))}, told ${mean(own.map(({ reliability }) => reliability)).toFixed(2)}`,
    );
  }
}
