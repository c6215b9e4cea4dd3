import { describe, expect, it } from 'vitest';
import { RIGHT, sentences } from './study-text.ts';

const ROOT =
  'an object with the keys name, title, aim, seed, population, estimators, sampleSizes, replicates, keep, vary, claims, alpha, profiles';

describe('YAML that is no study is refused with a sentence', () => {
  it.each([
    ['an empty file', '', 'line 1, column 1: the file is empty'],
    ['only comments', '# nothing\n', 'line 1, column 1: the file is empty'],
    ['text', 'hello', `line 1, column 1: the study is "hello"; allowed: ${ROOT}`],
    ['a list', '- 1\n', `line 1, column 1: the study is [1]; allowed: ${ROOT}`],
    ['null', 'null\n', `line 1, column 1: the study is null; allowed: ${ROOT}`],
    [
      'a second document',
      `${RIGHT}---\n${RIGHT}`,
      'line 10, column 1: a second YAML document begins here; a file holds one study',
    ],
    [
      'a key given twice',
      `${RIGHT}name: other\n`,
      'line 10, column 1: the key "name" is given twice in one object',
    ],
    ['a key that is a number', `${RIGHT}1: 2\n`, 'line 10, column 1: a key here is 1; keys must be text'],
    ['YAML 1.1', `%YAML 1.1\n---\n${RIGHT}`, 'line 1, column 1: the YAML version is 1.1; allowed: 1.2'],
    [
      'a tag',
      RIGHT.replace('seed: 7', 'seed: !!binary aGk='),
      'line 2, column 7: the YAML is malformed: Unresolved tag: tag:yaml.org,2002:binary',
    ],
    [
      'an alias without an anchor',
      RIGHT.replace('0.5, 0.5', '0.5, *half'),
      'line 5, column 67: the alias "*half" has no anchor above it',
    ],
  ])('when it is %s', (_, text, sentence) => {
    expect(sentences(text)[0]).toBe(sentence);
  });

  it('when brackets do not close', () => {
    expect(sentences(RIGHT.replace('0.5, 0.5]', '0.5, 0.5'))[0]).toMatch(
      /^line 5, column \d+: the YAML is malformed: /,
    );
  });

  it('when an alias stands inside its own anchor', () => {
    expect(sentences(RIGHT.replace('[3, 2]', '&loop [*loop, 2]'))).toContain(
      'line 5, column 41: the alias "*loop" stands inside its own anchor',
    );
  });

  it('when aliases of aliases expand fortyfold each', () => {
    const level = (name: string, item: string) => `${name}: &${name} [${Array(40).fill(item).join(', ')}]\n`;
    const text = level('a', '1') + level('b', '*a') + level('c', '*b') + level('d', '*c') + level('e', '*d');
    expect(sentences(RIGHT + text)).toContain(
      'line 13, column 7: the study has more than 100000 values, aliases written out',
    );
  });

  it('when it is longer than a million characters', () => {
    expect(sentences(`${RIGHT}${'#'.repeat(1_000_000)}`)[0]).toMatch(
      /^line 1, column 1: the file has \d+ characters; allowed: at most 1000000 characters$/,
    );
  });

  it.each([
    ['brackets that close', `x: ${'['.repeat(400_000)}${']'.repeat(400_000)}`],
    ['brackets that do not', '['.repeat(900_000)],
    ['dashes', '- '.repeat(400_000)],
    ['question marks', '? '.repeat(400_000)],
    ['indentation', Array.from({ length: 1200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('when it is nested without end by %s, at once', (_, text) => {
    expect(sentences(text)[0]).toMatch(
      /the file has lists and objects nested too deeply; allowed: at most about 30 levels$/,
    );
  });

  it('when it has more keys than a study could', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect(sentences(text)[0]).toMatch(/the file has too many words and signs; allowed: at most 400000$/);
  });
});
