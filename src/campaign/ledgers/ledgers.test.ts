import { array, assert, bigInt, constantFrom, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneroAddress, moneroIntegratedAddress } from '../../../testkit/addresses.ts';
import { ClearpullError } from '../../base/errors.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';
import { earnedOf } from './earnings.ts';
import { parsePayments } from './payments.ts';
import { parsePulls } from './pulls.ts';
import { readRows } from './rows.ts';
import { claimedTime, parseTime } from './time.ts';

const WALLET = moneroAddress('paid');

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ClearpullError && error.code === 'usage')
      return `${error.message} ${error.hint ?? ''}`;
    throw error;
  }
  return expect.fail('nothing was thrown');
}

describe('readRows', () => {
  it('reads CSV with quotes, Windows lines, blank lines and comments', () => {
    const text = '\ufeffName,Pull Count\r\n# a comment\r\n\r\n"a ""b"", c",1\r\n"two\nlines",2';
    const rows = readRows(text, 'f.csv', 10);
    expect(rows.map(({ fields, where }) => [Object.fromEntries(fields), where])).toEqual([
      [{ name: 'a "b", c', pullcount: '1' }, 'f.csv, line 4'],
      [{ name: 'two\nlines', pullcount: '2' }, 'f.csv, line 5'],
    ]);
  });

  it('gives back any table that was written by the rules', () => {
    const cell = string({ minLength: 1, unit: constantFrom('a', '"', ',', '\n', ' ', 'é') });
    assert(
      property(array(tuple(cell, cell), { maxLength: 20 }), (table) => {
        const quoted = (one: string): string => `"${one.replaceAll('"', '""')}"`;
        const text = ['x,y', ...table.map((row) => row.map(quoted).join(','))].join('\n');
        const rows = readRows(text, 'f', 100).map(({ fields }) => [
          fields.get('x') ?? '',
          fields.get('y') ?? '',
        ]);
        expect(rows).toEqual(table.map((row) => row.map((one) => one.trim())));
      }),
    );
  });

  it('refuses more rows than the limit, and what is no table', () => {
    expect(messageOf(() => readRows('x\n1\n2\n3', 'f.csv', 2))).toContain('maxLedgerRows');
    expect(messageOf(() => readRows('[1]', 'f.json', 2))).toContain('f.json, entry 1');
    expect(messageOf(() => readRows('[', 'f.json', 2))).toContain('is not JSON');
    expect(messageOf(() => readRows('', 'f.csv', 2))).toContain('is empty');
  });

  it('refuses a row with more fields than the first line names, and leaves empty ones aside', () => {
    expect(() => readRows('repository,pulls\na/b,850,000\n', 'pulls.csv', 10)).toThrow(
      'pulls.csv, line 2: has 3 fields, and the first line only 2.',
    );
    expect(readRows('a,b\n1,2,,\n', 't.csv', 10)[0]?.fields).toEqual(
      new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    );
  });

  it('refuses a text that has none of the columns, and so is no such table', () => {
    expect(messageOf(() => parsePulls('Remember that image.\n', 'notes.txt', 2))).toContain(
      'notes.txt has no column "repository"',
    );
    expect(messageOf(() => parsePayments('date,amount\n', 'f.csv', 2))).toContain('no column "wallet"');
  });
});

