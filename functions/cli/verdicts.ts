import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { JudgedClaim } from '../../results/claims/court.ts';
import { claimNote } from '../../results/report/claim-words.ts';
import { canonicalJson } from '../study/canonical-json.ts';
import { EXIT } from './exit-codes.ts';
import { InputError } from './input-error.ts';

/** A claim of a study with its verdict. */
export type StudyVerdict = JudgedClaim & { readonly study: string; readonly profile: string };

const expectedFile = z.object({
  claims: z.array(
    z.object({
      study: z.string(),
      profile: z.string().optional(),
      claim: z.record(z.string(), z.unknown()),
      factors: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      verdict: z.enum(['supported', 'refuted', 'undecided']),
      reason: z.string().optional(),
    }),
  ),
});

export type Expected = z.infer<typeof expectedFile>['claims'];

/**
 * Reads a table of expected verdicts: what `check --json` prints, or the same as YAML, of which it needs study, claim, factors and verdict.
 *
 * @throws InputError where there is none or it has another shape.
 */
export async function readExpected(path: string): Promise<Expected> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError(`--expect ${path} cannot be read.`, { cause: error });
  }
  try {
    return expectedFile.parse(parse(text)).claims;
  } catch (error) {
    throw new InputError(`--expect ${path} is no table of verdicts; signbench check --json prints one.`, {
      cause: error,
    });
  }
}

/** 1 where a claim is refuted, else 3 where one is undecided, else 0. */
export function exitOfVerdicts(verdicts: readonly StudyVerdict[]): number {
  if (verdicts.some(({ verdict }) => verdict === 'refuted')) return EXIT.failed;
  return verdicts.some(({ verdict }) => verdict === 'undecided') ? EXIT.undecided : EXIT.done;
}

type Named = Pick<Expected[number], 'study' | 'profile' | 'claim' | 'factors'>;

const nameOf = ({
  study,
  claim,
  factors = {},
}: Pick<Named, 'study' | 'factors'> & { readonly claim: unknown }) =>
  canonicalJson({ study, claim, factors });

/** In how verdicts differ from those expected, a sentence each; claims of studies that were not checked are left out. */
export function surprises(verdicts: readonly StudyVerdict[], expected: Expected): readonly string[] {
  const checked = new Set(verdicts.map(({ study }) => study));
  const found = new Map(verdicts.map((one) => [nameOf(one), one]));
  const wanted = new Map(expected.map((one) => [nameOf(one), one]));
  return [
    ...verdicts.flatMap((one) => {
      const before = wanted.get(nameOf(one));
      if (before === undefined)
        return [
          `${one.study}: ${shown(one)} is ${one.verdict}, and not in the table: add ${canonicalJson(entryOf(one))}`,
        ];
      return before.verdict === one.verdict
        ? []
        : [`${one.study}: ${shown(one)} is ${one.verdict}, ${before.verdict} expected`];
    }),
    ...expected
      .filter((one) => checked.has(one.study) && !found.has(nameOf(one)))
      .map((one) => `${one.study}: ${shown(one)} is in the table, and not in the study`),
  ];
}

const shown = ({
  claim,
  factors = {},
}: {
  readonly claim: unknown;
  readonly factors?: object | undefined;
}): string =>
  `${canonicalJson(claim)}${Object.keys(factors).length === 0 ? '' : ` under ${canonicalJson(factors)}`}`;

/** What the table would say of a claim: all that names it, its verdict, and where that is not support, why. */
const entryOf = (one: StudyVerdict): object => {
  const { study, claim, factors, verdict } = one;
  return {
    study,
    claim,
    ...(factors === undefined ? {} : { factors }),
    verdict,
    ...(verdict === 'supported' ? {} : { reason: claimNote(one).replace(/^look \d+(; )?/, '') }),
  };
};
