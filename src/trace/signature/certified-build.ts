import { ASN1Obj } from '@sigstore/core';
import type { CertifiedBuild } from './result.ts';

/** An extension of a certificate, as sigstore's library hands it out: `value` is the content of its extnValue. */
export interface CertificateExtension {
  readonly oid?: { readonly id: readonly number[] } | undefined;
  readonly value: Uint8Array;
}

/** Below 1.3.6.1.4.1.57264.1 (sigstore/fulcio, docs/oid-info.md, "Directory"). */
const FULCIO = '1.3.6.1.4.1.57264.1.';
const FIELDS = new Map<number, keyof CertifiedBuild>([
  [9, 'signer'],
  [11, 'runner'],
  [12, 'repository'],
  [13, 'revision'],
  [14, 'ref'],
  [18, 'config'],
  [21, 'run'],
]);
const UTF8_STRING = 0x0c;
const MAX_VALUE = 2000;

/**
 * Where the run took place that a certificate was issued to, as the authority wrote it there out of the run's token;
 * undefined when it was issued to no run of a CI service. A value that is no text, or too long, is left out.
 */
export function certifiedBuild(extensions: readonly CertificateExtension[]): CertifiedBuild | undefined {
  const build: { -readonly [field in keyof CertifiedBuild]: CertifiedBuild[field] } = {};
  for (const { oid, value } of extensions) {
    const id = oid?.id.join('.') ?? '';
    const field = id.startsWith(FULCIO) ? FIELDS.get(Number(id.slice(FULCIO.length))) : undefined;
    const text = field === undefined ? undefined : textOf(value);
    if (field !== undefined && text !== undefined) build[field] = text;
  }
  if (build.revision !== undefined) build.revision = build.revision.replace(/^sha\d{1,3}:/, '');
  return Object.keys(build).length === 0 ? undefined : build;
}

/** The deprecated extensions before 1.7 hold bare text; these hold a DER-encoded UTF8String. */
function textOf(value: Uint8Array): string | undefined {
  if (value.length > MAX_VALUE || value[0] !== UTF8_STRING) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      ASN1Obj.parseBuffer(Buffer.from(value)).value,
    );
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}
