export type { LostBlock } from './functions/local/compute-blocks.ts';
export type { Progress } from './functions/local/progress.ts';
export { type RunEvent, type RunOptions, type RunResult, runStudy } from './functions/local/run-study.ts';
export type { BatchRunner } from './functions/local/worker-pool.ts';
export type { ComputeId } from './functions/study/backends.ts';
export { type BlockTask, type Cell, planStudy } from './functions/study/plan.ts';
export { studyJsonSchema } from './functions/study/spec/json-schema.ts';
export { parseStudy } from './functions/study/spec/parse-study.ts';
export { type Problem, StudyError } from './functions/study/spec/study-error.ts';
export type { EstimatorSpec, Profile, Study } from './functions/study/study.ts';
export type { Fit, FitStatus } from './kernels/estimators/fit.ts';
export type {
  ChoiceLaw,
  FeaturesLaw,
  Matrix,
  Population,
  UsersLaw,
} from './kernels/populations/population.ts';
export { openDirectoryStore } from './results/store/directory.ts';
export type { Store } from './results/store/store.ts';
export { StoreError } from './results/store/store-error.ts';
export type {
  CellSummary,
  EstimatorSummary,
  LocalSlope,
  Measure,
  MeasureName,
  PairSummary,
  Provenance,
  Rate,
  Summary,
} from './results/summary.ts';
