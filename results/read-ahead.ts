/**
 * The results of reading the items, in their order, while up to `ahead` later ones are being read. An error is thrown in its
 * place of the order.
 */
export async function* readAhead<Item, Result>(
  items: AsyncIterable<Item>,
  ahead: number,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const reading: Promise<Result>[] = [];
  for await (const item of items) {
    const result = read(item);
    // One that fails while an earlier one is awaited is no unhandled rejection: it is thrown when its turn comes.
    result.catch(() => {});
    reading.push(result);
    if (reading.length > ahead) yield await take(reading);
  }
  while (reading.length > 0) yield await take(reading);
}

async function take<Result>(reading: Promise<Result>[]): Promise<Result> {
  const [first] = reading.splice(0, 1);
  return first;
}
