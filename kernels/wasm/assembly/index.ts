export { chooseAbove, divideBySize, polynomial, student } from './choose';
export { affine, chooseLogit, circle, dotFixed, dotRows, dotTypes, gaussianPair, normaliseRows, scaleByType, uniformPair } from './draw';
export { divideByRoot, placeColumn, tableRows } from './features';
export { gamma } from './gamma';
export { curvature, curvature2, curvature32 } from './curvature';
export { annealed, annealed32, logistic, logistic32 } from './losses';
export { mixture } from './mixture';
export { probit } from './probit';
export { score, score32 } from './score';
export { gatherKeys, project, sweepBuckets } from './sweep';
export { dotLine, repeatRows } from './users';

/** First byte of memory that the module does not use itself. */
export function heapBase(): usize {
  return __heap_base;
}
