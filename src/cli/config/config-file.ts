import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';

/** A configuration file, read and checked. */
export interface ConfigFile {
  readonly path: string;
  /**
   * False for one found in the current folder: whoever wrote the repository there may have written it, so it
   * may set only what `OptionSpec.project` allows.
   */
  readonly trusted: boolean;
  readonly entries: ReadonlyMap<string, ConfigEntry>;
}

export interface ConfigEntry {
  /** Of the type that the option has; paths are absolute. */
  readonly value: unknown;
  /** From 1. */
  readonly line: number;
}

/** Nobody writes a configuration that comes near. */
const MAX_CONFIG_BYTES = 256 * 1024;

/**
 * The text of a configuration file; undefined when there is none. Throws `usage` when it cannot be read, or when
 * it is a link and not trusted: a stranger's link could make an error message quote another file.
 */
export function readConfigText(path: string, trusted: boolean): string | undefined {
  let file: number;
  try {
    // A pipe must not make us wait for its writer.
    const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
    file = openSync(path, trusted ? flags : flags | (constants.O_NOFOLLOW ?? 0));
  } catch (cause) {
    if (!isThere(path)) return undefined;
    throw unreadable(path, cause);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw unreadable(path, new Error('it is no regular file'));
    if (stat.size > MAX_CONFIG_BYTES) throw unreadable(path, new Error('it is larger than 256 KiB'));
    const bytes = Buffer.alloc(MAX_CONFIG_BYTES);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(file, bytes, length, bytes.length - length, length);
    return bytes.toString('utf8', 0, length);
  } catch (error) {
    throw error instanceof ClearpullError ? error : unreadable(path, error);
  } finally {
    closeSync(file);
  }
}

/** Nothing is there for us in a folder that we may not enter, as another user's home that was left in HOME. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function unreadable(path: string, cause: unknown): ClearpullError {
  return new ClearpullError('usage', `The configuration file ${visible(path)} could not be read.`, {
    hint: 'Mend or remove it, or go on without: --config none',
    cause,
  });
}
