import { describe, expect, it } from 'vitest';
import { comparesChecksum } from './compares-checksum.ts';

const SUM = `"${'0a'.repeat(32)}"`;

describe('a program compares a checksum', () => {
  it.each([
    `got = hashlib.sha256(data).hexdigest()\nif got != SUMS[url]:\n    raise Wrong()\nSUMS = {"x": ${SUM}}`,
    `if hashlib.sha256(data).hexdigest() != ${SUM}:\n    raise Wrong()`,
    `SUM = ${SUM}\nassert SUM == hashlib.sha256(data).hexdigest()`,
    `got = h.hexdigest()\nif not hmac.compare_digest(SUM, got): raise Wrong()\nSUM = ${SUM}`,
    `const got = createHash("sha256").update(data).digest("hex");\nif (got !== ${SUM}) throw new Error();`,
  ])('%s', (text) => {
    expect(comparesChecksum(text)).toBe(true);
  });

  it.each([
    // Whoever answers says what to expect.
    'got = hashlib.sha256(data).hexdigest()\nif got != requests.get(url + ".sha256").text: raise Wrong()',
    `got = hashlib.sha256(data).hexdigest()\nprint(got)\nSUM = ${SUM}`,
    `SUM = ${SUM}\nif mode == SUM: pass`,
  ])('not: %s', (text) => {
    expect(comparesChecksum(text)).toBe(false);
  });
});
