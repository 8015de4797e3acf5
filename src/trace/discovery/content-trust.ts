import { isDigest } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Image } from '../../image/image.ts';
import { parseReference } from '../../image/reference.ts';
import { parseJson } from '../../source/parse-json.ts';
import type { Claim } from '../claim.ts';
import { at, textAt } from '../fields.ts';
import { decodeBase64 } from '../statement/envelope.ts';

/** A file in which Docker Content Trust keeps which tag stands for which digest. */
export interface TrustFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files that it keeps of a repository, `docker.io/library/tomcat`; none where it knows nothing of it. */
export type FindTrustFiles = (repository: string) => Promise<readonly TrustFile[]>;

/** What it says of the tag that led to an image. Only what came from a registry has one that can be believed. */
export async function contentTrustClaims(
  { repository, reference }: Pick<Image, 'repository' | 'reference'>,
  find: FindTrustFiles,
): Promise<readonly Claim[]> {
  if (repository === undefined) return [];
  const parsed = parseReference(reference.replace(/^registry:/, ''));
  if (typeof parsed === 'string' || parsed.tag === undefined) return [];
  const { tag } = parsed;
  return (await find(repository)).flatMap((file) => contentTrustClaim(file, tag) ?? []);
}

/**
 * What Docker Content Trust says of one tag: the digest that its signers gave it (TUF, "targets" metadata, as Notary v1
 * keeps it: theupdateframework.github.io/specification, section 4.5). It is reported as what it is: its signatures, its roles
 * and whether it is the newest are not checked, so it is worth no more than an unsigned word. Another digest than the image's
 * contradicts it all the same. Undefined where the file does not name the tag; never throws for what it holds.
 */
function contentTrustClaim({ name, bytes }: TrustFile, tag: string): Claim | undefined {
  const where = `the tag "${tag}" in ${name}`;
  try {
    const json = parseJson(Buffer.from(bytes), name);
    if (textAt(json, 'signed', '_type')?.toLowerCase() !== 'targets') {
      throw new ClearpullError('target-invalid', `${name} is no targets file of Docker Content Trust`);
    }
    const target = at(json, 'signed', 'targets', tag);
    if (target === undefined) return undefined;
    const digest = `sha256:${decodeBase64(at(target, 'hashes', 'sha256'))?.toString('hex') ?? ''}`;
    if (!isDigest(digest)) {
      throw new ClearpullError('target-invalid', `${where} has no sha256`);
    }
    const expires = textAt(json, 'signed', 'expires')?.slice(0, 40);
    const format = `Docker Content Trust (Notary v1)${expires === undefined ? '' : `, which says that it expires on ${expires},`}`;
    return { where, signs: digest, material: { form: 'unchecked', format } };
  } catch (error) {
    if (!(error instanceof ClearpullError)) throw error;
    return { where, announced: 'https://sigstore.dev/cosign/sign/v1', broken: error.message };
  }
}
