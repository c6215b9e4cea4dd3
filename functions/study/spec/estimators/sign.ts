import { z } from 'zod';
import type { SignSpec } from '../../study.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { law, record } from '../schema-parts.ts';
import { annealFindings, annealShape, resolveAnneal } from './anneal.ts';
import { idSchema } from './estimator-id.ts';
import { lambdaSchema } from './lambda.ts';
import type { EstimatorSetting } from './setting.ts';

type Solver = SignSpec['solver'];

const SOLVERS = ['exact', 'anneal'] as const satisfies readonly Solver[];
const SOLVERS_ALLOWED = 'exact or anneal';

export const signSchema = record({
  id: idSchema,
  kind: law('sign', 'The sign estimator: maximises the mean of sign(s x.theta).'),
  solver: z
    .enum(SOLVERS, SOLVERS_ALLOWED)
    .describe(
      'exact sweeps all arcs (d = 2 only); anneal climbs a smoothed score. Default: exact where d = 2.',
    )
    .optional(),
  lambda: lambdaSchema
    .describe(
      'anneal: 1 over the bandwidth; fixed, at the first and the last step, or growing with n. Default: [1, 15].',
    )
    .optional(),
  ...annealShape,
});

type SignFile = z.infer<typeof signSchema>;
type SignOption = Exclude<keyof SignFile, 'id' | 'kind' | 'solver'>;

/** The options that each solver reads. */
const OPTIONS: Readonly<Record<Solver, readonly SignOption[]>> = {
  exact: [],
  anneal: ['lambda', 'schedule', 'stages', 'optimiser', 'step', 'batch', 'steps'],
};

/** The solver that runs where the file names none. */
const defaultSolver = (d: number): Solver => (d === 2 ? 'exact' : 'anneal');

export function resolveSign(file: SignFile, { d }: EstimatorSetting): SignSpec {
  const { kind } = file;
  const chosen = file.solver ?? defaultSolver(d);
  switch (chosen) {
    case 'exact':
      return { kind, solver: chosen };
    case 'anneal':
      return { kind, solver: chosen, ...resolveAnneal(file) };
    default:
      return chosen satisfies never;
  }
}

/** Options that the solver does not read, and a solver that the dimension rules out. */
export function signFindings(file: SignFile, { d }: EstimatorSetting, path: Path): readonly Finding[] {
  const solver = file.solver ?? defaultSolver(d);
  if (solver === 'exact' && d !== 2) {
    const rule = `the population has ${d} features; allowed: anneal`;
    return [contradiction([...path, 'solver'], 'is exact, which needs dimension 2', rule)];
  }
  const why =
    file.solver === undefined
      ? `${solver} is the default for dimension ${d}`
      : `the solver here is ${solver}`;
  const written = Object.values(OPTIONS)
    .flat()
    .filter((option, i, all) => all.indexOf(option) === i && file[option] !== undefined);
  const foreign = written
    .filter((option) => !OPTIONS[solver].includes(option))
    .map((option) => contradiction([...path, option], `is an option of ${readersOf(option)}`, why));
  return solver === 'anneal' ? [...foreign, ...annealFindings(file, path)] : foreign;
}

/** `solver: anneal`, or `the solvers anneal and staged`. */
function readersOf(option: SignOption): string {
  const readers = SOLVERS.filter((solver) => OPTIONS[solver].includes(option));
  if (readers.length === 1) return `solver: ${readers[0]}`;
  return `the solvers ${readers.slice(0, -1).join(', ')} and ${readers[readers.length - 1]}`;
}
