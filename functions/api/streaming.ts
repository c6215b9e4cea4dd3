/**
 * A body that is made while it is sent: a piece is asked for when the reader has taken the one before, and none is made after the
 * reader has gone. The first piece is made before, so that what fails at once is answered as a problem.
 */
export async function streamOf(
  pieces: AsyncIterable<string | Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<string | Uint8Array>> | null = Promise.resolve(await iterator.next());
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await (next ?? iterator.next());
        next = null;
        if (done) controller.close();
        else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
