import { textColumns } from '../../results/report/text-layout.ts';
import { factorLabel, shortNames } from '../study/factors.ts';
import type { Study } from '../study/study.ts';
import { numberText } from './number-text.ts';
import type { TheoryCell } from './theory-cell.ts';

const DEGREES = 180 / Math.PI;

/** A table of limits, a line a combination, and one of predicted errors. */
export function theoryTable(study: Study, cells: readonly TheoryCell[]): string {
  const names = shortNames(study.scenarios);
  const label = ({ factors }: TheoryCell): string => factorLabel(factors, names) || 'all';
  const limits = cells.map((cell) => [
    label(cell),
    numberText(cell.sign?.biasDeg ?? null),
    numberText(cell.sign?.curvature ?? null),
    numberText(cell.sign?.constant ?? null),
    numberText(cell.sign?.regimeFrom ?? null),
    numberText(cell.rlhf?.biasDeg ?? null),
    numberText(cell.rlhf?.norm ?? null),
    numberText(cell.rlhf?.rootNSdRad ?? null),
    numberText(cell.crossover === null ? null : Math.round(cell.crossover)),
  ]);
  const errors = cells.flatMap((cell) =>
    cell.predicted.map(({ estimator, n, rmsAngle, meanAngle, error }) => [
      label(cell),
      estimator,
      String(n),
      numberText(rmsAngle * DEGREES),
      numberText(meanAngle === null ? null : meanAngle * DEGREES),
      numberText(error * DEGREES),
    ]),
  );
  const silent = cells.flatMap((cell) =>
    cell.unpredicted.map(
      ({ estimator, n, reason }) => `${label(cell)}, ${estimator}, n = ${n.join(', ')}: ${reason}.`,
    ),
  );
  const rest = section('Not predicted', silent) + section('Not known', missingLines(cells, label));
  return `${study.name} (${study.profile})\n\n${textColumns([
    ['limits', 'sign bias°', 'V', 'c', 'regime from', 'RLHF bias°', 'norm', '√n sd', 'sign ahead from'],
    ...limits,
  ])}\n${textColumns([['errors', 'estimator', 'n', 'rms angle°', 'mean angle°', '± at most°'], ...errors])}${rest}`;
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n${title}:\n${lines.join('\n')}\n`;

/** One line a quantity and reason, with the combinations that it is about. */
function missingLines(cells: readonly TheoryCell[], label: (cell: TheoryCell) => string): readonly string[] {
  const about = new Map<string, string[]>();
  for (const cell of cells) {
    for (const { quantity, reason } of cell.unknown) {
      const text = `${quantity}: ${reason}.`;
      about.set(text, [...(about.get(text) ?? []), label(cell)]);
    }
  }
  return [...about].map(([text, labels]) => `${labels.join('; ')}, ${text}`);
}
