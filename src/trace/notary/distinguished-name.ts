import type { ASN1Obj } from '@sigstore/core';

/** The attributes of a name in a certificate, in its order: `['C', 'US']`. */
export type DistinguishedName = readonly (readonly [type: string, value: string])[];

/** RFC 4514, section 3, and what certificates have besides; others keep their number. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.17', 'POSTALCODE'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'EMAILADDRESS'],
]);
const BMP_STRING = 0x1e;
const UTF8_STRING = 0x0c;

/** A Name (RFC 5280, section 4.1.2.4). Throws where it is malformed. */
export function nameOf(name: ASN1Obj): DistinguishedName {
  return name.subs.flatMap(({ subs }) =>
    subs.map((attribute) => {
      const [type, value] = attribute.subs;
      if (type === undefined || value === undefined) throw new Error('a name is malformed');
      const oid = type.toOID();
      return [TYPES.get(oid) ?? oid, textOf(value)] as const;
    }),
  );
}

function textOf({ tag, value }: ASN1Obj): string {
  if (tag.toDER() === UTF8_STRING) return value.toString('utf8');
  if (tag.toDER() !== BMP_STRING) return value.toString('latin1');
  return value.length % 2 === 0 ? Buffer.from(value).swap16().toString('utf16le') : '';
}

/** `C=US, ST=WA, O=example`, as trust policies write it. */
export function nameText(name: DistinguishedName): string {
  return name
    .map(([type, value]) => `${type}=${value.replace(/[\\,;]/g, '\\$&').replace(/^ | $/g, '\\ ')}`)
    .join(', ');
}

/**
 * A name as a trust policy writes it (trust-store-trust-policy.md, "Trusted Identities Constraints"); why it is none, as
 * text.
 */
export function parseName(text: string): DistinguishedName | string {
  const name: (readonly [string, string])[] = [];
  for (const part of splitAtCommas(text)) {
    const equals = part.indexOf('=');
    if (equals === -1) return `"${part.trim().slice(0, 100)}" has no value`;
    const written = part.slice(0, equals).trim().toUpperCase();
    const type = written === 'S' ? 'ST' : written;
    if (name.some(([known]) => known === type)) return `${type} stands in it twice`;
    name.push([type, unescaped(part.slice(equals + 1))]);
  }
  const missing = ['C', 'ST', 'O'].find((needed) => !name.some(([type]) => type === needed));
  return missing === undefined ? name : `${missing} is missing`;
}

/** True when the certificate's subject has every attribute of the trusted one, each once. */
export function holdsName(subject: DistinguishedName, trusted: DistinguishedName): boolean {
  return trusted.every(([type, value]) => {
    const found = subject.filter(([known]) => known === type);
    return found.length === 1 && found[0]?.[1] === value;
  });
}

function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === ',') {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** Without the spaces around it, but with one that a backslash keeps. */
function unescaped(value: string): string {
  const start = value.trimStart();
  const end = start.trimEnd();
  const backslashes = end.length - end.replace(/\\+$/, '').length;
  const kept = backslashes % 2 === 1 && end.length < start.length ? `${end} ` : end;
  return kept.replace(/\\(.)/g, '$1');
}
