/** The list of studies follows the search form as it is filled in, and the address follows the form. */
export function filterStudies(): void {
  const form = document.querySelector('form[data-filter]');
  if (!(form instanceof HTMLFormElement)) return;
  if (!('served' in form.dataset)) restore(form);
  form.addEventListener('input', () => {
    apply(form);
    history.replaceState(null, '', address(form));
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply(form);
    history.replaceState(null, '', address(form));
  });
  apply(form);
}

/** Without a server nobody has read the address yet. */
function restore(form: HTMLFormElement): void {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
}

const valuesOf = (form: HTMLFormElement): readonly (readonly [string, string])[] =>
  [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value] as const] : [],
  );

function address(form: HTMLFormElement): string {
  const query = new URLSearchParams(valuesOf(form).map(([name, value]) => [name, value])).toString();
  return query === '' ? location.pathname : `?${query}`;
}

function apply(form: HTMLFormElement): void {
  const wanted = new Map(valuesOf(form));
  const words = (wanted.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const verdict = wanted.get('verdict');
  const items = [...document.querySelectorAll<HTMLElement>('.studies > li')];
  let shown = 0;
  for (const item of items) {
    const text = item.dataset.text ?? '';
    const fits =
      words.every((word) => text.includes(word)) &&
      (verdict === undefined || (item.dataset.verdicts ?? '').split(' ').includes(verdict));
    item.hidden = !fits;
    if (fits) shown++;
  }
  const count = document.querySelector('[data-count]');
  if (count !== null) count.textContent = `${shown} of ${items.length} studies`;
}
