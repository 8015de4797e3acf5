import { program } from '../../../../test/detection/image-case.ts';
import type { Payload } from '../payload.ts';

/** A program of which nothing is known but where it lies: only the ways of hiding are seen. */
export const HIDDEN_PROGRAM: Payload = {
  class: 'unknown program, hidden',
  kind: 'program',
  name: 'any',
  unknown: true,
  bytes: program(['an agent']),
  rules: [
    'hiding/hidden-place',
    'hiding/false-extension',
    'hiding/appended-data',
    'hiding/packed-program',
    'hiding/self-extracting',
    'hidden/removed-program',
    'start/decode-and-run',
    'persistence/shadowed-tool',
    'persistence/hidden-start',
  ],
};
