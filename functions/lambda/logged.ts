/** What the runtime tells a function of its invocation. */
export interface Invocation {
  readonly awsRequestId?: string;
  getRemainingTimeInMillis(): number;
}

/**
 * Runs a stage and writes one line of JSON about it to the log: what it was asked and what it answered, or the error, which is
 * thrown on.
 */
export async function logged<T extends object>(
  stage: string,
  about: object,
  action: () => Promise<T>,
): Promise<T> {
  const start = performance.now();
  const durationMs = (): number => Math.round(performance.now() - start);
  try {
    const result = await action();
    console.log(JSON.stringify({ level: 'info', stage, ...about, ...result, durationMs: durationMs() }));
    return result;
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    console.log(
      JSON.stringify({
        level: 'error',
        stage,
        ...about,
        error: name,
        message,
        stack,
        durationMs: durationMs(),
      }),
    );
    throw error;
  }
}
