import type { Arena } from '../arena.ts';
import { FEATURES_GAMMA_ROLE, featuresRole, TABLE_ROW_ROLE } from '../random/roles.ts';
import { CHUNK, type Fill } from './chunk.ts';
import { independentColumns } from './columns.ts';
import { choleskyFactor } from './covariance.ts';
import { normalRows } from './normal-rows.ts';
import type { FeaturesLaw, FileFeatures, Matrix } from './population.ts';
import { powerDeviations } from './power-law.ts';
import type { Table, Tables } from './table.ts';

/** Draws a law of features. Throws RangeError where a table is missing or is not of the stated size. */
export function featuresSampler(arena: Arena, features: FeaturesLaw, tables: Tables): Fill {
  const d = features.dimension;
  switch (features.law) {
    case 'gaussian':
      return gaussianRows(arena, d, features.covariance);
    case 'power':
      return powerRows(arena, d, features.exponent);
    case 'sphere':
      return sphereRows(arena, d);
    case 'box':
      return independentColumns(arena, Array(d).fill({ law: 'uniform', low: -1, high: 1 }));
    case 'student':
      return studentRows(arena, d, features.degrees);
    case 'independent':
      return independentColumns(arena, features.columns);
    case 'file':
      return tableRows(arena, features, tables);
    default:
      return features satisfies never;
  }
}

function gaussianRows(arena: Arena, d: number, covariance: Matrix | null): Fill {
  const { backend } = arena;
  const normals = normalRows(arena, d, featuresRole);
  if (covariance === null) return normals;
  const factor = arena.copy(choleskyFactor(covariance));
  const mean = arena.f64(d);
  return (chunk, streamOf) => {
    normals(chunk, streamOf);
    backend.affine(chunk.x, chunk.blocks, d, factor, mean);
  };
}

function powerRows(arena: Arena, d: number, exponent: number): Fill {
  const { backend } = arena;
  const normals = normalRows(arena, d, featuresRole);
  const deviations = powerDeviations(d, exponent);
  return (chunk, streamOf) => {
    normals(chunk, streamOf);
    deviations.forEach((deviation, j) => {
      const column = chunk.x + j * 64;
      backend.placeColumn(column, d * 64, column, d * 64, chunk.blocks, deviation, 0);
    });
  };
}

function sphereRows(arena: Arena, d: number): Fill {
  const { backend } = arena;
  if (d === 2) {
    return ({ x, row, blocks }, streamOf) => backend.circle(x, blocks, streamOf(featuresRole(0)), row);
  }
  const normals = normalRows(arena, d, featuresRole);
  return (chunk, streamOf) => {
    normals(chunk, streamOf);
    backend.normaliseRows(chunk.x, chunk.blocks, d);
  };
}

/** Normal rows over sqrt(chi^2_k / k), chi^2_k = 2 Gamma(k / 2, 1). */
function studentRows(arena: Arena, d: number, degrees: number): Fill {
  const { backend } = arena;
  const normals = normalRows(arena, d, featuresRole);
  const g = arena.f64(CHUNK * 8);
  return (chunk, streamOf) => {
    const { x, row, blocks } = chunk;
    normals(chunk, streamOf);
    backend.gamma(g, blocks, degrees / 2, streamOf(FEATURES_GAMMA_ROLE), row);
    backend.divideByRoot(x, blocks, d, g, 2 / degrees);
  };
}

function tableRows(arena: Arena, features: FileFeatures, tables: Tables): Fill {
  const { backend } = arena;
  const { rows, dimension, values } = tableOf(features, tables);
  const table = arena.copy(values);
  const u = arena.f64(CHUNK * 8);
  const other = arena.f64(CHUNK * 8);
  return ({ x, row, blocks }, streamOf) => {
    backend.uniformPair(u, other, blocks, streamOf(TABLE_ROW_ROLE), row);
    backend.tableRows(x, u, blocks, dimension, table, rows);
  };
}

function tableOf({ path, sha256, rows, dimension }: FileFeatures, tables: Tables): Table {
  const table = tables.get(sha256);
  if (table === undefined) {
    throw new RangeError(`createSampler: the table of ${path} (SHA-256 ${sha256}) was not given`);
  }
  if (table.rows !== rows || table.dimension !== dimension || table.values.length !== rows * dimension) {
    throw new RangeError(
      `createSampler: the table of ${path} is ${table.rows} x ${table.dimension} with ${table.values.length} values, ` +
        `the population says ${rows} x ${dimension}`,
    );
  }
  return table;
}
