import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as make from '../../../testkit/addresses.ts';
import { findWallets, mayHoldMonero } from './find-wallets.ts';

describe('findWallets', () => {
  it.each([
    ['monero', 'address', make.moneroAddress('a')],
    ['monero', 'subaddress', make.moneroSubaddress('a')],
    ['monero', 'integrated address', make.moneroIntegratedAddress('a')],
    ['wownero', 'address', make.cryptoNoteAddress(4146, 'a')],
    ['bitcoin', 'address', make.bitcoinAddress('a')],
    ['bitcoin', 'script address', make.bitcoinScriptAddress('a')],
    ['bitcoin', 'segwit address', make.bitcoinSegwitAddress('a')],
    ['bitcoin', 'segwit address', make.bitcoinTaprootAddress('a')],
    ['litecoin', 'address', make.litecoinAddress('a')],
    ['dogecoin', 'address', make.dogecoinAddress('a')],
    ['ravencoin', 'address', make.ravencoinAddress('a')],
    ['zcash', 'transparent address', make.zcashAddress('a')],
    ['ethereum', 'address', make.ethereumAddress('a')],
  ])('finds a %s %s whose checksum holds', (coin, kind, address) => {
    const text = `"user": "${address}.rig-1+5000/me@example.org",`;
    expect(findWallets(text)).toMatchObject([{ coin, kind, address, index: 9 }]);
  });

  it('generates Monero addresses of the real shape', () => {
    expect(make.moneroAddress('x')).toMatch(/^4[0-9A-Za-z]{94}$/);
    expect(make.moneroSubaddress('x')).toMatch(/^8[0-9A-Za-z]{94}$/);
    expect(make.moneroIntegratedAddress('x')).toMatch(/^4[0-9A-Za-z]{105}$/);
  });

  it('strips the coin that unMineable puts in front', () => {
    const address = make.dogecoinAddress('b');
    expect(findWallets(`-u DOGE:${address}.worker#ref`)).toMatchObject([{ address }]);
  });

  it('knows the published test vector of EIP-55', () => {
    expect(findWallets('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed')).toHaveLength(1);
  });

  it.each([
    ['a broken checksum', make.brokenMoneroAddress('a')],
    ['a placeholder', `4${'x'.repeat(94)}`],
    ['YOUR_WALLET', 'YOUR_WALLET_ADDRESS_HERE_PLEASE_CHANGE'],
    ['an Ethereum address in one case', make.ethereumAddress('a').toLowerCase()],
    ['an address inside longer letters', `${make.bitcoinAddress('a')}x`],
    ['a sha256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ])('leaves %s alone', (_what, text) => {
    expect(findWallets(text)).toEqual([]);
  });

  it('gives up on megabytes of candidates instead of hashing for minutes', () => {
    expect(findWallets(`${'1'.repeat(30)} `.repeat(40_000))).toEqual([]);
  });
});

describe('mayHoldMonero', () => {
  it('tells what the regular expression tells', () => {
    const text = fc.string({ unit: fc.constantFrom('4', '8', 'a', 'Z', '0', '-', 'é'), maxLength: 40 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (given, length) => {
        const pattern = new RegExp(`[48][0-9A-Za-z]{${length - 1}}`);
        expect(mayHoldMonero(given, length)).toBe(pattern.test(given));
      }),
      { seed: 6, numRuns: 2000 },
    );
  });
});
