// How often the symmetry test of `signbench fit --symmetry` rejects at 2, 5 and 10 %, for panels whose tastes are symmetric and for others:
//   node bench/symmetry.mjs [--laws normal,even,even-near,student,uneven,gamma] [--panels 100] [--first 0]
//                           [--choosers 361] [--situations 12] [--alternatives 4] [--features 6] [--lines FILE]
// The laws are in test/support/taste-panels.ts. By the warp-speed method of Giacomini, Politis and White (2013) every panel has one draw of the
// bootstrap, and its statistic is compared with the draws of all panels of its law. Prints the share that rejects with its Monte Carlo error, that of
// the draws' quantile included. --lines keeps the statistic and the draw of each panel. Not timed but measured: the same figures on every machine.

import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fromSources } from './from-sources.mjs';

const option = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    laws: option('normal,even,even-near,student,uneven,gamma'),
    panels: option('100'),
    first: option('0'),
    choosers: option('361'),
    situations: option('12'),
    alternatives: option('4'),
    features: option('6'),
    lines: { type: 'string' },
  },
});
const { tastePanel, symmetryTest } = await fromSources(`
  export { tastePanel } from './test/support/taste-panels.ts';
  export { symmetryTest } from './kernels/inference/taste-symmetry.ts';
`);

const LEVELS = [0.02, 0.05, 0.1];
const laws = values.laws.split(',');
const found = new Map(laws.map((law) => [law, []]));
for (let k = 0; k < Number(values.panels); k++) {
  for (const law of laws) {
    const number = Number(values.first) + k;
    const panel = tastePanel({
      law,
      choosers: Number(values.choosers),
      situations: Number(values.situations),
      alternatives: Number(values.alternatives),
      d: Number(values.features),
      number,
    });
    const test = symmetryTest(panel, { key0: 0x66697421, key1: 1, role: 0x80000010, replicate: 0 });
    if (test === null || test.directions === 0) continue;
    const drawn = test.simulated(number) ?? Number.POSITIVE_INFINITY;
    found.get(law).push({ statistic: test.statistic, drawn });
    if (values.lines !== undefined) {
      const { middle, stretch, offset } = test.law;
      const line = { law, number, statistic: test.statistic, drawn, middle, stretch, offset: [...offset] };
      appendFileSync(values.lines, `${JSON.stringify(line)}\n`);
    }
  }
}

for (const [law, panels] of found) {
  if (panels.length === 0) continue;
  console.log(
    `${law}: ${panels.length} panels of ${values.panels}, ${LEVELS.map((level) => rejected(panels, level)).join('; ')}`,
  );
}

function rejected(panels, level) {
  const drawn = panels.map((one) => one.drawn).sort((a, b) => a - b);
  const limit = drawn[Math.ceil((1 - level) * (drawn.length + 1)) - 1] ?? Number.POSITIVE_INFINITY;
  const share = panels.filter(({ statistic }) => statistic > limit).length / panels.length;
  // Two shares of about the same size: that of the panels, and that of the draws which gives the limit.
  const error = Math.sqrt((share * (1 - share) + level * (1 - level)) / panels.length);
  return `at ${100 * level} % beyond ${limit.toFixed(2)} ${share.toFixed(3)} (${error.toFixed(3)})`;
}
