import { open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ClearpullError } from '../../base/errors.ts';
import { limitError } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import { PLAIN_FILE_FLAGS } from '../../source/open-flags.ts';
import { SHIPPED_RULES } from '../shipped-rules.ts';

/** Folders in folders; rule packs are flat. */
const MAX_DEPTH = 8;
export const RULE_FILE = /\.yara?$/;
export const TEST_FILE = /\.tests\.ya?ml$/;

/** A file of a folder of rules, with its path below it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The files of the rules that ship with clearpull. */
export async function shippedRuleFiles(limits: Limits): Promise<readonly NamedText[]> {
  const files = await ruleFilesIn(SHIPPED_RULES, limits);
  return files.map(({ name, text }) => ({ name: `rules/yara/${name}`, text }));
}

/** The rule files (`.yar`, `.yara`) of a folder, sorted. Throws `usage`, `limit-reached`. */
export async function ruleFilesIn(folder: string, limits: Limits): Promise<readonly NamedText[]> {
  return filesIn(folder, RULE_FILE, limits);
}

/** The files with tests of rules (`.tests.yaml`) of a folder, sorted. */
export async function testFilesIn(folder: string, limits: Limits): Promise<readonly NamedText[]> {
  return filesIn(folder, TEST_FILE, limits);
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** One file, never more of it than the limit says. */
export async function readRuleFile(
  path: string,
  limits: Limits,
  limit: 'maxRulesFileBytes' | 'maxRulesBundleBytes' = 'maxRulesFileBytes',
  flags: string | number = 'r',
): Promise<string> {
  try {
    const file = await open(path, flags);
    try {
      const { size } = await file.stat();
      if (size > limits[limit]) throw limitError(limit, `${visible(path)} has ${size} bytes`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof ClearpullError) throw cause;
    throw unreadable(path, cause);
  }
}

async function filesIn(folder: string, wanted: RegExp, limits: Limits): Promise<readonly NamedText[]> {
  const paths: string[] = [];
  const visit = async (path: string, depth: number): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
      throw unreadable(path, cause);
    });
    for (const entry of entries) {
      const inside = join(path, entry.name);
      if (entry.isFile() && wanted.test(entry.name)) paths.push(inside);
      if (paths.length > limits.maxRulesFiles) {
        throw limitError(
          'maxRulesFiles',
          `There are more than ${limits.maxRulesFiles} files of rules in ${visible(folder)}`,
        );
      }
      if (entry.isDirectory() && depth < MAX_DEPTH && !entry.name.startsWith('.'))
        await visit(inside, depth + 1);
    }
  };
  await visit(folder, 0);
  const files: NamedText[] = [];
  for (const path of paths.sort()) {
    const name = relative(folder, path).replaceAll('\\', '/');
    files.push({ name, text: await readRuleFile(path, limits, 'maxRulesFileBytes', PLAIN_FILE_FLAGS) });
  }
  return files;
}

export function noRulesIn(path: string): ClearpullError {
  return new ClearpullError('usage', `There are no rules in ${visible(path)}.`, {
    hint: 'Rules are files that end in .yar or .yara.',
  });
}

function unreadable(path: string, cause: unknown): ClearpullError {
  return new ClearpullError('usage', `The rules ${visible(path)} cannot be read.`, {
    hint: 'Name a folder with .yar files, one such file, or a bundle made by "clearpull rules pack".',
    cause,
  });
}
