/** A signal that aborts some time after another: what is on its way may still arrive. */
export function graceEnd(signal: AbortSignal, graceMs: number): AbortSignal {
  const over = new AbortController();
  const start = (): void => {
    if (graceMs === 0) over.abort();
    else setTimeout(() => over.abort(), graceMs).unref();
  };
  if (signal.aborted) start();
  else signal.addEventListener('abort', start, { once: true });
  return over.signal;
}
