import { describe, expect, it } from 'vitest';
import { base64, hex } from '../../../testkit/coded.ts';
import { holdsCoded } from './holds-coded.ts';

const TEXT = 'touch /tmp/a; sleep 1000 # and more, so that it is long enough to be a program';
const BYTES = [...Buffer.from(TEXT)];
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SORTED = Array.from({ length: 40 }, (_, i) => 768 + i).join(',');

describe('holdsCoded', () => {
  it.each([
    ['base64', base64(TEXT)],
    ['hex', hex(TEXT)],
    ['escapes', BYTES.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')],
    ['values', BYTES.join(', ')],
    ['bits', BYTES.map((byte) => byte.toString(2).padStart(8, '0')).join('')],
    ['behind a ruler', `${'-'.repeat(63)}${base64(TEXT)}`],
    ['behind an alphabet', `${ALPHABET}${base64(TEXT)}`],
    ['among sorted values', `${SORTED},${BYTES.slice(0, 24).join(',')},${SORTED}`],
    ['in letters alone, between signs', `${'qzkd'.repeat(6)}-${'mnbv'.repeat(6)}/${'lkjh'.repeat(6)}`],
    ['behind many rulers', `${`# ${'-'.repeat(70)}\n`.repeat(50)}${base64(TEXT)}`],
  ])('%s', (_name, text) => {
    expect(holdsCoded(text)).toBe(true);
  });

  it.each([
    [
      'an address',
      '# https://docs.example/archive/Pages/GeneralLicenseDoesNotPermitUseofThird-PartyTrademarks/28-September-2010',
    ],
    ['a ruler', `# +${'-'.repeat(75)}+`],
    ['a ruler of two signs', '-+'.repeat(50)],
    ['an alphabet', `x = "${ALPHABET}"`],
    ['characters of an alphabet', SORTED],
    [
      'a table of a parser',
      '5,36,47,69,70,83,88,93,109,127,135,146,148,149,150,156,157,174,178,179,182,183,184,185,186',
    ],
    ['less than a program', base64(TEXT).slice(0, 60)],
  ])('nothing in %s', (_name, text) => {
    expect(holdsCoded(text)).toBe(false);
  });
});
