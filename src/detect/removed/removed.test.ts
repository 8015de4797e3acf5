import { describe, expect, it } from 'vitest';
import { judge, type LayerSpec } from '../../../testkit/detect.ts';
import { removed } from './index.ts';

const ELF = { bytes: 'program', elf: true };

function find(...layers: readonly LayerSpec[]) {
  return judge([removed], { layers }).findings;
}

describe('removed', () => {
  it('finds programs that a later layer takes away, all in one finding', () => {
    const findings = find(
      { 'opt/agent': ELF, 'tmp/.x/run': '#!/bin/sh\n' },
      { 'opt/agent': null, 'tmp/.x': null },
    );
    expect(findings).toMatchObject([
      {
        rule: 'hidden/removed-program',
        severity: 'medium',
        evidence: [
          { path: '/tmp/.x/run', goneIn: 1 },
          { path: '/opt/agent', layer: 0 },
        ],
      },
    ]);
  });

  it('says low for a plain program, medium for a setuid one', () => {
    expect(find({ 'opt/agent': ELF }, { 'opt/agent': null })).toMatchObject([{ severity: 'low' }]);
    expect(find({ 'opt/agent': { ...ELF, mode: 0o4755 } }, { 'opt/agent': null })).toMatchObject([
      { severity: 'medium' },
    ]);
  });

  it('leaves alone what builds take away', () => {
    expect(
      find(
        {
          'var/lib/apt/lists/x': 'text',
          'usr/bin/gcc': ELF,
          'tmp/src/configure': '#!/bin/sh\n',
          'root/.cache/pip/a': '#!/bin/sh\n',
          'tmp/tool': ELF,
        },
        {
          'var/lib/apt/lists': null,
          'usr/bin/gcc': null,
          'tmp/src': null,
          'root/.cache': null,
          'tmp/tool': null,
          'usr/local/bin/tool': ELF,
        },
      ),
    ).toEqual([]);
  });

  it('leaves alone what is replaced', () => {
    expect(find({ 'opt/app.sh': '#!/bin/sh\na\n' }, { 'opt/app.sh': '#!/bin/sh\nb\n' })).toEqual([]);
  });
});
