import type { Turn } from '../pair.ts';

/** A conversation as a model is shown it: `User: ...` and `Assistant: ...`, an empty line between turns. */
export const conversationText = (turns: readonly Turn[]): string =>
  turns.map(({ role, text }) => `${role.slice(0, 1).toUpperCase()}${role.slice(1)}: ${text}`).join('\n\n');

/** A reply as a model is shown it: its text, or, of several turns, the conversation that they make. */
export const replyText = (turns: readonly Turn[]): string =>
  turns.length === 1 ? turns[0].text : conversationText(turns);
