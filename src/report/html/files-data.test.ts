import { expect, it } from 'vitest';
import { testAssessment } from '../../../testkit/assessment.ts';
import { testFinding } from '../../../testkit/finding.ts';
import type { Assessment } from '../../assess/assessment.ts';
import type { FileRow } from '../../assess/image-files.ts';
import { filesData } from './files-data.ts';

const row = (parent: number, name: string, more: Partial<FileRow> = {}): FileRow => ({
  parent,
  name,
  kind: 'file',
  size: 1,
  mode: 0o644,
  layer: 0,
  ...more,
});

it('marks the file that a finding points at, the folders above it, and what was taken away only where it was meant', () => {
  const rows = [
    row(-1, '', { kind: 'directory' }),
    row(0, 'opt', { kind: 'directory' }),
    row(1, 'a.jar'),
    row(1, 'gone', { goneIn: 2 }),
    row(1, 'gone', { goneIn: 3 }),
    row(0, 'etc', { kind: 'directory' }),
    row(5, 'a.jar'),
  ];
  const one = testFinding({}, { path: '/opt/a.jar!/x' });
  const two = testFinding({}, { path: '/opt/gone', goneIn: 2 });
  const assessment = { ...testAssessment({ reference: 'a', lines: [] }), findings: [one, two] };
  const files = { rows, leftOut: 0, texts: [], sizes: [] };
  expect(filesData(files, assessment as Assessment)).toHaveProperty('marks', { 1: 1, 2: 1, 3: 1 });
});
