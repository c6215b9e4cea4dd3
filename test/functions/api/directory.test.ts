import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { describeApi } from '../../support/api-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'signbench-'));
let stores = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeApi('a directory', async () => openDirectoryStore(join(folder, String(stores++))));
