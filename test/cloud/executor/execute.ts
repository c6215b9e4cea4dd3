import type { Definition, State, TaskState } from './definition.ts';
import { runMap } from './distributed-map.ts';
import { isObject, type Json, type JsonObject, StateError, transmitted } from './json.ts';
import { evaluated, filled, type Scope, valueAt, withResult } from './paths.ts';
import { type Patience, retried } from './retries.ts';

/** What a machine calls. All reject with a StateError. */
export interface Services extends Patience {
  readonly invoke: (functionArn: string, payload: Json) => Promise<Json>;
  readonly getObject: (bucket: string, key: string) => Promise<string>;
}

/** What happened in one distributed map. */
export interface MapRun {
  readonly items: number;
  readonly failed: readonly { readonly index: number; readonly error: string; readonly cause: string }[];
}

export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly output: Json;
  readonly error: string | null;
  readonly cause: string | null;
  /** Names of the states that were entered, in order. */
  readonly states: readonly string[];
  readonly maps: readonly MapRun[];
}

interface Journal {
  readonly states: string[];
  readonly maps: MapRun[];
}

/** Runs a machine to its end, as an execution of the standard type. */
export async function execute(
  machine: Pick<Definition, 'StartAt' | 'States'>,
  input: Json,
  services: Services,
): Promise<Execution> {
  const journal: Journal = { states: [], maps: [] };
  try {
    const output = await walk(machine, transmitted(input, 'the input'), { services, journal });
    return { status: 'SUCCEEDED', output, error: null, cause: null, ...journal };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return { status: 'FAILED', output: null, error: error.name, cause: error.message, ...journal };
  }
}

interface Running {
  readonly services: Services;
  readonly journal: Journal;
}

interface Step {
  readonly output: Json;
  /** null at the end. */
  readonly next: string | null;
}

async function walk(
  { StartAt, States }: Pick<Definition, 'StartAt' | 'States'>,
  input: Json,
  running: Running,
): Promise<Json> {
  let name: string | null = StartAt;
  let value = input;
  while (name !== null) {
    running.journal.states.push(name);
    const { output, next }: Step = await named(name, () => step(States[name ?? ''], value, running));
    value = transmitted(output, `what ${name} puts out`);
    name = next;
  }
  return value;
}

/** Says in which state a path or a selector failed. */
async function named<T>(name: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof StateError) || !error.name.startsWith('States.')) throw error;
    throw new StateError(error.name, `${name}: ${error.message}`);
  }
}

async function step(state: State, input: Json, running: Running): Promise<Step> {
  const scope: Scope = { input, context: {} };
  switch (state.Type) {
    case 'Pass': {
      const result: Scope = { input: filled(state.Parameters, scope), context: {} };
      return { output: valueAt(state.OutputPath ?? '$', result), next: state.Next };
    }
    case 'Task':
      return { output: await runTask(state, input, running.services), next: state.Next ?? null };
    case 'Choice':
      return { output: input, next: chosen(state, scope) };
    case 'Map': {
      const child = (item: Json): Promise<Json> =>
        walk(state.ItemProcessor, item, { ...running, journal: SILENT() });
      running.journal.maps.push(await runMap(state, scope, { services: running.services, child }));
      return { output: input, next: state.Next };
    }
    case 'Succeed':
      return { output: valueAt(state.OutputPath ?? '$', scope), next: null };
    case 'Fail':
      throw new StateError(state.Error, String(evaluated(state.CausePath, scope)));
    default:
      return state satisfies never;
  }
}

const SILENT = (): Journal => ({ states: [], maps: [] });

/** The rule that holds, or the default. */
function chosen({ Choices, Default }: Extract<State, { Type: 'Choice' }>, scope: Scope): string {
  const rule = Choices.find((one) => {
    const value = valueAt(one.Variable, scope);
    return 'BooleanEquals' in one ? value === one.BooleanEquals : value === one.StringEquals;
  });
  return rule?.Next ?? Default;
}

async function runTask(state: TaskState, input: Json, services: Services): Promise<Json> {
  const parameters = filled(state.Parameters, { input, context: {} });
  const payload = isObject(parameters) ? parameters.Payload : null;
  const answer = await retried(state.Retry, services, () =>
    services.invoke(state.Parameters.FunctionName, transmitted(payload, 'a payload')),
  );
  const invoked: JsonObject = { ExecutedVersion: '$LATEST', Payload: answer, StatusCode: 200 };
  transmitted(invoked, 'an answer of Lambda');
  const result =
    state.ResultSelector === undefined
      ? invoked
      : filled(state.ResultSelector, { input: invoked, context: {} });
  return withResult(input, state.ResultPath ?? '$', result);
}
