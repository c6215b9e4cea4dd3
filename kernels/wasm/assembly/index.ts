export { chooseAbove, divideBySize, polynomial, student } from './choose';
export { affine, chooseLogit, circle, dotFixed, dotRows, dotTypes, gaussianPair, normaliseRows, scaleByType, uniformPair } from './draw';
export { divideByRoot, placeColumn, tableRows } from './features';
export { gamma } from './gamma';
export { annealed, curvature, curvature2, logistic, score } from './losses';
export { annealed32, curvature32, logistic32, score32 } from './losses32';
export { mixture } from './mixture';
export { probit } from './probit';
export { gatherKeys, project, sweepBuckets } from './sweep';
export { dotLine, repeatRows } from './users';

/** First byte of memory that the module does not use itself. */
export function heapBase(): usize {
  return __heap_base;
}
