import type { Study } from '../../functions/study/study.ts';
import { shellWord } from './shell-word.ts';

/** The command that computes one replicate of a study again and explains it, ready for a shell. */
export function replayCommandLine(
  { name, profile }: Pick<Study, 'name' | 'profile'>,
  cell: string,
  replicate: number,
): string {
  const quick = profile === 'quick' ? ' --profile quick' : '';
  return `signbench replay ${shellWord(name)} --cell ${shellWord(cell)} --replicate ${replicate}${quick}`;
}
