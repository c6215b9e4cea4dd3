// Calibrates the verdicts of claims: node bench/calibrate-claims.mjs [studies a row, 1000 by default] > table.md
import { fromSources } from './from-sources.mjs';

const { calibrate } = await fromSources("export * from './bench/calibration/calibration.ts';");
calibrate(Number(process.argv[2] ?? 1000), (line) => console.log(line));
