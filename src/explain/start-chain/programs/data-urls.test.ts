import { expect, it } from 'vitest';
import { explainImage } from '../../../../testkit/explain.ts';

function spoken(Cmd: string[], options?: string): unknown[] {
  const Env = options === undefined ? [] : [`NODE_OPTIONS=${options}`];
  const { spoken: told } = explainImage({
    layers: [{ 'a.js': '1\n', 'usr/bin/node': { elf: 'node' } }],
    config: { Cmd, Env: ['PATH=/usr/bin', ...Env] },
  });
  return (told?.texts ?? []).map(({ text, language }) => [text, language]);
}

it('programs in data: addresses are read from words and from NODE_OPTIONS, in whatever code they are', () => {
  const text = 'import "node:os"; 1 % 2';
  const coded = Buffer.from(text).toString('base64');
  expect(spoken(['node', '--import', `data:text/javascript,${text}`])).toEqual([[text, 'node']]);
  expect(spoken(['node', `--import=data:text/javascript;charset=utf-8;base64,${coded}`])).toEqual([
    [text, 'node'],
  ]);
  expect(spoken(['node', '/a.js'], `--import=data:text/javascript,${encodeURIComponent(text)}`)).toEqual([
    [text, 'node'],
  ]);
});

it('other addresses, and other programs, are left alone', () => {
  expect(spoken(['node', 'data:image/png;base64,AAAA', '--import=file:///a.js'])).toEqual([]);
  expect(spoken(['nginx', 'data:text/javascript,1'])).toEqual([]);
});
