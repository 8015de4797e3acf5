import { createDecipheriv, createHash, getCipherInfo, pbkdf2Sync } from 'node:crypto';
import { fromBase64 } from '../../text/decode/codings.ts';
import type { Step } from './step.ts';

/** Rounds of PBKDF2 that are worked out; openssl's own default is 10 000. */
const MAX_ROUNDS = 200_000;
const MAGIC = 'Salted__';

export const OPENSSL = { openssl };

function openssl(step: Step): string | undefined {
  const { args } = step;
  const file = option(args, '-in');
  return step.decoded(
    args.some((arg) => /^-(?:k|K|pass)$/.test(arg)) ? 'cipher' : 'base64',
    opensslDecode(args, (file === undefined ? undefined : step.read(file)) ?? step.input),
  );
}

/**
 * What `openssl enc -d` makes of its input (one character a byte) when its password or key stands in the command
 * (openssl-enc(1)); also its base64. Undefined where anything else decides it.
 */
function opensslDecode(args: readonly string[], input: string | undefined): string | undefined {
  if (input === undefined || !args.includes('-d')) return undefined;
  const cipher = args.map((arg) => arg.replace(/^-/, '').toLowerCase()).find(isCipher);
  const coded = args.some((arg) => /^-?(?:base64|a|A)$/.test(arg));
  const bytes = coded ? fromBase64(input) : Buffer.from(input, 'latin1');
  if (bytes === undefined) return undefined;
  if (cipher === undefined) return coded ? bytes.toString('latin1') : undefined;
  for (const digest of [option(args, '-md') ?? 'sha256', 'md5']) {
    const plain = decipher(bytes, cipher, digest, args);
    if (plain !== undefined) return plain.toString('latin1');
  }
  return undefined;
}

function isCipher(word: string): boolean {
  return /^(?:aes|des|camellia|aria|chacha20|sm4|rc4|bf)/.test(word) && getCipherInfo(word) !== undefined;
}

function decipher(
  bytes: Buffer,
  cipher: string,
  digest: string,
  args: readonly string[],
): Buffer | undefined {
  const info = getCipherInfo(cipher);
  if (info === undefined) return undefined;
  try {
    const given = givenKey(args);
    const salted = bytes.toString('latin1', 0, MAGIC.length) === MAGIC;
    const body = salted ? bytes.subarray(16) : bytes;
    const need = info.keyLength + (info.ivLength ?? 0);
    const salt = salted ? bytes.subarray(8, 16) : Buffer.alloc(0);
    const material = given ?? derived(args, salt, digest, need);
    if (material === undefined) return undefined;
    const iv = info.ivLength === undefined ? null : material.subarray(info.keyLength, need);
    const machine = createDecipheriv(cipher, material.subarray(0, info.keyLength), iv);
    return Buffer.concat([machine.update(body), machine.final()]);
  } catch {
    // A wrong password, a digest or cipher that this machine does not know.
    return undefined;
  }
}

/** `-K` and `-iv`, one after the other. */
function givenKey(args: readonly string[]): Buffer | undefined {
  const key = option(args, '-K');
  return key === undefined ? undefined : Buffer.from(key + (option(args, '-iv') ?? ''), 'hex');
}

/** Key and IV from the password: PBKDF2, or EVP_BytesToKey(3) with one round. */
function derived(args: readonly string[], salt: Buffer, digest: string, need: number): Buffer | undefined {
  const password = option(args, '-k') ?? /^pass:(.*)$/s.exec(option(args, '-pass') ?? '')?.[1];
  if (password === undefined) return undefined;
  const rounds = option(args, '-iter');
  if (args.includes('-pbkdf2') || rounds !== undefined) {
    const count = Number(rounds ?? 10_000);
    if (!Number.isInteger(count) || count < 1 || count > MAX_ROUNDS) return undefined;
    return pbkdf2Sync(password, salt, count, need, digest);
  }
  const parts: Buffer[] = [];
  for (let length = 0; length < need; length = Buffer.concat(parts).length) {
    parts.push(
      createHash(digest)
        .update(parts.at(-1) ?? '')
        .update(password)
        .update(salt)
        .digest(),
    );
  }
  return Buffer.concat(parts).subarray(0, need);
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}
