import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2Output,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { Described, Store } from '../store.ts';
import { StoreError } from '../store-error.ts';
import { createClient } from './client.ts';
import { isAbsent, isPastEnd, isTaken } from './failure.ts';
import { type S3Location, s3Url } from './location.ts';
import { createRequester, type RequestOptions } from './requester.ts';

export interface S3StoreOptions extends RequestOptions {
  /** The longest silence of a server, in milliseconds, that is no failure. */
  readonly silenceMs?: number;
}

/** Writes of a key that others store and remove in the same moments, before giving up. */
const ATTEMPTS = 4;

/**
 * Opens a store in a bucket of S3, or of a server that speaks its language.
 *
 * A value is one object, written by one request: a reader sees it whole or not at all. putIfAbsent writes on the condition
 * that there is none (`If-None-Match: *`), which the server decides; If-Match, which servers read differently, is avoided.
 * Values are sent and read as whole buffers, so that a failed request can be sent again.
 *
 * This file loads the SDK, which takes 0.14 s: import it where such a store is opened.
 */
export function openS3Store(location: S3Location, options: S3StoreOptions = {}): Store {
  const { bucket, prefix } = location;
  const client = createClient(options);
  const request = createRequester(options);
  const root = s3Url(location);
  const locate = (key: string): string => `s3://${bucket}/${prefix}${key}`;
  const objectOf = (key: string) => ({ Bucket: bucket, Key: prefix + key });
  const asked = <V>(verb: V, key: string) => ({
    verb,
    url: key === '' ? root : locate(key),
    bucket,
    endpoint: options.endpoint ?? null,
  });

  const getRange = (key: string, range: { readonly Range?: string }): Promise<Uint8Array | null> =>
    request(asked('read', key), async (abortSignal) => {
      try {
        const asked = new GetObjectCommand({ ...objectOf(key), ...range });
        const { Body } = await client.send(asked, { abortSignal });
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        if (isAbsent(error)) return null;
        // An empty object has no first byte.
        if (isPastEnd(error)) return new Uint8Array();
        throw error;
      }
    });

  const get = (key: string): Promise<Uint8Array | null> => getRange(key, {});

  /** Whether it was written; false where the key is taken. */
  const put = (key: string, bytes: Uint8Array, condition: { readonly IfNoneMatch?: '*' }): Promise<boolean> =>
    request(asked('write', key), async (abortSignal) => {
      try {
        const Body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
        await client.send(new PutObjectCommand({ ...objectOf(key), Body, ...condition }), { abortSignal });
        return true;
      } catch (error) {
        if (isTaken(error)) return false;
        throw error;
      }
    });

  /** A request that was done but whose answer was lost is sent again and finds its own value: `present`, not an error. */
  const putIfAbsent = async (key: string, bytes: Uint8Array): Promise<'stored' | 'present'> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await put(key, bytes, { IfNoneMatch: '*' })) return 'stored';
      const there = await get(key);
      // Removed between the two requests, it can be stored.
      if (there !== null) return compared(locate(key), there, bytes);
    }
    throw new StoreError('failed', `Cannot write ${locate(key)}: others store and remove it all the time.`);
  };

  const copy = (from: string, to: string): Promise<boolean> =>
    request(asked('move', from), async (abortSignal) => {
      const CopySource = encodeURIComponent(`${bucket}/${prefix}${from}`);
      try {
        await client.send(new CopyObjectCommand({ ...objectOf(to), CopySource }), { abortSignal });
        return true;
      } catch (error) {
        if (isAbsent(error)) return false;
        throw error;
      }
    });

  const remove = (key: string): Promise<void> =>
    request(asked('remove', key), async (abortSignal) => {
      await client.send(new DeleteObjectCommand(objectOf(key)), { abortSignal });
    });

  /** A thousand keys at most; a page that fails is asked for again, not the pages before it. */
  const listPage = (path: string, ContinuationToken: string | undefined): Promise<ListObjectsV2Output> =>
    request(asked('list', path), (abortSignal) =>
      client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix + path, ContinuationToken }), {
        abortSignal,
      }),
    );

  async function* describedPages(folder: string): AsyncGenerator<readonly Described[]> {
    const path = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
    let token: string | undefined;
    do {
      const page = await listPage(path, token);
      const found = (page.Contents ?? []).map(({ Key = '', Size = 0, LastModified = new Date() }) => ({
        key: Key.slice(prefix.length),
        bytes: Size,
        storedAt: LastModified,
      }));
      // A console makes an object of a folder.
      yield found.filter(({ key }) => key !== '' && !key.endsWith('/'));
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async function* pages(folder: string): AsyncGenerator<readonly string[]> {
    for await (const page of describedPages(folder)) yield page.map(({ key }) => key);
  }

  return {
    location: root,
    locate,
    get,
    getStart: (key, length) => getRange(key, { Range: `bytes=0-${length - 1}` }),
    getMany: (keys) => Promise.all(keys.map(get)),
    putIfAbsent,
    replace: async (key, bytes) => {
      await put(key, bytes, {});
    },
    pages,
    list: async (folder) => {
      const keys: string[] = [];
      for await (const page of pages(folder)) keys.push(...page);
      // Servers order keys by their UTF-8, directories by UTF-16.
      return keys.sort();
    },
    describe: async (folder) => {
      const found: Described[] = [];
      for await (const page of describedPages(folder)) found.push(...page);
      return found;
    },
    storedAt: (key) =>
      request(asked('read', key), async (abortSignal) => {
        try {
          const { LastModified } = await client.send(new HeadObjectCommand(objectOf(key)), { abortSignal });
          return LastModified ?? null;
        } catch (error) {
          if (isAbsent(error)) return null;
          throw error;
        }
      }),
    // A value is one request, never an upload in parts: what a killed process was sending is nowhere.
    leftovers: async () => [],
    move: async (from, to) => {
      if (await copy(from, to)) await remove(from);
    },
    remove,
  };
}

function compared(url: string, there: Uint8Array, bytes: Uint8Array): 'present' {
  if (Buffer.compare(there, bytes) === 0) return 'present';
  throw new StoreError(
    'conflict',
    `${url} holds ${there.length} bytes that differ from the ${bytes.length} to be stored; it was left alone.`,
  );
}
