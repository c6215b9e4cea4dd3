import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type Range,
  type YAMLMap,
} from 'yaml';
import { showValue } from './findings.ts';

/** Something wrong with the YAML itself, at a character offset. */
export interface Fault {
  readonly offset: number;
  readonly found: string;
  readonly allowed: string;
  readonly sentence: string;
}

export type YamlDocument = Document.Parsed<ParsedNode>;

/** A document as plain values, and the way from a path back to its place in the text. */
export interface YamlValues {
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** Character offset of the value at the path, or of its key; of the nearest key above it where it is missing. */
  readonly offsetOf: (path: readonly PropertyKey[], at: 'key' | 'value') => number;
}

/** Values a study may have in all, aliases counted at their full size: a bound on what 1 MB can expand to. */
const MOST_VALUES = 100_000;

interface Converted {
  readonly value: unknown;
  readonly size: number;
}

type Node = ParsedNode | null | undefined;
type Placed = { readonly range?: Range | null };
type Entry = Pair<ParsedNode, ParsedNode | null>;

interface Walk {
  readonly faults: Fault[];
  readonly entries: WeakMap<YAMLMap, Map<string, Entry>>;
  readonly targets: WeakMap<ParsedNode, ParsedNode>;
  readonly anchors: Map<string, ParsedNode>;
  readonly done: WeakMap<ParsedNode, Converted>;
}

const NOTHING: Converted = { value: null, size: 1 };

/**
 * Turns a parsed document into null-prototype objects, lists, strings, numbers, booleans and nulls.
 *
 * The library's own conversion is quadratic in keys and in aliases and stringifies keys that are not text; this
 * one is linear, and reports repeated keys, odd keys, aliases of themselves and documents that expand too far.
 */
export function yamlValues(document: YamlDocument): YamlValues {
  const walk: Walk = {
    faults: [],
    entries: new WeakMap(),
    targets: new WeakMap(),
    anchors: new Map(),
    done: new WeakMap(),
  };
  const { value } = convert(document.contents, walk);
  return { value, faults: walk.faults, offsetOf: (path, at) => offsetOf(document.contents, path, at, walk) };
}

function convert(node: Node, walk: Walk): Converted {
  if (node === null || node === undefined) return NOTHING;
  if (isAlias(node)) return convertAlias(node, walk);
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  const converted = convertContent(node, walk);
  walk.done.set(node, converted);
  return converted;
}

function convertContent(node: ParsedNode, walk: Walk): Converted {
  if (isMap<ParsedNode, ParsedNode | null>(node)) return convertMap(node, walk);
  if (isSeq<ParsedNode>(node)) {
    const items = node.items.map((item) => convert(item, walk));
    return bounded({ value: items.map((item) => item.value), size: sizeOf(items) }, node, walk);
  }
  // Kernels see the sign of a zero (atan2) and the canonical JSON does not: there is one zero.
  if (isScalar(node)) return { value: node.value === 0 ? 0 : node.value, size: 1 };
  return NOTHING;
}

function convertMap(node: YAMLMap<ParsedNode, ParsedNode | null>, walk: Walk): Converted {
  const entries = new Map<string, Entry>();
  const value: Record<string, unknown> = Object.create(null);
  const items: Converted[] = [];
  walk.entries.set(node, entries);
  for (const pair of node.items) {
    const converted = convert(pair.value, walk);
    if (!isScalar(pair.key) || typeof pair.key.value !== 'string') {
      const found = isScalar(pair.key) ? showValue(pair.key.value) : 'a list or an object';
      refuse(walk, pair.key, found, 'text', `a key here is ${found}; keys must be text`);
      continue;
    }
    const key = pair.key.value;
    if (entries.has(key)) {
      const shown = showValue(key);
      refuse(walk, pair.key, shown, 'each key once', `the key ${shown} is given twice in one object`);
      continue;
    }
    entries.set(key, pair);
    value[key] = converted.value;
    items.push(converted);
  }
  return bounded({ value, size: sizeOf(items) }, node, walk);
}

function convertAlias(node: ParsedNode & { readonly source: string }, walk: Walk): Converted {
  const shown = showValue(`*${node.source}`);
  const target = walk.anchors.get(node.source);
  if (target === undefined) {
    refuse(walk, node, shown, 'an anchor given above', `the alias ${shown} has no anchor above it`);
    return NOTHING;
  }
  const converted = walk.done.get(target);
  if (converted === undefined) {
    refuse(
      walk,
      node,
      shown,
      'an alias of something else',
      `the alias ${shown} stands inside its own anchor`,
    );
    return NOTHING;
  }
  walk.targets.set(node, target);
  return converted;
}

const sizeOf = (items: readonly Converted[]): number => items.reduce((total, item) => total + item.size, 1);

function bounded(converted: Converted, node: Placed, walk: Walk): Converted {
  if (converted.size <= MOST_VALUES) return converted;
  const sentence = `the study has more than ${MOST_VALUES} values, aliases written out`;
  refuse(walk, node, `${converted.size} values`, `at most ${MOST_VALUES} values`, sentence);
  return NOTHING;
}

function refuse(walk: Walk, node: Placed, found: string, allowed: string, sentence: string): void {
  walk.faults.push({ offset: node.range?.[0] ?? 0, found, allowed, sentence });
}

function offsetOf(root: Node, path: readonly PropertyKey[], at: 'key' | 'value', walk: Walk): number {
  let offset = root?.range[0] ?? 0;
  let node = root;
  for (const [depth, step] of path.entries()) {
    const container = isAlias(node) ? walk.targets.get(node) : node;
    const last = depth === path.length - 1;
    if (isMap<ParsedNode, ParsedNode | null>(container)) {
      const entry = walk.entries.get(container)?.get(String(step));
      if (entry === undefined) return offset;
      offset = entry.key.range[0];
      node = entry.value;
    } else if (isSeq<ParsedNode>(container)) {
      node = container.items[Number(step)];
      if (node === undefined) return offset;
      offset = node.range[0];
    } else {
      return offset;
    }
    if (last && at === 'value' && node) return node.range[0];
  }
  return offset;
}
