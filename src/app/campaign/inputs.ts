import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../../base/compare-text.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import { looksLikeImageFolder } from '../../source/image-folder.ts';
import { parseTarget } from '../../source/index.ts';

/** Something to take images from: saved reports, or an image to be checked. */
export type CampaignInput =
  | { readonly kind: 'reports'; readonly path: string }
  | { readonly kind: 'image'; readonly target: string }
  /** Which of the two shows in its first bytes. */
  | { readonly kind: 'stdin'; readonly target: string };

export interface FoundInputs {
  readonly inputs: readonly CampaignInput[];
  /** What could not be looked into. */
  readonly failed: readonly { readonly target: string; readonly error: unknown }[];
  /** Files in folders that are neither reports nor archives, and links. */
  readonly leftOut: number;
}

const REPORTS = /\.(?:json|jsonl|ndjson)$/i;
const ARCHIVES = /\.(?:tar|tgz|tar\.(?:gz|zst|bz2|xz)|oci|docker)$/i;
/** Folders in folders; deeper ones are told as not read. */
const MAX_DEPTH = 32;

/**
 * What operands come to, in a fixed order: a file is a saved report when it begins like JSON, a folder is an image when
 * it looks like one, and is otherwise searched for reports and archives. Links in folders are not followed. Anything
 * else is an image's name.
 */
export async function findInputs(operands: readonly string[], limits: Limits): Promise<FoundInputs> {
  const walk = new Walk(limits);
  for (const operand of operands) await walk.operand(operand);
  return walk;
}

class Walk implements FoundInputs {
  readonly inputs: CampaignInput[] = [];
  readonly failed: { target: string; error: unknown }[] = [];
  leftOut = 0;
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  async operand(operand: string): Promise<void> {
    if (operand === '-') {
      this.inputs.push({ kind: 'stdin', target: operand });
      return;
    }
    const plain = parseTarget(operand).scheme === undefined;
    const status = plain ? await statOf(operand) : undefined;
    try {
      // No registry shall be asked for an image because the name of a report was mistyped.
      if (plain && status === undefined && REPORTS.test(operand)) throw noSuchReport(operand);
      if (status?.isDirectory()) await this.#given(operand);
      else if (status?.isFile() && (await beginsLikeJson(operand)))
        this.inputs.push({ kind: 'reports', path: operand });
      else this.inputs.push({ kind: 'image', target: operand });
    } catch (error) {
      this.failed.push({ target: operand, error: unreadable(operand, error) });
    }
  }

  /** A folder that the user names. Nothing in it is a wrong name rather than a good message. */
  async #given(folder: string): Promise<void> {
    const before = this.inputs.length + this.failed.length;
    await this.#folder(folder, 0);
    if (this.inputs.length + this.failed.length > before) return;
    throw new ClearpullError(
      'target-not-found',
      `${visible(folder)} holds neither a report nor an archive.`,
      {
        hint: 'Reports end in .json, .jsonl or .ndjson, archives in .tar, .oci and the like.',
      },
    );
  }

  async #folder(folder: string, depth: number): Promise<void> {
    const names = (await readdir(folder)).sort(compareText);
    if (looksLikeImageFolder(new Set(names))) {
      this.#add({ kind: 'image', target: asPath(folder) });
      return;
    }
    for (const name of names) {
      const path = join(folder, name);
      try {
        const status = await lstat(path);
        if (status.isDirectory()) {
          if (depth >= MAX_DEPTH) throw tooDeep(path);
          await this.#folder(path, depth + 1);
        } else if (status.isFile() && REPORTS.test(name)) this.#add({ kind: 'reports', path });
        else if (status.isFile() && ARCHIVES.test(name)) this.#add({ kind: 'image', target: asPath(path) });
        else this.leftOut++;
      } catch (error) {
        if (error instanceof ClearpullError && error.code === 'limit-reached') throw error;
        this.failed.push({ target: path, error: unreadable(path, error) });
      }
    }
  }

  #add(input: CampaignInput): void {
    if (this.inputs.length >= this.#limits.maxCampaignFiles) {
      throw new ClearpullError(
        'limit-reached',
        `There are more than ${this.#limits.maxCampaignFiles} reports and archives.`,
        { hint: 'Raise the limit with --limit maxCampaignFiles=…, or name fewer folders.' },
      );
    }
    this.inputs.push(input);
  }
}

async function statOf(path: string) {
  return path.includes('\0') ? undefined : stat(path).catch(() => undefined);
}

/** So that no part of it is taken for a scheme. */
function asPath(path: string): string {
  return /^[./~]/.test(path) ? path : `./${path}`;
}

/** Bytes that may stand before the first brace. */
const LOOK = 4096;

async function beginsLikeJson(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOK), 0, LOOK, 0);
    return looksLikeJson(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** No archive begins with a brace. */
export function looksLikeJson(bytes: Uint8Array): boolean {
  return /^\ufeff?\s*[[{]/.test(Buffer.from(bytes.subarray(0, LOOK)).toString('utf8'));
}

function noSuchReport(path: string): ClearpullError {
  return new ClearpullError('target-not-found', `${visible(path)} does not exist.`, {
    hint: 'Name a report that clearpull check -f json wrote, a folder of them, or an image.',
  });
}

function tooDeep(path: string): ClearpullError {
  return new ClearpullError('limit-reached', `${visible(path)} lies more than ${MAX_DEPTH} folders deep.`, {
    hint: 'Name it itself.',
  });
}

function unreadable(path: string, error: unknown): unknown {
  if (error instanceof ClearpullError) return error;
  return new ClearpullError('target-invalid', `${visible(path)} could not be read.`, {
    hint: 'Check that you may read it.',
    cause: error,
  });
}
