import pMap from 'p-map';
import type { MapState } from './definition.ts';
import type { MapRun, Services } from './execute.ts';
import { type Json, StateError, transmitted } from './json.ts';
import { filled, type Scope, valueAt } from './paths.ts';

export interface MapHost {
  readonly services: Services;
  /** Runs one child to its end. */
  readonly child: (input: Json) => Promise<Json>;
}

/**
 * Runs a child for each item of a file in S3.
 *
 * @throws StateError `States.ExceedToleratedFailureThreshold` once more children failed than are tolerated: no child is started
 * any more then; `States.ItemReaderFailed` where the file is no JSON array.
 */
export async function runMap(state: MapState, scope: Scope, { services, child }: MapHost): Promise<MapRun> {
  const items = await readItems(state, scope, services);
  const tolerated = valueAt(state.ToleratedFailureCountPath, scope);
  if (typeof tolerated !== 'number' || !Number.isInteger(tolerated) || tolerated < 0) {
    throw new StateError(
      'States.Runtime',
      `${state.ToleratedFailureCountPath} is ${JSON.stringify(tolerated)}`,
    );
  }
  const failed: { index: number; error: string; cause: string }[] = [];
  const outputs: Json[] = [];
  await pMap(
    items.entries(),
    async ([index, item]) => {
      if (failed.length > tolerated) return;
      try {
        const context = { Map: { Item: { Index: index, Value: item } } };
        const input = transmitted(filled(state.ItemSelector, { ...scope, context }), `item ${index}`);
        outputs.push(await child(input));
      } catch (error) {
        if (!(error instanceof StateError)) throw error;
        failed.push({ index, error: error.name, cause: error.message });
      }
    },
    { concurrency: state.MaxConcurrency },
  );
  if (failed.length > tolerated) throw exceeded(failed, tolerated);
  // Without a ResultWriter all answers are one value, dropped or not.
  transmitted(outputs, 'the answers of all children');
  return { items: items.length, failed };
}

const exceeded = (failed: MapRun['failed'], tolerated: number): StateError =>
  new StateError(
    'States.ExceedToleratedFailureThreshold',
    `${failed.length} items failed and ${tolerated} are tolerated; the first: ${failed[0].error}: ${failed[0].cause}`,
  );

async function readItems(
  { ItemReader }: MapState,
  scope: Scope,
  { getObject }: Services,
): Promise<readonly Json[]> {
  const bucket = valueAt(ItemReader.Parameters['Bucket.$'], scope);
  const key = valueAt(ItemReader.Parameters['Key.$'], scope);
  const text = await getObject(String(bucket), String(key));
  const items: unknown = parsed(text);
  if (Array.isArray(items)) return items;
  throw new StateError('States.ItemReaderFailed', `s3://${bucket}/${key} holds no array of items`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
