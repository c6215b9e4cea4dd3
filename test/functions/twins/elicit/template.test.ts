import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sha256Hex } from '../../../../functions/study/mechanism.ts';
import { filled, parseTemplate } from '../../../../functions/twins/elicit/template.ts';

const SMALL =
  '# A remark with {{braces}}.\n\n--- system\nBe {{persona}}.\n--- user\n{{prompt}}|{{ first }}|{{second}}\n';

test('a template is its sections, each placeholder replaced once', () => {
  const template = parseTemplate('small.txt', SMALL);
  const shown = { persona: 'P {{first}} $& $1', prompt: 'Q', first: '{{second}}', second: 'S' };
  expect(filled(template, shown)).toEqual([
    { role: 'system', content: 'Be P {{first}} $& $1.' },
    { role: 'user', content: 'Q|{{second}}|S' },
  ]);
  expect(template.sha256).toBe(sha256Hex(SMALL));
});

test('lone halves of surrogate pairs, which servers cannot read, are replaced; whole pairs stay', () => {
  const shown = { persona: '\ud83d and \u{1f600}', prompt: '', first: '\udc00', second: '' };
  const messages = filled(parseTemplate('small.txt', SMALL), shown);
  expect(messages.map(({ content }) => content)).toEqual(['Be \ufffd and \u{1f600}.', '|\ufffd|']);
});

test('line ends of Windows make the same messages', () => {
  const { sections } = parseTemplate('small.txt', SMALL.replaceAll('\n', '\r\n'));
  expect(sections).toEqual(parseTemplate('small.txt', SMALL).sections);
});

test.each([
  ['--- user\n{{prompt}}{{first}}{{second}}', /^The template t\.txt has no \{\{persona\}\}\.$/],
  ['--- user\n{{persona}}', /has no \{\{prompt\}\} and no \{\{first\}\} and no \{\{second\}\}/],
  [
    SMALL.replace('persona', 'person'),
    /has \{\{person\}\} in line 4; allowed are \{\{persona\}\}, \{\{prompt\}\}/,
  ],
  [SMALL.replace('--- user', '--- assistant'), /does not end with a section "--- user"/],
  [`Hello\n${SMALL}`, /has in line 1 text before its first section/],
  ['', /does not end with a section/],
])('%j is refused with a sentence', (text, message) => {
  expect(() => parseTemplate('t.txt', text)).toThrow(message);
});

test('the template of the package can be used', async () => {
  const template = parseTemplate('choice.txt', await readFile('templates/choice.txt', 'utf8'));
  const shown = { persona: 'a baker', prompt: 'User: Hi', first: 'Hello!', second: 'Go away.' };
  const [system, user] = filled(template, shown);
  expect(system.content).toContain('<person>\na baker\n</person>');
  expect(user.content).toContain('<reply_A>\nHello!\n</reply_A>');
  expect(user.content).toContain('<reply_B>\nGo away.\n</reply_B>');
  expect(user.content).toMatch(/one letter, A or B, and nothing else\.$/);
});
