import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import compute from '../../dist/worker.js';

/**
 * The worker of the built program, which dies on the blocks of some cells, as a machine short of memory makes it: to
 * test that real runs survive it. DEATHS names a folder where it notes which blocks have killed it already.
 */
export default function work(batch) {
  for (const { cell, block } of batch.tasks) {
    if (cell.n === 300) dieOf('an exit');
    if (cell.n === 100 && isFirstDeath(`${cell.n}-${block}`)) dieOf(block % 2 === 0 ? 'an exit' : 'memory');
  }
  return compute(batch);
}

function isFirstDeath(name) {
  const note = join(process.env.DEATHS, name);
  if (existsSync(note)) return false;
  writeFileSync(note, '');
  return true;
}

function dieOf(cause) {
  if (cause === 'an exit') process.exit(137);
  const hoard = [];
  for (;;) hoard.push(Array.from({ length: 100_000 }, Math.random));
}
