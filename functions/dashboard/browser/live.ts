/** Milliseconds between two looks at a run. */
const EVERY = 3000;

/** A page that shows a run asks for itself again and takes over what has changed, until the run has ended. */
export function followRun(): void {
  if (document.querySelector('[data-live]') === null) return;
  setTimeout(() => void look(), EVERY);
}

async function look(): Promise<void> {
  try {
    const answer = await fetch(location.href);
    if (answer.ok) takeOver(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } finally {
    followRun();
  }
}

function takeOver(fresh: Document): void {
  const [here, there] = [document.querySelector('main'), fresh.querySelector('main')];
  if (here === null || there === null) return;
  here.replaceWith(document.adoptNode(there));
  document.title = fresh.title;
}
