import { describe, expect, it } from 'vitest';
import { accountLayers, hexOf } from '../../../testkit/accounting.ts';
import { knownLayers } from './base-layers.ts';

const BASE = { name: 'docker.io/library/debian:12', layers: 1 };

describe('layers of a known image', () => {
  const lower = { 'usr/bin/tool': { elf: 'tool' }, 'usr/bin/other': { elf: 'other' } };

  it('account for the programs in them, and for none above', () => {
    const told = accountLayers([lower, { 'usr/bin/own': { elf: 'own' } }], [], BASE);
    expect(told).toMatchObject({
      total: 3,
      accounted: 2,
      unlisted: 1,
      base: { ...BASE, programs: 2, alone: 2 },
    });
    expect(told.unaccounted.map(({ path }) => path)).toEqual(['/usr/bin/own']);
  });

  it('do not account for a program that a later layer replaces', () => {
    const told = accountLayers([lower, { 'usr/bin/tool': { elf: 'swapped' } }], [], BASE);
    expect(told.unaccounted.map(({ path }) => path)).toEqual(['/usr/bin/tool']);
    expect(told.base).toMatchObject({ programs: 1 });
  });

  it('count whatever a package database says of them', () => {
    const database = {
      'var/lib/dpkg/status': 'Package: p\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n',
      'var/lib/dpkg/info/p.list': '/usr/bin/tool\n/usr/bin/other\n',
      'var/lib/dpkg/info/p.md5sums': `${hexOf('md5', 'another')}  usr/bin/tool\n${hexOf('md5', 'other')}  usr/bin/other\n`,
    };
    expect(accountLayers([{ ...lower, ...database }])).toMatchObject({ changed: 1, accounted: 1 });
    expect(accountLayers([{ ...lower, ...database }], [], BASE)).toMatchObject({
      changed: 0,
      accounted: 2,
      base: { programs: 2, alone: 1 },
    });
  });

  it('are those of the longest image in the chain', () => {
    const known = {
      alsoTagged: [],
      matchedBy: 'blobs',
      covers: 'lowest-layers',
      newer: 0,
      seen: '',
    } as const;
    const chain = [
      { ...known, name: 'python:3', layers: 4 },
      { ...known, name: 'debian:12', layers: 1 },
    ];
    expect(knownLayers({ claimedBy: 'none', chain })).toEqual({ name: 'python:3', layers: 4 });
    expect(knownLayers({ claimedBy: 'none' })).toBeUndefined();
  });
});
