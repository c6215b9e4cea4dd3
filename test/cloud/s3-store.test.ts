import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openS3Store } from '../../results/store/s3/store.ts';
import type { Store } from '../../results/store/store.ts';
import { describeStoreContract } from '../support/store-contract.ts';
import { motoMissing, startMoto } from './support/moto.ts';
import { radosgwMissing, startRadosgw } from './support/radosgw.ts';
import { describeWith, environmentOf, type S3Server } from './support/s3-server.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Names that mean something to a shell, a URL, XML or a server, and letters of one to four bytes. */
const ODD = 'o d+d/ü€𝒳 "q" <&>\'%20?#[]{}|\\^`~!$()*,;:@=.json';

/** The contract and what only a bucket can do, against one server. */
function describeServer(name: string, missing: string | null, start: () => Promise<S3Server>): void {
  describeWith(name, missing, () => {
    let server: S3Server;
    beforeAll(async () => {
      server = await start();
      Object.assign(process.env, environmentOf(server));
      await server.createBucket('results');
    });
    afterAll(() => server?.stop());

    const open = async (prefix: string): Promise<Store> =>
      openS3Store({ bucket: 'results', prefix: `${prefix}/` }, { endpoint: server.endpoint });

    describeStoreContract(`the S3 store on ${name}`, open);

    describe('the S3 store', () => {
      test('it lists 2,500 keys, which come in three pages, in ascending order', async () => {
        const store = await open('long');
        const keys = Array.from({ length: 2500 }, (_, i) => `blocks/${i % 16}/${i}.json`);
        await Promise.all(keys.map((key) => store.replace(key, bytes(key))));
        expect(await store.list('blocks/')).toEqual(keys.toSorted());
        expect(await store.list('blocks/1/')).toEqual(keys.filter((_, i) => i % 16 === 1).toSorted());
      });

      test('it keeps, lists, moves and removes keys with odd letters', async () => {
        const store = await open('odd prefix, with ü&');
        expect(await store.putIfAbsent(ODD, bytes('one'))).toBe('stored');
        expect(await store.putIfAbsent(ODD, bytes('one'))).toBe('present');
        await store.putIfAbsent('o d+d/\u{ffee}', bytes('two'));
        expect(await store.list('o d+d/')).toEqual([ODD, 'o d+d/\u{ffee}'].sort());
        await store.move(ODD, `quarantine/${ODD}`);
        expect(await store.list('')).toEqual(['o d+d/\u{ffee}', `quarantine/${ODD}`].sort());
        expect(Buffer.from((await store.get(`quarantine/${ODD}`))!).toString()).toBe('one');
        await store.remove(`quarantine/${ODD}`);
        expect(await store.list('quarantine')).toEqual([]);
      });

      test('a folder is its keys alone: one whose name only begins so is another', async () => {
        const store = await open('folders');
        await store.replace('studies/small/run.json', bytes('1'));
        await store.replace('studies/smaller/run.json', bytes('2'));
        expect(await store.list('studies/small')).toEqual(['studies/small/run.json']);
      });

      test('two prefixes of a bucket are two stores', async () => {
        await (await open('a')).replace('studies/s/run.json', bytes('1'));
        expect(await (await open('ab')).list('')).toEqual([]);
        expect(await (await open('ab')).get('studies/s/run.json')).toBeNull();
        const whole = openS3Store({ bucket: 'results', prefix: '' }, { endpoint: server.endpoint });
        expect(await whole.list('a')).toEqual(['a/studies/s/run.json']);
      });

      test('it says where a value is', async () => {
        const store = await open('place');
        expect(store.location).toBe('s3://results/place');
        expect(store.locate('studies/s/summary.json')).toBe('s3://results/place/studies/s/summary.json');
      });

      test('an empty value is a value', async () => {
        const store = await open('empty');
        expect(await store.putIfAbsent('blocks/a', new Uint8Array())).toBe('stored');
        expect(await store.get('blocks/a')).toHaveLength(0);
      });
    });
  });
}

describeServer('radosgw', radosgwMissing, startRadosgw);
describeServer('moto_server', motoMissing, () => startMoto());
