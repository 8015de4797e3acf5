import { describe, expect, it } from 'vitest';
import { cryptHash } from './crypt.ts';

const LONG = 'a rather long password of more than sixty-four bytes, to see that all parts are right';

/** Made with crypt(3) of glibc and with openssl passwd. */
const HASHES: readonly (readonly [password: string, hash: string])[] = [
  ['root', '$1$abcdefgh$rV6RhG4no19bGJfmub3Ui1'],
  ['', '$1$xy$JSgu5Zv4igzK2ULm5nTM30'],
  [LONG, '$1$saltstri$M0mDcK7b/gfJyLsmm2ad60'],
  ['root', '$5$abcdefgh$R6RGSMgggXQz2wdKz0HpXWjK9oI5Hjvxad6awq8YNS4'],
  [LONG, '$5$saltstring$8JR7Q36DvOMozW87NXvkbCR6z6w1sFq/u8YdAnH8xs1'],
  [
    'root',
    '$6$abcdefgh$cnW4XDznaFa1hR9LnqrjoiAqed87oTXop3rUraOEgMC9xZ8cZ4bnv81B/PgWNFtDN0PNbtGZlCIhm8Jws2OPr0',
  ],
  [
    'password',
    '$6$rounds=1234$saltstringsaltst$XKGMHiY/t9YAD.LCpjXLRAkKBdQjzbpgNdgtnxXPgy.NvyouZKZIEwvIR7PE21YUcpAGwCAT6oZey31SzCAiu1',
  ],
  [
    LONG,
    '$6$saltstring$2eviuZpCsQWqAf.840Gvk63QrGBM76RVE8Tijpf.sbd/XXQxgs.9L6xC5UZTtI37tA8WOeZT8CRRuqD8G/z4z.',
  ],
  ['root', '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$7sns0mBDIWgdwoL7WtVeg8OpRLmM3pIF24UUv.9/Cu.'],
  ['root', '$y$j75$F5Jx5fExrKuPp53xLKQ..1$C.BlFoEVv8Gmel7ioQKWCELvAtElX18qHqds2MGIvu9'],
  ['root', '$y$j8T$F5Jx5fExrKuPp53xLKQ..1$gS1pa4O/qO8wt0L3GuI.6Ym4BiYK0FoOH7LRy/K8tc1'],
  ['root', '$2b$05$abcdefghijklmnopqrstuuJ/uqQnGWb.PIEKF.YYD7e.M1.rwki5y'],
];

describe('cryptHash', () => {
  it.each(HASHES)('%j made %s', (password, hash) => {
    expect(cryptHash(hash)?.matches(password)).toBe(true);
    expect(cryptHash(hash)?.matches(`${password}x`)).toBe(false);
  });

  it('says how much work one try is', () => {
    expect(HASHES.map(([, hash]) => cryptHash(hash)?.rounds)).toEqual([
      1000, 1000, 1000, 5000, 5000, 5000, 1234, 5000, 65536, 4096, 32768, 1920,
    ]);
  });

  it.each([
    '',
    '*',
    '!',
    'x',
    '$6$salt$hash',
    '$y$j9T$abc$def',
    '$2b$12$abcdefghijklmnopqrstuv',
    '$5$a$',
    `$y$j9T$${'a'.repeat(5)}$${'a'.repeat(43)}`,
    `$y$jDT$ab$${'a'.repeat(43)}`,
  ])('knows nothing of %j', (field) => {
    expect(cryptHash(field)).toBeUndefined();
  });
});
