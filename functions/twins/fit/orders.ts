import type { DenseFit } from '../../../kernels/dense/dense-fit.ts';
import type { DenseTable } from '../../../kernels/dense/dense-table.ts';
import type { FitJob, PersonasAnswer, PersonasJob } from './fit-job.ts';

/** Where a thread works. */
export interface Place {
  readonly table: DenseTable;
  readonly thread: number;
  readonly threads: number;
}

/** What a thread of a team is asked. */
export type Order =
  | { readonly kind: 'help' }
  | { readonly kind: 'fit'; readonly job: FitJob }
  | { readonly kind: 'personas'; readonly job: PersonasJob };

/** What it says. */
export type Reply =
  | { readonly kind: 'helped' }
  | { readonly kind: 'evaluated'; readonly evaluations: number; readonly objective: number }
  | { readonly kind: 'fitted'; readonly fit: DenseFit }
  | { readonly kind: 'personas'; readonly personas: number }
  | { readonly kind: 'answered'; readonly found: PersonasAnswer };
