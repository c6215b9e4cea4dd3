/** One turn of a conversation. */
export interface Turn {
  /** `user`, `assistant` or `system`, or what a file of messages calls the speaker. */
  readonly role: string;
  readonly text: string;
  /** What stood before the text in a published transcript, where it is not the usual marker of the role. */
  readonly lead?: string;
}

/** Two continuations of one conversation, one of which its source calls chosen. */
export interface Pair {
  /** The turns that both begin with; empty where they share none. */
  readonly prompt: readonly Turn[];
  /** The turns after those, at least one. */
  readonly chosen: readonly Turn[];
  readonly rejected: readonly Turn[];
  readonly chosenScore?: number;
  readonly rejectedScore?: number;
}

/** Who answers: a person described in words. */
export interface Persona {
  readonly id: string;
  /** What a model is told about the person. */
  readonly text: string;
  /** Answers of a survey, as the file had them. */
  readonly survey?: Readonly<Record<string, unknown>>;
}
