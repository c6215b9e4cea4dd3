import type { Claim } from '../../functions/study/claim.ts';
import { betterJudge } from './better.ts';
import { constantJudge } from './constant.ts';
import { lawJudge } from './law.ts';
import { limitJudge } from './limit.ts';
import { monotoneJudge } from './monotone.ts';
import { rateJudge } from './rate.ts';
import { sameJudge } from './same.ts';
import type { Judge, Trial } from './trial.ts';

/** The judge of a claim. */
export function judgeOf({ claim, ...rest }: Trial<Claim>): Judge {
  switch (claim.kind) {
    case 'rate':
      return rateJudge({ claim, ...rest });
    case 'constant':
      return constantJudge({ claim, ...rest });
    case 'law':
      return lawJudge({ claim, ...rest });
    case 'limit':
      return limitJudge({ claim, ...rest });
    case 'better':
      return betterJudge({ claim, ...rest });
    case 'same':
      return sameJudge({ claim, ...rest });
    case 'monotone':
      return monotoneJudge({ claim, ...rest });
    default:
      return claim satisfies never;
  }
}
