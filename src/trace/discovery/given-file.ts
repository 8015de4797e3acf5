import { ClearpullError } from '../../base/errors.ts';
import { limitError } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import type { FoundDocument } from './read-claim.ts';

const NEWLINE = 0x0a;

/** A file that the user named. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The documents of a file: one statement, envelope or bundle as JSON, or one on each line (in-toto's JSON lines, as
 * `gh attestation download` writes them). Throws `limit-reached`, and `usage` for an empty file.
 */
export function readGivenFile({ name, bytes }: GivenFile, limits: Limits): readonly FoundDocument[] {
  const document = (where: string, part: Uint8Array): FoundDocument => ({
    where,
    bytes: part,
    mediaType: 'application/json',
    // What a user names with --provenance is meant to be one.
    annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/' },
  });
  const lines = nonEmptyLines(bytes);
  if (lines.length === 0) {
    throw new ClearpullError('usage', `The file ${name} is empty.`, {
      hint: 'Name a file with an in-toto statement, a DSSE envelope or a sigstore bundle.',
    });
  }
  if (lines.length > 1 && lines.every(({ part }) => isWhole(part))) {
    if (lines.length > limits.maxAttestations) {
      throw limitError(
        'maxAttestations',
        `${name} has ${lines.length} lines; at most ${limits.maxAttestations} are read`,
      );
    }
    return lines.map(({ part, number }) => document(`line ${number} of ${name}`, part));
  }
  return [document(name, bytes)];
}

interface Line {
  readonly number: number;
  readonly part: Uint8Array;
}

function nonEmptyLines(bytes: Uint8Array): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let number = 1; start < bytes.length; number++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    const part = bytes.subarray(start, end);
    if (part.some((byte) => byte > 0x20)) lines.push({ number, part });
    start = end + 1;
  }
  return lines;
}

/** Whether a line opens and closes a JSON object, which no line of indented JSON does. */
function isWhole(line: Uint8Array): boolean {
  const text = Buffer.from(line).toString('latin1').trim();
  return text.startsWith('{') && text.endsWith('}') && text.length > 2;
}
