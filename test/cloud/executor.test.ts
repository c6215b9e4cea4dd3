import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionText } from '../support/state-machine.ts';
import { discard, type Synthesised, synthesise } from '../support/synthesised.ts';
import { StateError } from './executor/json.ts';
import { imagine } from './support/imagined-run.ts';

let synthesised: Synthesised;
let text: string;

beforeAll(() => {
  synthesised = synthesise({});
  text = definitionText(synthesised.template);
});
afterAll(() => discard(synthesised));

describe('the definition as it is synthesised', () => {
  it('checks a worker, then plans, computes and aggregates until nothing is lacking', async () => {
    const { status, states, maps, output } = await imagine(text);
    const round = ['Plan', 'HasWork?', 'RunShards', 'Aggregate', 'Again?'];
    expect(states).toEqual([
      'Defaults',
      'Settings',
      'VerifyWorker',
      ...round,
      'NextRound',
      ...round,
      'Complete',
    ]);
    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({ status: 'complete', round: 2, spentUsd: 0.01 });
    expect(maps.map(({ items }) => items)).toEqual([3, 3]);
  });

  it('aggregates at once where nothing is lacking', async () => {
    const { status, states } = await imagine(text, { rounds: 0 });
    expect(states).not.toContain('RunShards');
    expect(status).toBe('SUCCEEDED');
  });

  it('fails with a sentence where blocks stay missing', async () => {
    const { status, error, cause } = await imagine(text, { stopped: true });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'Partial' });
    expect(cause).toBe(
      '2 blocks are missing, stopped by attempts; see studies/imagined/summary.json. Another run computes only what is missing.',
    );
  });

  it('goes on where fewer batches are lost than are tolerated, and names them', async () => {
    const work = (batch: number) => {
      if (batch === 1) throw new StateError('Runtime.ExitError', 'signal: killed');
      return { batch };
    };
    const { status, maps } = await imagine(text, { rounds: 1, tolerated: 1, work });
    expect(status).toBe('SUCCEEDED');
    expect(maps[0].failed).toEqual([{ index: 1, error: 'Runtime.ExitError', cause: 'signal: killed' }]);
  });

  it('fails where more are lost', async () => {
    const work = () => {
      throw new StateError('Runtime.ExitError', 'signal: killed');
    };
    const { status, error, cause } = await imagine(text, { tolerated: 2, work });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(cause).toContain('Runtime.ExitError: signal: killed');
  });

  it('holds the answers of a thousand batches', async () => {
    const { status } = await imagine(text, {
      rounds: 1,
      batches: 1000,
      work: (batch) => ({ batch, failed: 'x'.repeat(2000) }),
    });
    expect(status).toBe('SUCCEEDED');
  });
});

