import { z } from 'zod';
import type { SignSpec } from '../../study.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { integer, law, record } from '../schema-parts.ts';
import { annealFindings, annealShape, resolveAnneal } from './anneal.ts';
import { idSchema } from './estimator-id.ts';
import { intervalSchema } from './interval.ts';
import { lambdaSchema } from './lambda.ts';
import type { EstimatorSetting } from './setting.ts';
import { resolveStaged, stagedFindings } from './staged.ts';

type Solver = SignSpec['solver'];

const SOLVERS = [
  'exact',
  'certified',
  'anneal',
  'staged',
  'great-circle',
] as const satisfies readonly Solver[];
const SOLVERS_ALLOWED = 'exact, certified, anneal, staged or great-circle';
/** Dimensions up to this one have an exact solver. */
const MOST_EXACT = 3;
const NODES = 100_000;
const RESTARTS = 10;
const NEAR = 20;

export const signSchema = record({
  id: idSchema,
  kind: law('sign', 'The sign estimator: maximises the mean of sign(s x.theta).'),
  solver: z
    .enum(SOLVERS, SOLVERS_ALLOWED)
    .describe(
      'exact finds all best directions (d up to 3); certified bounds what no direction exceeds; staged finds a maximum of a smoothed score; great-circle raises the score itself along great circles; anneal climbs the smoothed one in a fixed number of steps. Default: exact where d <= 3, else staged.',
    )
    .optional(),
  lambda: lambdaSchema
    .describe(
      'anneal: 1 over the bandwidth; fixed, at the first and the last step, or growing with n. Default: [1, 15]. staged: temperatures of the stages, rising. Default: [1, 3, 7, 15].',
    )
    .optional(),
  ...annealShape,
  interval: intervalSchema.optional(),
  restarts: integer(0, 100_000)
    .describe('great-circle: searches beside the first, from other directions. Default: 10.')
    .optional(),
  near: integer(0, 100_000)
    .describe('great-circle: rows near the boundary whose circles are gone along. Default: 20.')
    .optional(),
  nodes: integer(1, 1_000_000_000)
    .describe('certified: parts of the sphere to look at before it ends unproved. Default: 100000.')
    .optional(),
});

type SignFile = z.infer<typeof signSchema>;
type SignOption = Exclude<keyof SignFile, 'id' | 'kind' | 'solver' | 'interval'>;

/** The options that each solver reads. */
const OPTIONS: Readonly<Record<Solver, readonly SignOption[]>> = {
  exact: [],
  certified: ['nodes'],
  anneal: ['lambda', 'schedule', 'stages', 'optimiser', 'step', 'batch', 'steps'],
  staged: ['lambda'],
  'great-circle': ['restarts', 'near'],
};

/** The solver that runs where the file names none. */
const defaultSolver = (d: number): Solver => (d <= MOST_EXACT ? 'exact' : 'staged');

export function resolveSign(file: SignFile, { d }: EstimatorSetting): SignSpec {
  const { kind, nodes, restarts, near } = file;
  const chosen = file.solver ?? defaultSolver(d);
  switch (chosen) {
    case 'exact':
      return { kind, solver: chosen };
    case 'certified':
      return { kind, solver: chosen, nodes: nodes ?? NODES };
    case 'anneal':
      return { kind, solver: chosen, ...resolveAnneal(file) };
    case 'staged':
      return { kind, solver: chosen, ...resolveStaged(file) };
    case 'great-circle':
      return { kind, solver: chosen, restarts: restarts ?? RESTARTS, near: near ?? NEAR };
    default:
      return chosen satisfies never;
  }
}

/** Options that the solver does not read, and a solver that the dimension rules out. */
export function signFindings(file: SignFile, { d }: EstimatorSetting, path: Path): readonly Finding[] {
  const solver = file.solver ?? defaultSolver(d);
  if (solver === 'exact' && d > MOST_EXACT) {
    const others = SOLVERS.filter((other) => other !== 'exact').join(', ');
    const rule = `the population has ${d} features; allowed: ${others}`;
    return [contradiction([...path, 'solver'], 'is exact, which needs dimension 3 at most', rule)];
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
  switch (solver) {
    case 'anneal':
      return [...foreign, ...annealFindings(file, path)];
    case 'staged':
      return [...foreign, ...stagedFindings(file, path)];
    default:
      return foreign;
  }
}

/** `solver: anneal`, or `the solvers anneal and staged`. */
function readersOf(option: SignOption): string {
  const readers = SOLVERS.filter((solver) => OPTIONS[solver].includes(option));
  if (readers.length === 1) return `solver: ${readers[0]}`;
  return `the solvers ${readers.slice(0, -1).join(', ')} and ${readers[readers.length - 1]}`;
}
