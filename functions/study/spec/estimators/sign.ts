import { z } from 'zod';
import type { SignSpec } from '../../study.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { integer, law, positive, record } from '../schema-parts.ts';
import { idSchema } from './estimator-id.ts';
import type { EstimatorSetting } from './setting.ts';

type Solver = SignSpec['solver'];

const SOLVERS = ['exact', 'certified', 'anneal'] as const satisfies readonly Solver[];
const SOLVERS_ALLOWED = 'exact, certified or anneal';
const LAMBDA: readonly [number, number] = [1, 15];
const STEPS = 300;
const NODES = 100_000;
const LAMBDA_ALLOWED = 'two positive numbers, the first not above the second';

export const signSchema = record({
  id: idSchema,
  kind: law('sign', 'The sign estimator: maximises the mean of sign(s x.theta).'),
  solver: z
    .enum(SOLVERS, SOLVERS_ALLOWED)
    .describe(
      'exact sweeps all arcs (d = 2 only); certified bounds what no direction exceeds; anneal climbs a smoothed score. Default: exact where d = 2.',
    )
    .optional(),
  lambda: z
    .tuple([positive, positive], LAMBDA_ALLOWED)
    .refine(([from, to]) => from <= to, LAMBDA_ALLOWED)
    .describe('anneal: temperature at the first and at the last step. Default: [1, 15].')
    .optional(),
  steps: integer(1, 100_000).describe('anneal: gradient steps. Default: 300.').optional(),
  nodes: integer(1, 1_000_000_000)
    .describe('certified: parts of the sphere to look at before it ends unproved. Default: 100000.')
    .optional(),
});

type SignFile = z.infer<typeof signSchema>;
type SignOption = Exclude<keyof SignFile, 'id' | 'kind' | 'solver'>;

/** The options that each solver reads. */
const OPTIONS: Readonly<Record<Solver, readonly SignOption[]>> = {
  exact: [],
  certified: ['nodes'],
  anneal: ['lambda', 'steps'],
};

/** The solver that runs where the file names none. */
const defaultSolver = (d: number): Solver => (d === 2 ? 'exact' : 'anneal');

export function resolveSign(
  { kind, solver, lambda, steps, nodes }: SignFile,
  { d }: EstimatorSetting,
): SignSpec {
  const chosen = solver ?? defaultSolver(d);
  switch (chosen) {
    case 'exact':
      return { kind, solver: chosen };
    case 'certified':
      return { kind, solver: chosen, nodes: nodes ?? NODES };
    case 'anneal':
      return { kind, solver: chosen, lambda: lambda ?? LAMBDA, steps: steps ?? STEPS };
    default:
      return chosen satisfies never;
  }
}

/** Options that the solver does not read, and a solver that the dimension rules out. */
export function signFindings(file: SignFile, { d }: EstimatorSetting, path: Path): readonly Finding[] {
  const solver = file.solver ?? defaultSolver(d);
  if (solver === 'exact' && d !== 2) {
    const rule = `the population has ${d} features; allowed: certified or anneal`;
    return [contradiction([...path, 'solver'], 'is exact, which needs dimension 2', rule)];
  }
  const why =
    file.solver === undefined
      ? `${solver} is the default for dimension ${d}`
      : `the solver here is ${solver}`;
  const written = Object.values(OPTIONS)
    .flat()
    .filter((option, i, all) => all.indexOf(option) === i && file[option] !== undefined);
  return written
    .filter((option) => !OPTIONS[solver].includes(option))
    .map((option) => contradiction([...path, option], `is an option of ${readersOf(option)}`, why));
}

/** `solver: anneal`, or `the solvers anneal and staged`. */
function readersOf(option: SignOption): string {
  const readers = SOLVERS.filter((solver) => OPTIONS[solver].includes(option));
  if (readers.length === 1) return `solver: ${readers[0]}`;
  return `the solvers ${readers.slice(0, -1).join(', ')} and ${readers[readers.length - 1]}`;
}
