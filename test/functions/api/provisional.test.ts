import { expect, it } from 'vitest';
import { createApp } from '../../../functions/api/create-app.ts';
import { ProvisionalSchema } from '../../../functions/api/schemas.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { lackingRecords } from '../../support/lacking-records.ts';
import { runInto, SMALL_STUDY } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ADDRESS = '/v1/studies/small/provisional';

it('cells that are being computed have their values so far at an address of their own, and none once the study is whole', async () => {
  const source = SMALL_STUDY.replace('replicates: 200', 'replicates: 1000');
  const { store } = await lackingRecords(source, [{ cell: 'types.0.0=3,n=100', block: 2, estimator: 0 }]);
  const app = createApp({ store });
  const answer = await app.request(ADDRESS);
  expect(answer.headers.get('Cache-Control')).toBe('public, max-age=2');
  const { study, cells } = ProvisionalSchema.parse(await answer.json());
  expect(study).toBe('small');
  expect(cells.map(({ key }) => key)).toEqual(['types.0.0=3,n=100']);
  for (const { replicates, most, estimators } of cells) {
    expect(most).toBe(1000);
    expect(replicates).toBeGreaterThan(0);
    expect(replicates).toBeLessThan(most);
    expect(estimators.map(({ id }) => id)).toEqual(['sign', 'rlhf']);
    for (const { measures } of estimators) {
      expect(measures.rmsAngle.mcse).toBeGreaterThan(0);
      expect(measures.failureRate.replicates).toBe(replicates);
    }
  }
  const tag = answer.headers.get('ETag') ?? '';
  expect((await app.request(ADDRESS, { headers: { 'If-None-Match': tag } })).status).toBe(304);

  await runInto(store, source);
  const whole = await createApp({ store }).request(ADDRESS);
  expect(ProvisionalSchema.parse(await whole.json()).cells).toEqual([]);
  expect(whole.headers.get('ETag')).not.toBe(tag);
});

it('an address of a study that is not there is a problem with the names of those that are', async () => {
  const store = openDirectoryStore(temporaryFolder());
  await runInto(store);
  const answer = await createApp({ store }).request('/v1/studies/smal/provisional');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ parameter: 'name', allowed: ['small'] });
});
