/** What turns texts into features: an endpoint, or the hashed features that need no network. */
export interface Embedder {
  readonly kind: 'endpoint' | 'hashed';
  /**
   * Everything that decides the numbers, as JSON: model, version, seed. Two embedders with equal provenance must give equal features; it is
   * hashed to tell whether stored features are still right. No keys and no addresses with secrets.
   */
  readonly provenance: Readonly<Record<string, unknown>>;
  /** Whether it reads a whole conversation, or only what follows the shared prompt. */
  readonly reads: 'conversation' | 'reply';
  /** Length of its vectors, where it is known before the first answer. */
  readonly columns?: number;
  /** Texts that are worth asking for at once. */
  readonly batch: number;
  /**
   * A vector a text, in the order of the texts, all of one length, which is the same at every call.
   *
   * @throws TwinsError where an answer cannot be used; StageInterrupted where the signal ended the work.
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
}
