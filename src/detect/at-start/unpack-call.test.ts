import { describe, expect, it } from 'vitest';
import { readShell } from '../shell/read-shell.ts';
import { unpackCall } from './unpack-call.ts';

function callIn(text: string): unknown {
  return unpackCall(readShell(text).pipelines[0]?.commands ?? []);
}

describe('unpackCall', () => {
  it.each<[string, object]>([
    ['tar xzf /a.tgz -C /', { archive: '/a.tgz', into: '/', strip: 0 }],
    ['tar -C /x -xf /a.tar', { archive: '/a.tar', into: '/x' }],
    ['tar xfC /a.tar /x', { archive: '/a.tar', into: '/x' }],
    ['tar --extract --file=/a.tar --directory /x --strip-components=2', { into: '/x', strip: 2 }],
    ['tar xz -C /x < /a.tgz', { archive: '/a.tgz', into: '/x' }],
    ['cat /a.tgz | tar -xzf - -C /x', { archive: '/a.tgz', into: '/x' }],
    ['xz -dc /a.txz | tar x', { archive: '/a.txz', into: '.' }],
    ['unzip -qo /a.zip -d /x', { archive: '/a.zip', into: '/x' }],
    ['jar xf /a.jar', { archive: '/a.jar', into: '.' }],
    ['python3 -m zipfile -e /a.zip /x', { archive: '/a.zip', into: '/x' }],
  ])('%s', (text, call) => {
    expect(callIn(text)).toMatchObject(call);
  });

  it.each(['tar czf /a.tgz /x', 'tar tf /a.tgz', 'jar cf /a.jar x', 'cat /a.tgz', 'tar xz'])(
    'is none: %s',
    (text) => {
      expect(callIn(text)).toBeUndefined();
    },
  );
});
