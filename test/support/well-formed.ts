const VOID = ['meta', 'br', '!doctype'];
const TOKEN = /<!--[\s\S]*?-->|<style>[\s\S]*?<\/style>|<[^>]*>|[^<]+/g;
const TAG = /^<(\/?)([!\w:-]+)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>$/;
const ENTITY = /&(?!#\d+;|#x[\da-f]+;|(?:amp|lt|gt|quot|apos|nbsp);)/i;

/** An element as a checker sees it: its name, its attributes, and the text directly inside. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly ancestors: readonly Element[];
  text: string;
}

/**
 * The elements of a text of XML, or of HTML whose void elements stay open, in order. Throws where it is not well formed: a tag
 * that is not closed, or closed out of order, a bare ampersand, an attribute without quotes or given twice.
 */
export function elementsOf(text: string): readonly Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith('<!--') || token.startsWith('<style>')) continue;
    if (!token.startsWith('<')) {
      if (ENTITY.test(token)) throw new Error(`bare ampersand in: ${token}`);
      if (open.length > 0) open[open.length - 1].text += token;
      continue;
    }
    const match = TAG.exec(token);
    if (match === null) throw new Error(`not a tag: ${token}`);
    const [, closing, name, rest, selfClosing] = match;
    if (closing === '/') {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name ?? 'nothing'}>`);
      continue;
    }
    const element = { name, attributes: attributesOf(rest), ancestors: [...open], text: '' };
    elements.push(element);
    if (selfClosing === '' && !VOID.includes(name)) open.push(element);
  }
  if (open.length > 0) throw new Error(`<${open[open.length - 1].name}> is not closed`);
  return elements;
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)) {
    if (name in attributes) throw new Error(`attribute ${name} is given twice`);
    if (ENTITY.test(value ?? '')) throw new Error(`bare ampersand in ${name}`);
    attributes[name] = value ?? '';
  }
  return attributes;
}

/** An attribute of an element or, where it has none, of the nearest ancestor that has. */
export const inherited = (element: Element, name: string): string | undefined =>
  [element, ...[...element.ancestors].reverse()].find(({ attributes }) => name in attributes)?.attributes[
    name
  ];
