import * as fc from 'fast-check';

/** Texts that strings of rules and files are put together of: so few that files often hold what rules look for. */
const WORDS = [
  'mining',
  'Wallet-Address',
  'kawpow',
  'stratum+tcp',
  'abcd',
  'xyz',
  'Hello, World',
  'aaaaaaaa',
  '\u00e9t\u00e9 \u212a',
  'k',
  'login:',
  '\\x7fELF',
];
const plain = fc.constantFrom(...WORDS);

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function hexOf(text: string): readonly string[] {
  return [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'));
}

const textString = fc
  .tuple(
    plain,
    plain,
    fc.constantFrom(
      '',
      'nocase',
      'wide',
      'ascii wide',
      'nocase wide',
      'fullword',
      'xor',
      'xor(1-9)',
      'xor wide',
      'base64',
      'base64wide',
      'base64 wide',
      'base64 ascii wide',
      'private',
    ),
  )
  .map(([a, b, modifiers]) => `${quoted(modifiers.includes('base64') ? `${a}${b}!` : a)} ${modifiers}`);

const hexString = fc
  .array(
    fc.oneof(
      plain.map((text) => hexOf(text).join(' ')),
      fc.constantFrom('??', '[1-4]', '[2]', '( 61 62 | 63 64 65 )', '6?', '?1', '~00'),
    ),
    { minLength: 1, maxLength: 5 },
  )
  // Jumps stand between bytes only.
  .map((parts) => `{ 6d ${parts.join(' ')} 6e }`);

const escaped = plain.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`));
const piece: fc.Arbitrary<string> = fc.letrec<{ piece: string }>((tie) => ({
  piece: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    escaped,
    fc.constantFrom(
      '.',
      '[a-z]',
      '[^\\]x]',
      String.raw`\d`,
      String.raw`\s*`,
      'a?',
      'b+',
      'c{2}',
      'd{0,2}',
      'e{1,}?',
      '.{0,8}',
      String.raw`\x41`,
      String.raw`\b`,
      String.raw`\n`,
      '^',
      '$',
      '[]a]',
    ),
    fc
      .tuple(
        fc.array(tie('piece'), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '?', '*', '+', '{2}', '{0}', '+?'),
      )
      .map(([alternatives, repeat]) => `(${alternatives.join('|')})${repeat}`),
    fc.tuple(tie('piece'), tie('piece')).map(([a, b]) => a + b),
  ),
})).piece;
const regexString = fc
  .tuple(
    piece,
    escaped,
    fc.constantFrom('', 'i', 's', 'is'),
    fc.constantFrom('', 'wide', 'nocase', 'ascii wide', 'fullword'),
  )
  .map(([source, tail, flags, modifiers]) => `/${source}${tail}/${flags} ${modifiers}`);

const NAMES = ['$a1', '$a2', '$b', '$c'];

function conditionOf(names: readonly string[]): fc.Arbitrary<string> {
  const name = fc.constantFrom(...names);
  const set = fc.constantFrom('them', '($a*)', `(${names.join(', ')})`, `(${names[0]})`);
  const quantity = fc.constantFrom('any', 'all', 'none', '1', '2', '50%', '0', '3');
  return fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      name,
      fc.tuple(quantity, set).map(([count, of]) => `${count} of ${of}`),
      fc
        .tuple(name, fc.constantFrom('> 0', '>= 1', '>= 0', '== 0', '< 3', '!= 1', '== 1', '> 1'))
        .map(([one, sign]) => `#${one.slice(1)} ${sign}`),
      fc
        .tuple(name, fc.constantFrom('0 <', '1 <=', '0 ==', '2 >'))
        .map(([one, sign]) => `${sign} #${one.slice(1)}`),
      fc
        .tuple(name, fc.constantFrom('at 0', 'in (0..20)', 'at filesize - 6'))
        .map(([one, place]) => `${one} ${place}`),
      fc.constantFrom(
        'filesize < 100',
        'uint8(0) == 0x6d',
        'true',
        'helper',
        'not helper',
        'for any of them : ( # > 1 )',
        'for all i in (1..2) : ( uint8(i) != 0 )',
        'any of them in (0..30)',
      ),
      tie('condition').map((one) => `not (${one})`),
      fc
        .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
        .map(([a, operator, b]) => `(${a}) ${operator} (${b})`),
      fc
        .tuple(name, fc.constantFrom('and', 'or'), name, fc.constantFrom('and', 'or'), name)
        .map((parts) => parts.join(' ')),
    ),
  })).condition;
}

/** A rule file with a private helper and a rule `r`, of everything that the filter claims to understand and much that it does not. */
export const ruleText: fc.Arbitrary<string> = fc
  .array(fc.oneof(textString, hexString, regexString), { minLength: 1, maxLength: NAMES.length })
  .chain((strings) => {
    const names = NAMES.slice(0, strings.length);
    return fc.tuple(fc.constant(strings), conditionOf(names), plain);
  })
  .map(([strings, condition, word]) => {
    const declared = strings.map((string, i) => `    ${NAMES[i]} = ${string}`).join('\n');
    return `private rule helper { strings: $h = ${quoted(word)} condition: $h }
rule r {
  strings:
${declared}
  condition:
    (${condition}) or (filesize == 1 and any of them and helper)
}
`;
  });

/** Files that hold such words, in one of the ways in which strings look for them. */
export const fileBytes: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      plain.map((text) => Buffer.from(text)),
      plain.map((text) => Buffer.from(text.toUpperCase())),
      plain.map((text) => Buffer.from(text, 'utf16le')),
      fc
        .tuple(plain, fc.integer({ min: 0, max: 255 }))
        .map(([text, key]) => Buffer.from(Buffer.from(text).map((byte) => byte ^ key))),
      fc
        .tuple(plain, plain, fc.constantFrom('', 'x', 'xy'))
        .map(([a, b, before]) => Buffer.from(Buffer.from(`${before}${a}${b}!tail`).toString('base64'))),
      fc
        .constantFrom('m', 'n', ' ', '\n', 'aa', 'dd', 'cc', 'A', '7', 'ab', 'cde')
        .map((text) => Buffer.from(text)),
    ),
    { maxLength: 10 },
  )
  .map((parts) => Buffer.concat(parts));
