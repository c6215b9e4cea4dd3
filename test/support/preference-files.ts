import { readFileSync } from 'node:fs';
import type { Pair, Turn } from '../../functions/twins/pair.ts';
import { joinTranscript } from '../../functions/twins/pairs/transcript.ts';

type PythonTurn = readonly [role: string, lead: string, text: string];

interface PreferenceFiles {
  readonly cases: readonly {
    readonly chosen: string;
    readonly rejected: string;
    readonly pair: Readonly<Record<'prompt' | 'chosen' | 'rejected', readonly PythonTurn[]>>;
  }[];
  /** In base64. */
  readonly jsonl: string;
  readonly jsonlGz: string;
}

/** Values of test/golden/preference_files.py. Not an import: it has halves of surrogate pairs, which the test runner's reader of JSON refuses. */
export const PREFERENCE_FILES: PreferenceFiles = JSON.parse(
  readFileSync(new URL('../golden/preference-files.json', import.meta.url), 'utf8'),
);

/** A pair as that script writes it. */
export const pairAsPython = ({
  prompt,
  chosen,
  rejected,
}: Pair): PreferenceFiles['cases'][number]['pair'] => ({
  prompt: prompt.map(turnAsPython),
  chosen: chosen.map(turnAsPython),
  rejected: rejected.map(turnAsPython),
});

function turnAsPython(turn: Turn): PythonTurn {
  const joined = joinTranscript([turn]);
  return [turn.role, joined.slice(0, joined.length - turn.text.length), turn.text];
}