/** A definition as a person may spoil it; what is thrown or fails names what is wrong. */
const parsed = () => JSON.parse(text);
const MUTATIONS: readonly (readonly [string, (definition: ReturnType<typeof parsed>) => void, RegExp])[] = [
  ['a field that nobody knows', ({ States }) => (States.Plan.Timeout = 3), /States\.Plan: .*"Timeout"/],
  ['a field beside the states', (one) => (one.Author = 'me'), /"Author"/],
  ['another query language', (one) => (one.QueryLanguage = 'JSONata'), /"QueryLanguage"/],
  ['no ResultPath on Plan', ({ States }) => delete States.Plan.ResultPath, /Plan\.ResultPath/],
  [
    'no ResultPath on VerifyWorker',
    ({ States }) => delete States.VerifyWorker.ResultPath,
    /VerifyWorker\.ResultPath/,
  ],
  [
    'no ResultPath on the map',
    ({ States }) => delete States.RunShards.ResultPath,
    /States\.RunShards\.ResultPath/,
  ],
  [
    'a reader of listings',
    ({ States }) => (States.RunShards.ItemReader.Resource = 'arn:aws:states:::s3:listObjectsV2'),
    /RunShards\.ItemReader\.Resource/,
  ],
  [
    'a reader of CSV',
    ({ States }) => (States.RunShards.ItemReader.ReaderConfig.InputType = 'CSV'),
    /RunShards\.ItemReader\.ReaderConfig\.InputType/,
  ],
  ['no reader', ({ States }) => delete States.RunShards.ItemReader, /States\.RunShards\.ItemReader/],
  [
    'a reader of another file',
    ({ States }) => (States.RunShards.ItemReader.Parameters['Key.$'] = '$.plan.manifest.bucket'),
    /States\.ItemReaderFailed: RunShards/,
  ],
  [
    'a reader of a field that is not there',
    ({ States }) => (States.RunShards.ItemReader.Parameters['Key.$'] = '$.plan.manifest.name'),
    /RunShards: \$\.plan\.manifest\.name: there is no name/,
  ],
  [
    'batches of batches',
    ({ States }) => (States.RunShards.ItemBatcher = { MaxItemsPerBatch: 10 }),
    /"ItemBatcher"/,
  ],
  ['a writer of results', ({ States }) => (States.RunShards.ResultWriter = {}), /"ResultWriter"/],
  [
    'a map in the same execution',
    ({ States }) => (States.RunShards.ItemProcessor.ProcessorConfig.Mode = 'INLINE'),
    /ProcessorConfig\.Mode/,
  ],
  [
    'children that run at least once',
    ({ States }) => (States.RunShards.ItemProcessor.ProcessorConfig.ExecutionType = 'EXPRESS'),
    /ProcessorConfig\.ExecutionType/,
  ],
  [
    'a selector of nothing',
    ({ States }) => (States.RunShards.ItemSelector['batch.$'] = '$$.Map.Item.Val'),
    /\$\$\.Map\.Item\.Val: there is no Val/,
  ],
  [
    'items as they are',
    ({ States }) => delete States.RunShards.ItemSelector,
    /States\.RunShards\.ItemSelector/,
  ],
  [
    'concurrency as text',
    ({ States }) => (States.RunShards.MaxConcurrency = '200'),
    /RunShards\.MaxConcurrency/,
  ],
  [
    'a tolerance that is not there',
    ({ States }) => (States.RunShards.ToleratedFailureCountPath = '$.tolerated'),
    /RunShards: \$\.tolerated: there is no tolerated/,
  ],
  ['a state that is not there', ({ States }) => (States.NextRound.Next = 'Plann'), /Plann: no such state/],
  [
    'a state that nothing leads to',
    ({ States }) => (States.Settings.Next = 'Plan'),
    /VerifyWorker: nothing leads to it/,
  ],
  ['no default', ({ States }) => delete States['Again?'].Default, /States\.Again\?\.Default/],
  [
    'a rule of another comparison',
    ({ States }) =>
      (States['HasWork?'].Choices[0] = { Variable: '$.plan.work', IsPresent: true, Next: 'RunShards' }),
    /States\.HasWork\?\.Choices\.0/,
  ],
  ['a next state and an end', ({ States }) => (States.Aggregate.End = true), /Aggregate: either Next or End/],
  [
    'no retry',
    ({ States }) => delete States.RunShards.ItemProcessor.States.RunBatch.Retry,
    /RunBatch\.Retry/,
  ],
  [
    'a retry without jitter',
    ({ States }) => delete States.Plan.Retry[0].JitterStrategy,
    /States\.Plan\.Retry\.0\.JitterStrategy/,
  ],
  [
    'a misspelt retry',
    ({ States }) => (States.Plan.Retry[0].Interval = 1),
    /States\.Plan\.Retry\.0: .*"Interval"/,
  ],
  [
    'another integration',
    ({ States }) => (States.Aggregate.Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken'),
    /States\.Aggregate\.Resource/,
  ],
  [
    'a round that forgets the study',
    ({ States }) => delete States.NextRound.Parameters['study.$'],
    /States\.Runtime: Plan: \$\.study: there is no study/,
  ],
  [
    'a payload without the digest',
    ({ States }) => delete States.Plan.Parameters.Payload['digest.$'],
    /WrongNumbers/,
  ],
  [
    'a path into an array',
    ({ States }) => (States['HasWork?'].Choices[0].Variable = '$.plan[0]'),
    /States\.HasWork\?\.Choices\.0\.Variable/,
  ],
  [
    'a function that nobody knows',
    ({ States }) => (States.Settings.Parameters['settings.$'] = 'States.MathAdd($.asked, 1)'),
    /Settings: States\.MathAdd.*only Format and JsonMerge/,
  ],
];

describe('the executor', () => {
  it.each(MUTATIONS)('rejects %s, by name', async (_, spoil, sentence) => {
    const definition = parsed();
    spoil(definition);
    const end = imagine(JSON.stringify(definition)).then(({ status, error, cause }) => {
      expect(status).toBe('FAILED');
      throw new Error(`${error}: ${cause}`);
    });
    await expect(end).rejects.toThrow(sentence);
  });

  it('refuses what a state cannot hold', async () => {
    const { error, cause } = await imagine(text, { batches: 30_000 });
    expect(error).toBe('States.DataLimitExceeded');
    expect(cause).toContain('RunShards: the answers of all children has');
  });

  it('tries again what Lambda refuses as often as a rule says, and no more', async () => {
    let refusals = 0;
    const refuse = (most: number) => (batch: number) => {
      if (batch === 0 && refusals < most) {
        refusals++;
        throw new StateError('Lambda.TooManyRequestsException', 'Rate exceeded');
      }
      return { batch };
    };
    expect((await imagine(text, { rounds: 1, work: refuse(200) })).status).toBe('SUCCEEDED');
    expect(refusals).toBe(200);
    refusals = 0;
    expect((await imagine(text, { rounds: 1, work: refuse(201) })).status).toBe('FAILED');
  });
});
