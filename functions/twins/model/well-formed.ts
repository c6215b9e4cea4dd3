/** The text with each lone half of a surrogate pair replaced by U+FFFD: many servers cannot read a text that has one. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
