import { describe, expect, it } from 'vitest';
import { createRecentPages } from '../../../functions/dashboard/recent-pages.ts';

describe('pages that change all the time', () => {
  it('are made once for all who ask within a while, and again after it', async () => {
    let time = 0;
    let made = 0;
    const recent = createRecentPages(1000, () => time);
    const make = async (): Promise<string> => `page ${++made}`;
    expect(await Promise.all([recent('a', make), recent('a', make)])).toEqual(['page 1', 'page 1']);
    time = 999;
    expect(await recent('a', make)).toBe('page 1');
    time = 1000;
    expect(await recent('a', make)).toBe('page 2');
  });

  it('are looked for again where there was none, and are apart by their keys', async () => {
    const recent = createRecentPages(1000, () => 0);
    expect(await recent('a', async () => null)).toBeNull();
    expect(await recent('a', async () => 'there')).toBe('there');
    expect(await recent('b', async () => 'another')).toBe('another');
  });
});
