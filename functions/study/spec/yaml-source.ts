import { Composer, type CST, Lexer, LineCounter, Parser } from 'yaml';
import { printable } from './findings.ts';
import { type Fault, type YamlDocument, yamlValues } from './yaml-values.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A fault with its place in the text. */
type PlacedFault = Omit<Fault, 'offset'> & Position;

/** A YAML text as plain values that know where they stand; `value` is undefined when the syntax is broken. */
export interface YamlSource {
  readonly value: unknown;
  readonly faults: readonly PlacedFault[];
  readonly positionOf: (path: readonly PropertyKey[], at: 'key' | 'value') => Position;
}

const MOST_CHARACTERS = 1_000_000;
const MOST_LEXEMES = 400_000;
/** The parser keeps one or two entries a level; the composer recurses once a level. */
const MOST_NESTING = 60;

const START: Position = { line: 1, column: 1 };

/**
 * Reads one YAML 1.2 document with the positions of all its parts.
 *
 * Text is bounded before it is composed (1,000,000 characters, nesting, parts), because the composer recurses:
 * 500,000 balanced brackets end the process, not the call.
 */
export function yamlSource(text: string): YamlSource {
  const lines = new LineCounter();
  const place = ({ offset, ...fault }: Fault): PlacedFault => ({ ...fault, ...positionAt(lines, offset) });
  const broken = (faults: readonly Fault[]): YamlSource => ({
    value: undefined,
    faults: faults.map(place),
    positionOf: () => START,
  });
  const tokens = parseTokens(text, lines);
  if ('sentence' in tokens) return broken([tokens]);
  const document = composeOne(tokens);
  const syntax = document === undefined ? [EMPTY] : syntaxFaults(document);
  if (document === undefined || syntax.length > 0) return broken(syntax);
  const { value, faults, offsetOf } = yamlValues(document);
  return {
    value,
    faults: faults.map(place),
    positionOf: (path, at) => (path.length === 0 ? START : positionAt(lines, offsetOf(path, at))),
  };
}

const EMPTY: Fault = { offset: 0, found: 'nothing', allowed: 'a study', sentence: 'the file is empty' };

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return line === 0 ? START : { line, column: col };
}

function parseTokens(text: string, lines: LineCounter): readonly CST.Token[] | Fault {
  if (text.length > MOST_CHARACTERS) {
    return tooMuch(0, `${text.length} characters`, `${MOST_CHARACTERS} characters`);
  }
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let documents = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'document') documents++;
    }
    if (parser.stack.length > MOST_NESTING) {
      return tooMuch(parser.offset, 'lists and objects nested too deeply', 'about 30 levels');
    }
    if (++lexemes > MOST_LEXEMES)
      return tooMuch(parser.offset, 'too many words and signs', `${MOST_LEXEMES}`);
    if (documents > 1) break;
  }
  tokens.push(...parser.end());
  const second = tokens.filter((token) => token.type === 'document')[1];
  return second === undefined ? tokens : severalDocuments(second.offset);
}

const tooMuch = (offset: number, found: string, allowed: string): Fault => ({
  offset,
  found,
  allowed: `at most ${allowed}`,
  sentence: `the file has ${found}; allowed: at most ${allowed}`,
});

const severalDocuments = (offset: number): Fault => ({
  offset,
  found: 'a second document',
  allowed: 'one document',
  sentence: 'a second YAML document begins here; a file holds one study',
});

function composeOne(tokens: readonly CST.Token[]): YamlDocument | undefined {
  const composer = new Composer({
    schema: 'core',
    // Quadratic in the library; yamlValues does it.
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  for (const document of composer.compose(tokens, true)) return document;
  return undefined;
}

function syntaxFaults(document: YamlDocument): readonly Fault[] {
  const version = document.directives.yaml.version;
  if (version !== '1.2') {
    const sentence = `the YAML version is ${version}; allowed: 1.2`;
    return [{ offset: 0, found: version, allowed: '1.2', sentence }];
  }
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => {
    const reason = printable(message.split('\n')[0].slice(0, 200));
    return {
      offset: pos[0],
      found: 'this text',
      allowed: 'YAML 1.2',
      sentence: `the YAML is malformed: ${reason}`,
    };
  });
  if (faults.length > 0) return faults;
  if (document.contents === null) return [EMPTY];
  return [];
}
