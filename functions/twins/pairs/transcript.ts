import type { Turn } from '../pair.ts';

const MARKER = /(?:^|\n\n)(Human|Assistant):/g;
const SPEAKERS: Readonly<Record<string, string>> = { user: 'Human', assistant: 'Assistant' };

/** Whether a text has a marker of HH-RLHF at any place where a turn can begin. */
export const hasMarker = (text: string): boolean => /(?:^|\n\n)(?:Human|Assistant):/.test(text);

/** Whether a text begins as the transcripts of HH-RLHF do. */
export const isTranscript = (text: string): boolean => /^(?:\n\n)?(?:Human|Assistant):/.test(text);

/**
 * Splits a transcript of HH-RLHF at its markers `\n\nHuman:` and `\n\nAssistant:`. Nothing is lost: `joinTranscript` gives the text back.
 * What stands before the first marker is a turn of `system`; a marker inside a text begins a turn, as nothing tells the two apart.
 */
export function splitTranscript(text: string): readonly Turn[] {
  const markers = [...text.matchAll(MARKER)];
  const start = markers[0]?.index ?? text.length;
  const turns: Turn[] =
    start > 0 || markers.length === 0 ? [{ role: 'system', text: text.slice(0, start), lead: '' }] : [];
  for (const [i, marker] of markers.entries()) {
    const end = markers[i + 1]?.index ?? text.length;
    turns.push(
      turnOf(
        marker[1] === 'Human' ? 'user' : 'assistant',
        marker[0],
        text.slice(marker.index + marker[0].length, end),
      ),
    );
  }
  return turns;
}

/** One space after the marker belongs to it, where there is one. */
function turnOf(role: 'user' | 'assistant', marker: string, rest: string): Turn {
  const spaced = rest.startsWith(' ');
  const lead = spaced ? `${marker} ` : marker;
  const text = spaced ? rest.slice(1) : rest;
  return lead === usualLead(role) ? { role, text } : { role, text, lead };
}

/** The turns as one text; of a published transcript its very characters. */
export const joinTranscript = (turns: readonly Turn[]): string =>
  turns.map(({ role, text, lead }) => (lead ?? usualLead(role)) + text).join('');

const usualLead = (role: string): string => `\n\n${SPEAKERS[role] ?? role}: `;
