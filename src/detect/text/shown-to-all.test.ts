import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { ImageView } from '../detector.ts';
import type { JsonObject } from '../json.ts';
import type { Look } from './looked-at.ts';
import { shownToAll, type ToShow } from './shown-to-all.ts';

const lengths: Look<JsonObject> = ({ units, path }) => [{ excerpt: path, data: { length: units.length } }];
const reader: Look<JsonObject> = ({ path }, { unread }) => {
  unread?.({ reason: 'limit-reached', detail: path });
  return [];
};
const breaks: Look<JsonObject> = ({ path }) => {
  if (path === 'b') throw new Error('b is too much');
  return [];
};

function viewOf(looks: readonly Look<JsonObject>[], most = 1000): { view: ImageView; told: Unknown[] } {
  const told: Unknown[] = [];
  const view: Pick<ImageView, 'started' | 'limits' | 'looks' | 'unread'> = {
    started: new Set(['a']),
    limits: { ...DEFAULT_LIMITS, maxImageScriptParts: most },
    looks,
    unread: (unknown) => void told.push(unknown),
  };
  return { view: view as ImageView, told };
}

function textsOf(...parts: readonly number[]): { texts: ToShow[]; made: string[] } {
  const made: string[] = [];
  const texts = parts.map((count, i): ToShow => {
    const path = 'abcdef'[i] ?? '';
    const units = () => {
      made.push(path);
      return [{ text: '', language: 'shell' as const, commands: [], parts: count }];
    };
    return { path, units };
  });
  return { texts, made };
}

describe('shownToAll', () => {
  it('takes each text apart once for all detectors, also those that a view does not name', () => {
    const { view } = viewOf([lengths, reader]);
    const { texts, made } = textsOf(1, 1, 1);
    const [first] = shownToAll(view, 'started', lengths, texts);
    expect(first?.hits).toEqual([{ excerpt: 'a', data: { length: 1 } }]);
    shownToAll(view, 'started', reader, texts);
    expect(made).toEqual(['a', 'b', 'c']);
    expect(shownToAll(view, 'started', breaks, texts.slice(0, 1))).toEqual([{ hits: [] }]);
  });

  it('tells each detector alone of what it did not look at, and of its own failure', () => {
    const { view, told } = viewOf([lengths, reader, breaks]);
    const { texts } = textsOf(1, 1);
    shownToAll(view, 'started', lengths, texts);
    expect(told).toEqual([]);
    shownToAll(view, 'started', reader, texts);
    expect(told.map(({ detail }) => detail)).toEqual(['a', 'b']);
    expect(() => shownToAll(view, 'started', breaks, texts)).toThrow('b is too much');
  });

  it('leaves out what comes after more commands than are looked at in one image, and says so', () => {
    const { view } = viewOf([lengths], 10);
    const { texts, made } = textsOf(5, 7, 1);
    const shown = shownToAll(view, 'started', lengths, texts);
    expect(shown.map(({ cut }) => cut)).toEqual([undefined, undefined, 'maxImageScriptParts']);
    expect(shown[2]?.hits).toEqual([]);
    expect(made).toEqual(['a', 'b']);
  });
});
