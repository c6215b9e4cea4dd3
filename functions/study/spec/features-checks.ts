import type { ColumnLaw } from '../../../kernels/populations/population.ts';
import { type FeatureFiles, isReadable } from './feature-files.ts';
import type { FeaturesFile } from './features-schema.ts';
import { contradiction, type Finding, type Path, showValue } from './findings.ts';
import { resolveColumn } from './resolve-population.ts';
import { covarianceFindings } from './shape-checks.ts';

const FEATURES: Path = ['population', 'features'];

/** What does not go together in a law of features, or in the file it names. */
export function featuresFindings(features: FeaturesFile, files: FeatureFiles): readonly Finding[] {
  switch (features.law) {
    case 'gaussian': {
      const { covariance, dimension: d } = features;
      const size = { d, rule: `population.features.dimension is ${d}` };
      return covariance === undefined
        ? []
        : covarianceFindings([...FEATURES, 'covariance'], covariance, size);
    }
    case 'independent':
      return columnsFindings(features.columns.map(resolveColumn));
    case 'file':
      return fileFindings(features.path, files);
    default:
      return [];
  }
}

function columnsFindings(columns: readonly ColumnLaw[]): readonly Finding[] {
  const at = (j: number): Path => [...FEATURES, 'columns', j];
  const first = columns.findIndex(isConstant);
  return columns.flatMap((column, j) => {
    if (column.law === 'uniform' && column.low >= column.high) {
      return [
        contradiction(at(j), `is uniform from ${column.low} to ${column.high}`, 'low must be below high'),
      ];
    }
    if (!isConstant(column)) return [];
    if (column.law === 'normal' && column.mean === 0) {
      return [contradiction(at(j), 'is always 0', 'a column must vary, or be a constant other than 0')];
    }
    if (j === first) return [];
    const rule = 'two constants cannot be told apart, so one column at most may have sd: 0';
    return [contradiction(at(j), `is constant, as is columns[${first}]`, rule)];
  });
}

const isConstant = (column: ColumnLaw): boolean => column.law === 'normal' && column.sd === 0;

function fileFindings(path: string, files: FeatureFiles): readonly Finding[] {
  const table = files(path);
  if (isReadable(table)) return [];
  return [contradiction([...FEATURES, 'path'], `is ${showValue(path)}, which ${table.found}`, table.allowed)];
}
