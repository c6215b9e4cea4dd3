/** Buttons that copy: the text of an element of the page (`#id`), or of a file. */
export function offerCopies(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button[data-copy]') : null;
    if (button instanceof HTMLButtonElement) void copy(button, button.dataset.copy ?? '');
  });
}

async function copy(button: HTMLButtonElement, from: string): Promise<void> {
  const name = button.textContent ?? '';
  try {
    await navigator.clipboard.writeText(await textOf(from));
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not copied: the browser refused';
  }
  setTimeout(() => {
    button.textContent = name;
  }, 2000);
}

async function textOf(from: string): Promise<string> {
  if (from.startsWith('#')) return document.querySelector(from)?.textContent ?? '';
  const answer = await fetch(from);
  if (!answer.ok) throw new Error(`${from} answered ${answer.status}`);
  return answer.text();
}
