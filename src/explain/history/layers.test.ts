import { describe, expect, it } from 'vitest';
import type { Instruction } from '../explanation.ts';
import { matchLayers } from './layers.ts';

function rows(...empty: readonly boolean[]): Instruction[] {
  return empty.map((empty_layer, row) => ({
    text: `${empty_layer ? 'USER' : 'RUN'} ${row}`,
    keyword: empty_layer ? 'USER' : 'RUN',
    row,
    source: { empty_layer },
    certainty: 'exact',
  }));
}

it('gives the rows that made layers their layers, in order', () => {
  const { instructions, ofLayer, notes } = matchLayers(rows(false, true, false), 2);
  expect(instructions.map(({ layer }) => layer)).toEqual([0, undefined, 1]);
  expect(ofLayer.map((instruction) => instruction?.text)).toEqual(['RUN 0', 'RUN 2']);
  expect(notes).toEqual([]);
});

it('calls it a guess when there are more rows than layers', () => {
  const { instructions, ofLayer, notes } = matchLayers(rows(false, false, false), 2);
  expect(instructions.map(({ layer }) => layer)).toEqual([0, 1, undefined]);
  expect(ofLayer).toHaveLength(2);
  expect(ofLayer[0]).toMatchObject({ certainty: 'partly-lost', note: expect.stringContaining('guess') });
  expect(notes).toEqual([expect.stringContaining('3 rows')]);
});

it('calls it a guess when there are fewer rows than layers', () => {
  const { ofLayer, notes } = matchLayers(rows(false), 3);
  expect(ofLayer.map((instruction) => instruction?.certainty)).toEqual(['partly-lost', undefined, undefined]);
  expect(notes).toHaveLength(1);
});

it('calls one layer for several rows squashed', () => {
  const { ofLayer, notes } = matchLayers(rows(false, false, true), 1);
  expect(notes).toEqual([
    expect.stringMatching(/^The history tells of 2 layers and the image has one: they were squashed/),
  ]);
  expect(ofLayer[0]?.certainty).toBe('partly-lost');
});

it('says so when no row made a layer', () => {
  expect(matchLayers(rows(true), 2).notes).toEqual([
    expect.stringMatching(/^The history accounts for none of the 2 layers: rules_oci and others/),
  ]);
});

it('names all instructions that buildah put into one layer', () => {
  const row = (text: string, index: number, empty_layer: boolean): Instruction => ({
    text,
    keyword: text.split(' ')[0] ?? '',
    row: index,
    source: { empty_layer },
    certainty: 'exact',
  });
  const shared = [
    row('COPY a', 0, true),
    row('USER x', 1, true),
    row('RUN b', 2, true),
    row('CMD c', 3, false),
  ];
  const { instructions, ofLayer } = matchLayers(shared, 1, new Set([0, 2]));
  expect(instructions.map(({ layer }) => layer)).toEqual([0, undefined, 0, 0]);
  expect(ofLayer[0]).toMatchObject({ text: 'COPY a + RUN b', certainty: 'partly-lost' });
  expect(
    matchLayers([row('COPY a', 0, true), row('CMD c', 1, false)], 1, new Set([0])).ofLayer[0]?.text,
  ).toBe('COPY a');
});

describe('what an attestation says of layers', () => {
  it('fills in what the numbers leave open, and says so', () => {
    const { instructions, ofLayer } = matchLayers(
      rows(false, false, false),
      2,
      undefined,
      new Map([
        [1, 0],
        [2, 1],
      ]),
    );
    expect(instructions[2]).toMatchObject({
      layer: 1,
      certainty: 'normalised',
      note: expect.stringMatching(/^which layer it made is only what the provenance attestation/),
    });
    expect(ofLayer[1]?.text).toBe('RUN 2');
  });

  it('is told where the history says the same, and where it says otherwise', () => {
    const said = (layers: ReadonlyMap<number, number>): readonly string[] =>
      matchLayers(rows(false, false), 2, undefined, layers).notes;
    expect(said(new Map([[0, 0]]))).toEqual([
      'Of 1 layer, the provenance attestation, which is not signed, says the same instruction as the history, by their digests.',
    ]);
    expect(said(new Map([[0, 1]]))).toEqual([
      '"RUN 0" made layer 2 by the provenance attestation, which is not signed, and layer 1 by the history.',
    ]);
  });
});
