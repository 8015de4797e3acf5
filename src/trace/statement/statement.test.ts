import { describe, expect, it } from 'vitest';
import { decodeBase64, IN_TOTO_PAYLOAD, readEnvelope, signedBytes } from './envelope.ts';
import { readStatement } from './statement.ts';
import { aboutImage } from './subjects.ts';

const HEX = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const STATEMENT = {
  _type: 'https://in-toto.io/Statement/v1',
  predicateType: 'https://example.com/x',
  subject: [{ name: 'x', digest: { sha256: HEX } }],
  predicate: {},
};
const image = { digest: `sha256:${HEX}`, indexDigest: `sha256:${OTHER}`, hasManifest: true } as const;

function about(subject: readonly object[]) {
  return aboutImage({ where: 'it', statement: readStatement({ ...STATEMENT, subject }, 'it', 10) }, image);
}

describe('an in-toto statement', () => {
  it.each(['0.1', '1'])('is read in version %s', (version) => {
    const _type = `https://in-toto.io/Statement/v${version}`;
    expect(readStatement({ ...STATEMENT, _type }, 'it', 10)).toMatchObject({ version });
  });

  it.each([
    ['of another version', { _type: 'https://in-toto.io/Statement/v2' }],
    ['without a type', { _type: undefined }],
    ['without a predicate type', { predicateType: 7 }],
    ['without a subject', { subject: [] }],
    ['with a subject that is none', { subject: ['x'] }],
    ['with a subject without a digest', { subject: [{ name: 'x', digest: {} }] }],
    ['with too many subjects', { subject: Array.from({ length: 11 }, () => STATEMENT.subject[0]) }],
  ])('is refused %s', (_, changes) => {
    expect(() => readStatement({ ...STATEMENT, ...changes }, 'it', 10)).toThrow(
      /^it is no in-toto statement: /,
    );
  });

  it('is about the image when one of its subjects has the digest of its manifest, or of its index', () => {
    expect(about([{ name: 'x', digest: { sha256: HEX.toUpperCase() } }]).names).toBe('manifest');
    expect(about([{ name: 'x', digest: { sha256: OTHER } }]).names).toBe('index');
    expect(about([{ name: 'x', digest: { sha256: 'c'.repeat(64) } }]).names).toBeUndefined();
    // The name of an algorithm is part of it: the same digits of another one are another digest.
    expect(about([{ name: 'x', digest: { sha512: HEX } }]).names).toBeUndefined();
    expect(about([{ name: `sha256:${HEX}`, digest: { sha256: 'c'.repeat(64) } }]).names).toBeUndefined();
  });

  it('tells of further subjects, and is in conflict when it calls two by one name', () => {
    const two = [OTHER, HEX].map((sha256, i) => ({ name: `x${i}`, digest: { sha256 } }));
    expect(about(two)).toMatchObject({ names: 'manifest', notes: [expect.stringContaining('2 artefacts')] });
    expect(about(two).conflict).toBeUndefined();
    expect(about(two.map((one) => ({ ...one, name: 'x' }))).conflict).toContain('"x" stands for 2 digests');
    const tags = ['1', '1.2'].map((name) => ({ name, digest: { sha256: HEX } }));
    expect(about(tags)).toMatchObject({ names: 'manifest', notes: [] });
  });
});

describe('a DSSE envelope', () => {
  const ENVELOPE = { payloadType: IN_TOTO_PAYLOAD, payload: 'eyJ9', signatures: [{ sig: 'AAAA' }] };

  it('is signed over its type and its payload (the example of the specification)', () => {
    const bytes = signedBytes({
      payloadType: 'http://example.com/HelloWorld',
      payload: Buffer.from('hello world'),
    });
    expect(bytes.toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  it('is read with base64 of either alphabet', () => {
    expect(decodeBase64('-_8=')).toEqual(decodeBase64('+/8'));
    expect(decodeBase64('a b')).toBeUndefined();
    expect(readEnvelope(ENVELOPE, 'it').signatures[0]?.bytes.length).toBe(3);
  });

  it.each([
    ['without a type', { payloadType: '' }],
    ['with a payload that is not base64', { payload: '{}' }],
    ['without signatures', { signatures: [] }],
    ['with an empty signature', { signatures: [{ sig: '' }] }],
    ['with a signature that is none', { signatures: [null] }],
  ])('is refused %s', (_, changes) => {
    expect(() => readEnvelope({ ...ENVELOPE, ...changes }, 'it')).toThrow(/^it is no DSSE envelope: /);
  });
});
