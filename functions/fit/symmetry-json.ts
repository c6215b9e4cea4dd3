import type { Symmetry } from './symmetry.ts';
import { symmetrySentence } from './symmetry-text.ts';

/** The symmetry of tastes, as `signbench fit --symmetry --json` prints it. */
export interface SymmetryObject {
  readonly status: Symmetry['status'];
  readonly sentence: string;
  readonly method: 'parametric-bootstrap';
  /** The laws of tastes that are symmetric: two normals of one covariance on either side of the centre, and a third at it. */
  readonly nullFamily: 'symmetric-mixture-of-three-normals';
  readonly statistic: number | null;
  readonly pValue: number | null;
  readonly draws: number | null;
  readonly choosers: number | null;
  readonly situations: number | null;
}

export function symmetryObject(symmetry: Symmetry): SymmetryObject {
  const { status } = symmetry;
  const sentence = symmetrySentence(symmetry);
  const shared = {
    status,
    sentence,
    method: 'parametric-bootstrap',
    nullFamily: 'symmetric-mixture-of-three-normals',
  } as const;
  if (symmetry.status === 'not-judged') {
    return { ...shared, statistic: null, pValue: null, draws: null, choosers: null, situations: null };
  }
  const { statistic, pValue, draws, choosers, situations } = symmetry.judged;
  return { ...shared, statistic, pValue, draws, choosers, situations };
}
