import type { Arena } from '../arena.ts';
import { columnRole } from '../random/roles.ts';
import { CHUNK, type Fill } from './chunk.ts';
import type { ColumnLaw } from './population.ts';

/** One column, or two neighbours of one kind (normal or uniform), which share a Philox block a row. */
interface Group {
  readonly column: number;
  readonly laws: readonly ColumnLaw[];
}

/** Rows of independent columns, each shift + scale V with V standard normal, standard uniform or Student. */
export function independentColumns(arena: Arena, columns: readonly ColumnLaw[]): Fill {
  const { backend } = arena;
  const groups = groupsOf(columns);
  const stride = columns.length * 64;
  const values = [arena.f64(CHUNK * 8), arena.f64(CHUNK * 8)];
  return ({ x, row, blocks }, streamOf) => {
    for (const { column, laws } of groups) {
      const at = x + column * 64;
      const [kind] = laws;
      const stream = streamOf(columnRole(column));
      const drawn =
        kind.law === 'normal' ? { from: [at, at + 64], step: stride } : { from: values, step: 64 };
      if (kind.law === 'normal') backend.gaussianPair(at, stride, blocks, laws.length === 2, stream, row);
      else if (kind.law === 'uniform') backend.uniformPair(values[0], values[1], blocks, stream, row);
      else backend.student(values[0], blocks, kind.degrees, stream, row);
      laws.forEach((law, k) => {
        const { scale, shift } = lineOf(law);
        backend.placeColumn(at + k * 64, stride, drawn.from[k], drawn.step, blocks, scale, shift);
      });
    }
  };
}

function groupsOf(columns: readonly ColumnLaw[]): readonly Group[] {
  const groups: Group[] = [];
  for (let j = 0; j < columns.length; j += groups[groups.length - 1].laws.length) {
    const { law } = columns[j];
    const pair = law !== 'student' && columns[j + 1]?.law === law;
    groups.push({ column: j, laws: columns.slice(j, pair ? j + 2 : j + 1) });
  }
  return groups;
}

function lineOf(column: ColumnLaw): { readonly scale: number; readonly shift: number } {
  switch (column.law) {
    case 'normal':
      return { scale: column.sd, shift: column.mean };
    case 'uniform':
      return { scale: column.high - column.low, shift: column.low };
    case 'student':
      return { scale: column.scale, shift: column.location };
    default:
      return column satisfies never;
  }
}
