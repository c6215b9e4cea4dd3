import { INK, PAPER } from '../charts/drawing.ts';
import type { Verdict } from '../claims/judgement.ts';

/** The mark of a verdict before its word, told by shape alone: a filled disc with a tick, a square with a cross, a dashed ring with a bar. */
export function verdictMark(verdict: Verdict): string {
  const open = '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class="mark">';
  switch (verdict) {
    case 'supported':
      return `${open}<circle cx="8" cy="8" r="7" fill="${INK}"/><path d="M4.5,8.3l2.4,2.5l4.6,-5.2" fill="none" stroke="${PAPER}" stroke-width="1.75"/></svg>`;
    case 'refuted':
      return `${open}<rect x="1" y="1" width="14" height="14" fill="${INK}"/><path d="M4.8,4.8l6.4,6.4m0,-6.4l-6.4,6.4" fill="none" stroke="${PAPER}" stroke-width="1.75"/></svg>`;
    case 'undecided':
      return `${open}<circle cx="8" cy="8" r="6.5" fill="none" stroke="${INK}" stroke-width="1.5" stroke-dasharray="2.5 1.6"/><path d="M4.8,8h6.4" stroke="${INK}" stroke-width="1.75"/></svg>`;
    default:
      return verdict satisfies never;
  }
}
