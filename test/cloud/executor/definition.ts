import { z } from 'zod';

const Comment = { Comment: z.string().optional() };
/** `$`, or fields of it: the paths that are used; no index, no filter, no wildcard. */
const Path = z.string().regex(/^\$(\.[A-Za-z_][A-Za-z0-9_]*)*$/, 'expected a path as $.a.b');
const Template = z.record(z.string(), z.unknown());

const Retry = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.int().min(1),
  MaxAttempts: z.int().min(1),
  BackoffRate: z.number().min(1),
  MaxDelaySeconds: z.int().min(1),
  JitterStrategy: z.literal('FULL'),
});

const Pass = z.strictObject({
  Type: z.literal('Pass'),
  ...Comment,
  Parameters: Template,
  OutputPath: Path.optional(),
  Next: z.string(),
});

const Task = z.strictObject({
  Type: z.literal('Task'),
  ...Comment,
  Resource: z.literal('arn:aws:states:::lambda:invoke'),
  Parameters: z
    .strictObject({ FunctionName: z.string(), Payload: Template })
    .or(z.strictObject({ FunctionName: z.string(), 'Payload.$': Path })),
  ResultSelector: Template.optional(),
  ResultPath: Path.optional(),
  Retry: z.array(Retry).min(1),
  Next: z.string().optional(),
  End: z.literal(true).optional(),
});

const Rule = z
  .strictObject({ Variable: Path, BooleanEquals: z.boolean(), Next: z.string() })
  .or(z.strictObject({ Variable: Path, StringEquals: z.string(), Next: z.string() }));

const Choice = z.strictObject({
  Type: z.literal('Choice'),
  ...Comment,
  Choices: z.array(Rule).min(1),
  Default: z.string(),
});

const Reader = z.strictObject({
  Resource: z.literal('arn:aws:states:::s3:getObject'),
  ReaderConfig: z.strictObject({ InputType: z.literal('JSON') }),
  Parameters: z.strictObject({ 'Bucket.$': Path, 'Key.$': Path }),
});

const Child = z.strictObject({
  ProcessorConfig: z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
  StartAt: z.string(),
  States: z.record(z.string(), Task),
});

const DistributedMap = z.strictObject({
  Type: z.literal('Map'),
  ...Comment,
  Label: z.string().max(40),
  ItemReader: Reader,
  ItemSelector: Template,
  ItemProcessor: Child,
  MaxConcurrency: z.int().min(1).max(10_000),
  ToleratedFailureCountPath: Path,
  ResultPath: z.null(),
  Next: z.string(),
});

const Fail = z.strictObject({
  Type: z.literal('Fail'),
  ...Comment,
  Error: z.string(),
  CausePath: z.string(),
});
const Succeed = z.strictObject({ Type: z.literal('Succeed'), ...Comment, OutputPath: Path.optional() });

const State = z.discriminatedUnion('Type', [Pass, Task, Choice, DistributedMap, Fail, Succeed]);

const Definition = z.strictObject({ StartAt: z.string(), States: z.record(z.string(), State) });

export type Definition = z.infer<typeof Definition>;
export type State = z.infer<typeof State>;
export type TaskState = z.infer<typeof Task>;
export type MapState = z.infer<typeof DistributedMap>;
export type RetryRule = z.infer<typeof Retry>;

/** A definition that the executor would not run as Step Functions does. */
class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
}

/**
 * Reads a definition in the part of the Amazon States Language that is used here.
 *
 * @throws DefinitionError naming the first field that is unknown, missing or of another value, the state that is named but not
 * there, or the one that nothing leads to.
 */
export function readDefinition(text: string): Definition {
  const { data, error } = Definition.safeParse(JSON.parse(text));
  if (error !== undefined) throw new DefinitionError(sentence(error.issues[0]));
  checkTransitions('', data);
  for (const [name, state] of Object.entries(data.States)) {
    if (state.Type === 'Map') checkTransitions(`${name}.`, state.ItemProcessor);
  }
  return data;
}

function sentence(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.');
  if (issue.code !== 'invalid_union') return `${path}: ${issue.message}`;
  // The alternative that comes nearest has the fewest complaints.
  const [nearest] = [...issue.errors].sort((a, b) => a.length - b.length);
  if (nearest === undefined) return `${path}: ${issue.message}`;
  return sentence({ ...nearest[0], path: [...issue.path, ...nearest[0].path] });
}

function checkTransitions(where: string, { StartAt, States }: Pick<Definition, 'StartAt' | 'States'>): void {
  const reached = new Set<string>();
  const queue = [StartAt];
  for (const name of queue) {
    if (reached.has(name)) continue;
    reached.add(name);
    if (!Object.hasOwn(States, name)) throw new DefinitionError(`${where}${name}: no such state`);
    queue.push(...followers(`${where}${name}`, States[name]));
  }
  const lost = Object.keys(States).find((name) => !reached.has(name));
  if (lost !== undefined) throw new DefinitionError(`${where}${lost}: nothing leads to it`);
}

function followers(name: string, state: State): readonly string[] {
  switch (state.Type) {
    case 'Choice':
      return [...state.Choices.map(({ Next }) => Next), state.Default];
    case 'Task':
      return taskFollowers(name, state);
    case 'Pass':
    case 'Map':
      return [state.Next];
    case 'Fail':
    case 'Succeed':
      return [];
    default:
      return state satisfies never;
  }
}

function taskFollowers(name: string, { Next, End, ResultPath }: TaskState): readonly string[] {
  if ((Next === undefined) === (End === undefined)) {
    throw new DefinitionError(`${name}: either Next or End is expected`);
  }
  if (Next === undefined) return [];
  if (ResultPath === undefined || ResultPath === '$') {
    throw new DefinitionError(`${name}.ResultPath: its result would replace all that the next states need`);
  }
  return [Next];
}
