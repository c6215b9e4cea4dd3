import { expect, it } from 'vitest';
import { createApp } from '../../../functions/api/create-app.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { runInto } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ADDRESSES = ['/v1/studies/small/summary', '/v1/studies/small/cells?format=csv'];

async function compressing() {
  const store = openDirectoryStore(temporaryFolder());
  await runInto(store);
  const app = createApp({ store, compressed: true });
  return async (address: string, headers: Record<string, string> = {}, method = 'GET') =>
    app.request(address, { method, headers });
}

it.each(ADDRESSES)(
  '%s: 304 has the tag that the reader keeps, weak of what was compressed',
  async (address) => {
    const get = await compressing();
    const plain = (await get(address)).headers.get('ETag') ?? '';
    const packed = (await get(address, { 'Accept-Encoding': 'gzip' })).headers.get('ETag') ?? '';
    expect(packed).toBe(`W/${plain}`);
    for (const [given, sent] of [
      [plain, plain],
      [packed, packed],
      [`"a,b", ${packed}`, packed],
      [`"other",${plain}`, plain],
      ['*', plain],
    ]) {
      const answer = await get(address, { 'If-None-Match': given });
      expect(answer.status, given).toBe(304);
      expect(answer.headers.get('ETag'), given).toBe(sent);
    }
    for (const given of ['"other"', plain.slice(1), `${plain.slice(0, -2)}"`, 'W/', ',,,', `x${plain}`])
      expect((await get(address, { 'If-None-Match': given })).status, given).toBe(200);
  },
);

it.each(ADDRESSES)('%s: every answer says that it depends on the encodings accepted', async (address) => {
  const get = await compressing();
  const { headers } = await get(address);
  const known = { 'If-None-Match': headers.get('ETag') ?? '' };
  for (const answer of [
    await get(address),
    await get(address, { 'Accept-Encoding': 'gzip' }),
    await get(address, known),
    await get(address, {}, 'HEAD'),
  ])
    expect(answer.headers.get('Vary')).toBe('Accept-Encoding');
});
