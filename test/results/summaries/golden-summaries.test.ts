import { expect, test } from 'vitest';
import { createEngine } from '../../../functions/study/engine.ts';
import { sha256Hex } from '../../../functions/study/mechanism.ts';
import type { Cell } from '../../../functions/study/plan.ts';
import { runBlock } from '../../../functions/study/run-block.ts';
import type { EstimatorSpec } from '../../../functions/study/study.ts';
import { encodeBlock } from '../../../results/encode-block.ts';
import { cellOf, RLHF, SIGN } from '../../support/studies.ts';

const FIXED: EstimatorSpec = { id: 'fixed', kind: 'sign', solver: 'exact', normalise: 'first' };
const COVERED: EstimatorSpec = {
  id: 'covered',
  kind: 'rlhf',
  interval: {
    method: 'sandwich',
    level: 0.95,
    draws: 1000,
    size: 'auto',
    curvature: 'plug-in',
    bandwidth: 'rule',
  },
};

const PLANE: Cell = {
  ...cellOf(40, 50, 2, [SIGN, RLHF, FIXED, COVERED]),
  looks: [20, 80],
  keep: 'summaries',
};
const SPACE: Cell = {
  ...cellOf(60, 30, 2, [RLHF, { ...COVERED, id: 'space' }]),
  population: {
    users: { law: 'point', mean: [1, 2, -1] },
    features: { law: 'box', dimension: 3 },
    choice: 'logit',
  },
  keep: 'summaries',
};

/** A change of these is a change of what records hold: it needs a new MEASURES_REVISION, or old records would be read as new ones. */
const DIGESTS = {
  plane: '7a78d2b6ef562f9a72fe2d0f19cc3ffb0ffc6c2d12ffed5a08bfddd114a49fac',
  space: 'a7cfd476159387459ed98a21cfaea70d00ff02adb1130327bb0a257c4ba5b48b',
};

test.each(['js', 'wasm-f64'] as const)(
  'summaries of two blocks are the same bytes on %s, and as ever',
  (backend) => {
    const engine = createEngine(backend);
    const digestOf = (cell: Cell): string => {
      const { estimators } = cell;
      const texts = [0, 1].flatMap((block) => {
        const task = { cell, block, estimators };
        return encodeBlock(task, runBlock(task, engine)).map(({ bytes }) => new TextDecoder().decode(bytes));
      });
      return sha256Hex(texts.join(''));
    };
    expect({ plane: digestOf(PLANE), space: digestOf(SPACE) }).toEqual(DIGESTS);
  },
);
