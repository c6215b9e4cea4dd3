import type { Claim } from '../claim.ts';
import { type ClaimFile, degreesOf, exponentOf, shareOf } from './claims-schema.ts';

const RADIANS = Math.PI / 180;

/** A claim with every default filled in and its text read as numbers; angles in radians. */
export function resolveClaim(written: ClaimFile): Claim {
  const { where } = written;
  return { ...resolved(written), ...(where === undefined ? {} : { where }) };
}

function resolved(written: ClaimFile): Claim {
  const { estimator } = written;
  switch (written.kind) {
    case 'rate': {
      const { measure = 'rmsAngle', exponent, within, from = 'auto', atLeast = false } = written;
      return {
        kind: written.kind,
        estimator,
        measure,
        exponent: exponentOf(exponent),
        within,
        from,
        atLeast,
      };
    }
    case 'constant': {
      const { measure = 'rmsAngle', against, within, from = 'auto' } = written;
      return {
        kind: written.kind,
        estimator,
        measure,
        against,
        within: shareOf(within),
        from,
      };
    }
    case 'law': {
      const { against, at, within } = written;
      return { kind: written.kind, estimator, against, at, within };
    }
    case 'limit': {
      const { against, within, at = null } = written;
      return {
        kind: written.kind,
        estimator,
        against: against === 'theory' ? against : degreesOf(against) * RADIANS,
        within: degreesOf(within) * RADIANS,
        at,
      };
    }
    case 'better': {
      const { than, measure = 'rmsAngle', by, from = null } = written;
      return { kind: written.kind, estimator, than, measure, by: shareOf(by), from };
    }
    case 'same': {
      const { as, measure = 'rmsAngle', within, from = null } = written;
      return { kind: written.kind, estimator, as, measure, within: shareOf(within), from };
    }
    case 'monotone': {
      const { measure = 'rmsAngle', along, direction, from = null } = written;
      return { kind: written.kind, estimator, measure, along, direction, from };
    }
    default:
      return written satisfies never;
  }
}
