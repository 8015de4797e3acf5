import { ClearpullError } from '../../base/errors.ts';
import { at, isFields, listAt, textAt, textsAt } from '../fields.ts';

export interface Subject {
  readonly name: string;
  /** By algorithm, in lower-case hex; algorithms that are no digest of bytes (`gitCommit`) are kept. */
  readonly digests: ReadonlyMap<string, string>;
}

/** What somebody says of some artefacts (in-toto attestation spec v1, statement.md; v0.1 has the same fields). */
export interface Statement {
  readonly version: '0.1' | '1';
  readonly predicateType: string;
  /** Never empty. */
  readonly subjects: readonly Subject[];
  readonly predicate: unknown;
}

const VERSIONS: ReadonlyMap<unknown, Statement['version']> = new Map([
  ['https://in-toto.io/Statement/v0.1', '0.1'],
  ['https://in-toto.io/Statement/v1', '1'],
]);
const MAX_ALGORITHMS = 16;

/** True for JSON that says it is an in-toto statement of any version. */
export function isStatement(json: unknown): boolean {
  return textAt(json, '_type')?.startsWith('https://in-toto.io/Statement/') === true;
}

/** A statement out of parsed JSON. Throws `target-invalid` for anything else, in words that name `what` it is. */
export function readStatement(json: unknown, what: string, maxSubjects: number): Statement {
  const version = VERSIONS.get(at(json, '_type'));
  if (version === undefined) throw malformed(what, `its _type is ${shown(at(json, '_type'))}`);
  const predicateType = textAt(json, 'predicateType');
  if (predicateType === undefined) throw malformed(what, 'it has no predicateType');
  const all = at(json, 'subject');
  if (!Array.isArray(all) || all.length === 0) throw malformed(what, 'it has no subject');
  if (all.length > maxSubjects) throw malformed(what, `it has more than ${maxSubjects} subjects`);
  return {
    version,
    predicateType,
    subjects: listAt(json, maxSubjects, 'subject').map((subject) => readSubject(subject, what)),
    predicate: at(json, 'predicate'),
  };
}

function readSubject(subject: unknown, what: string): Subject {
  if (!isFields(subject)) throw malformed(what, 'a subject is no object');
  const digests = textsAt(subject, MAX_ALGORITHMS, 'digest');
  if (digests.size === 0) throw malformed(what, 'a subject has no digest');
  return { name: textAt(subject, 'name') ?? '', digests };
}

function malformed(what: string, why: string): ClearpullError {
  return new ClearpullError('target-invalid', `${what} is no in-toto statement: ${why}`);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 100)}"` : 'missing';
}
