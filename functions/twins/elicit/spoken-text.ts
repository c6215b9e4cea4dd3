/** Marks that end a model's thoughts where a server leaves them in the text: those of DeepSeek, Qwen and others, and of gpt-oss. */
const ENDS = ['</think>', '</thinking>', '<|channel|>final<|message|>', '[/THINK]'] as const;
const BEGINNINGS = /<think(?:ing)?>|<\|channel\|>(?:analysis|commentary)|\[THINK\]/;
/** What may stand behind an answer of gpt-oss whose marks are left in the text. */
const CLOSING = /<\|(?:return|end)\|>\s*$/;

/**
 * What a model says after its thoughts; null where it thinks to the end. Only marks tell the two apart: a text without any is all said.
 */
export function spokenText(content: string): string | null {
  const ends = ENDS.map((mark) => ({ at: content.lastIndexOf(mark), length: mark.length }));
  const last = ends.reduce((a, b) => (b.at > a.at ? b : a));
  if (last.at >= 0) return content.slice(last.at + last.length).replace(CLOSING, '');
  return BEGINNINGS.test(content) ? null : content;
}