describe('parsePulls', () => {
  const TOMCAT = { pulls: 1_200_000, firstSeen: '2017-07-24T00:00:00Z' };
  it.each([
    ['CSV', 'repository,pulls,first_seen\ndemo2018/tomcat,"1,200,000",2017-07-24'],
    ['JSON', '[{"repository":"docker.io/demo2018/tomcat:latest","pulls":1200000,"firstSeen":"2017-07-24"}]'],
  ])('reads %s', (_kind, text) => {
    expect([...parsePulls(text, 'f', 10)]).toEqual([['docker.io/demo2018/tomcat', TOMCAT]]);
  });

  it('reads an object of numbers, and takes the larger of two', () => {
    expect([...parsePulls('{"a/b": 5}', 'f', 10)]).toEqual([['docker.io/a/b', { pulls: 5 }]]);
    expect([...parsePulls('repository,pulls\na/b,5\na/b,9\na/b,7', 'f', 10)]).toEqual([
      ['docker.io/a/b', { pulls: 9 }],
    ]);
  });

  it.each([
    ['repository,pulls\n,5', 'line 2: names no repository'],
    ['repository,pulls\nA B,5', 'line 2: "A B" is not a repository name'],
    ['repository,pulls\na/b,-5', '"-5" is no number of pulls'],
    ['repository,pulls\na/b,1e9', '"1e9" is no number of pulls'],
    ['repository,first_seen\na/b,2018-02-30', '"2018-02-30" is no date'],
  ])('names the row that is wrong: %j', (text, message) => {
    expect(messageOf(() => parsePulls(text, 'f.csv', 10))).toContain(message);
  });
});

describe('parsePayments', () => {
  it('sums exactly, by wallet and currency, with what the file says of values', () => {
    const text = [
      'wallet,date,amount,currency,value,value_currency,id',
      `${WALLET},2017-08-01,0.1,,10,usd,a`,
      `${WALLET},2018-05-10,0.2,,,,b`,
      `${WALLET},2018-05-10,0.2,,,,b`,
      `${moneroIntegratedAddress('paid')},2018-05-11,1,XMR,,,c`,
      `${WALLET},,3,BTC,,,d`,
    ].join('\n');
    const payments = parsePayments(text, 'f.csv', 10);
    expect([...payments.keys()]).toEqual([WALLET]);
    expect(earnedOf(payments.get(WALLET) ?? [])).toEqual({
      payments: 4,
      sums: [
        { currency: 'BTC', amount: '3', payments: 1 },
        { currency: 'XMR', amount: '1.3', payments: 3 },
      ],
      values: [{ currency: 'USD', amount: '10', payments: 1 }],
      first: '2017-08-01T00:00:00Z',
      last: '2018-05-11T00:00:00Z',
    });
  });

  it.each([
    ['wallet,amount\n,5', 'names no wallet'],
    [`wallet,amount\n${WALLET},`, 'has no amount'],
    [`wallet,amount\n${WALLET},1e3`, '"1e3" is no plain decimal number'],
    [`wallet,amount\n${WALLET},-1`, '"-1" is no plain decimal number'],
    ['wallet,amount\nmine,1', 'names no currency'],
    [`wallet,amount,currency\n${WALLET},1,$$$`, '"$$$" is no currency'],
    [`wallet,amount,value\n${WALLET},1,5`, 'names no currency'],
    [`wallet,amount,date\n${WALLET},1,yesterday`, '"yesterday" is no date'],
  ])('names the row that is wrong: %j', (text, message) => {
    expect(messageOf(() => parsePayments(text, 'f.csv', 10))).toContain(message);
  });
});

describe('decimal numbers', () => {
  it('come back as they were, but for zeros', () => {
    assert(
      property(bigInt({ min: 0n, max: 10n ** 36n - 1n }), (units) => {
        expect(parseDecimal(formatDecimal(units))).toBe(units);
      }),
    );
    expect(formatDecimal(parseDecimal('007.500') ?? -1n)).toBe('7.5');
  });
});

describe('times', () => {
  it.each([
    ['2018-02-11', '2018-02-11T00:00:00Z'],
    ['2018-02-11T09:20:00.123456789Z', '2018-02-11T09:20:00Z'],
    ['2018-02-11T09:20:00+02:00', '2018-02-11T07:20:00Z'],
    ['2018-02-30', undefined],
    ['11.02.2018', undefined],
    ['', undefined],
  ])('%j is %s', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });

  it('of reproducible builds are no claim', () => {
    expect(['1970-01-01T00:00:00Z', '0001-01-01T00:00:00Z', undefined].map(claimedTime)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(claimedTime('2018-02-11T09:20:00Z')).toBe('2018-02-11T09:20:00Z');
  });
});
