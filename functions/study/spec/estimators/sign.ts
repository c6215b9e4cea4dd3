import { z } from 'zod';
import type { SignSpec } from '../../study.ts';
import { contradiction, type Finding, type Path } from '../findings.ts';
import { integer, law, record } from '../schema-parts.ts';
import { idSchema } from './estimator-id.ts';
import { intervalSchema } from './interval.ts';
import type { EstimatorSetting } from './setting.ts';
import { lambdaList, resolveStaged, stagedFindings } from './staged.ts';

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
const LAMBDA: readonly [number, number] = [1, 15];
const STEPS = 300;
const NODES = 100_000;
const RESTARTS = 10;
const NEAR = 20;
const ANNEAL_LAMBDA = 'the lambda of solver: anneal is two numbers, the first not above the second';

export const signSchema = record({
  id: idSchema,
  kind: law('sign', 'The sign estimator: maximises the mean of sign(s x.theta).'),
  solver: z
    .enum(SOLVERS, SOLVERS_ALLOWED)
    .describe(
      'exact finds all best directions (d up to 3); certified bounds what no direction exceeds; staged finds a maximum of a smoothed score; great-circle raises the score itself along great circles; anneal climbs the smoothed one in a fixed number of steps. Default: exact where d <= 3, else staged.',
    )
    .optional(),
  lambda: lambdaList
    .describe(
      'anneal: temperature at the first and at the last step. Default: [1, 15]. staged: temperatures of the stages, rising. Default: [1, 3, 7, 15].',
    )
    .optional(),
  steps: integer(1, 100_000).describe('anneal: gradient steps. Default: 300.').optional(),
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
  anneal: ['lambda', 'steps'],
  staged: ['lambda'],
  'great-circle': ['restarts', 'near'],
};

/** The solver that runs where the file names none. */
const defaultSolver = (d: number): Solver => (d <= MOST_EXACT ? 'exact' : 'staged');

export function resolveSign(file: SignFile, { d }: EstimatorSetting): SignSpec {
  const { kind, lambda, steps, nodes, restarts, near } = file;
  const chosen = file.solver ?? defaultSolver(d);
  switch (chosen) {
    case 'exact':
      return { kind, solver: chosen };
    case 'certified':
      return { kind, solver: chosen, nodes: nodes ?? NODES };
    case 'anneal':
      return { kind, solver: chosen, lambda: pairOf(lambda) ?? LAMBDA, steps: steps ?? STEPS };
    case 'staged':
      return { kind, solver: chosen, ...resolveStaged({ lambda }) };
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
  return [...foreign, ...lambdaFindings(file, solver, path)];
}

function lambdaFindings({ lambda }: SignFile, solver: Solver, path: Path): readonly Finding[] {
  if (solver === 'staged') return stagedFindings({ lambda }, path);
  if (solver !== 'anneal' || lambda === undefined || pairOf(lambda) !== undefined) return [];
  return [contradiction([...path, 'lambda'], `is [${lambda.join(', ')}]`, ANNEAL_LAMBDA)];
}

/** Two numbers of which the first is not above the second. */
function pairOf(lambda: readonly number[] | undefined): readonly [number, number] | undefined {
  if (lambda?.length !== 2 || lambda[0] > lambda[1]) return undefined;
  return [lambda[0], lambda[1]];
}

/** `solver: anneal`, or `the solvers anneal and staged`. */
function readersOf(option: SignOption): string {
  const readers = SOLVERS.filter((solver) => OPTIONS[solver].includes(option));
  if (readers.length === 1) return `solver: ${readers[0]}`;
  return `the solvers ${readers.slice(0, -1).join(', ')} and ${readers[readers.length - 1]}`;
}
