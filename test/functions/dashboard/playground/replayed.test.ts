import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayInStore } from '../../../../functions/cli/replay-in-store.ts';
import { findCell } from '../../../../functions/dashboard/cell-view.ts';
import {
  drawReplayed,
  replayVerdict,
  unreplayable,
} from '../../../../functions/dashboard/playground/replay-view.tsx';
import { type ReplayRequest, replayAgain } from '../../../../functions/dashboard/playground/replayed.ts';
import { storedRequest } from '../../../../functions/dashboard/playground/stored-request.ts';
import { createEngine } from '../../../../functions/study/engine.ts';
import { openCatalogue } from '../../../../results/catalogue/open-catalogue.ts';
import { openPacks } from '../../../../results/packs/open-packs.ts';
import { openDirectoryStore } from '../../../../results/store/directory.ts';
import type { Store } from '../../../../results/store/store.ts';
import { runInto, SMALL_STUDY } from '../../../support/served-store.ts';

describe('a data set computed again', () => {
  let folder = '';
  let store: Store;
  let request: ReplayRequest;
  const engine = createEngine('wasm-f64');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signbench-'));
    store = openDirectoryStore(folder);
    await runInto(store, SMALL_STUDY.replace(/vary:.*\n/, ''));
    const found = await openCatalogue(store).summary('small');
    const placed = found === null ? null : findCell(found.summary, 'n=20');
    if (placed === null) throw new Error('the cell is not there');
    request = await storedRequest(
      { store, packs: openPacks(store, 'small') },
      { study: 'small', cell: placed.planned, replicate: 17 },
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has the digest, the address and the numbers of signbench replay, and they are the stored ones', async () => {
    const { cell, replicate } = request;
    const command = await replayInStore(store, { cell, replicate }, engine, {});
    // As it comes out of an address.
    const again = replayAgain(JSON.parse(JSON.stringify(request)), engine);
    expect(again.dataSha256).toBe(command.dataSha256);
    expect(request.dataSha256).toBe(command.dataSha256);
    expect(again.address).toBe(command.address);
    for (const [i, fit] of again.fits.entries()) {
      const { status, direction, score, evaluations, diagnostics, angle } = command.estimators[i];
      expect(fit.found).toEqual({ status, direction, score, evaluations, diagnostics });
      expect(fit.angle).toBe(angle);
      expect(fit.same).toBe('identical');
      expect(command.estimators[i].stored).toBe('identical');
    }
    expect(replayVerdict(again, 'Your browser')).toBe(
      'Your browser computed the data set again. The numbers of Sign and RLHF are identical to the bit.',
    );
  });

  it('says that numbers differ where one bit does, and where nothing is stored', () => {
    const [sign] = request.stored;
    if (sign === null || sign.direction === null) throw new Error('sign has no answer');
    const direction = [sign.direction[0] + 2 ** -53, sign.direction[1]];
    expect(direction[0]).not.toBe(sign.direction[0]);
    const other = { ...request, dataSha256: '0'.repeat(64), stored: [{ ...sign, direction }, null] };
    const verdict = replayVerdict(replayAgain(other, engine), 'The server');
    expect(verdict).toContain('Its data DIFFER.');
    expect(verdict).toContain('Sign are NOT those that are stored.');
    expect(verdict).toContain('RLHF are not stored');
    expect(drawReplayed(replayAgain(other, engine), engine, 'The server')).toContain('the server has 0000');
  });

  it('is text whatever an address names its estimators', () => {
    const { cell } = request;
    const id = '<img src=x onerror=alert(1)>';
    const hostile = {
      ...request,
      cell: { ...cell, estimators: cell.estimators.map((one) => ({ ...one, id })) },
    };
    expect(drawReplayed(replayAgain(hostile, engine), engine, 'Your browser')).not.toContain('<img');
  });

  it('is refused with the reason where a browser cannot have the same bits', () => {
    const { cell } = request;
    expect(unreplayable({ cell })).toBeNull();
    expect(unreplayable({ cell: { ...cell, n: 1_000_001 } })).toMatch(/too large/);
    expect(unreplayable({ cell: { ...cell, numerics: 'f32' } })).toMatch(/f32/);
    const features = { law: 'file', dimension: 2, rows: 3, path: 'a.csv', sha256: '' } as const;
    expect(unreplayable({ cell: { ...cell, population: { ...cell.population, features } } })).toMatch(/file/);
  });
});
