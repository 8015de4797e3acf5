import type { LayerEntry } from './layer-facts.ts';

/** What kind of thing that can run a file is. */
export const PROGRAM_KINDS = ['program', 'library', 'script', 'module', 'archive'] as const;
export type ProgramKind = (typeof PROGRAM_KINDS)[number];

/** Where a text without a `#!` line is run all the same, by whoever calls it by its name. */
const RUN_BY_NAME = /(?:^|\/)s?bin\/|\.sh$/;
// Two expressions: in one, a path that names the folder again and again would be looked through as often.
const PYTHON_LIBRARIES = /(?:^|\/)(?:site|dist)-packages\//;
const PYTHON_MODULE = /\.(?:py|pth)$/;
const JAVA_ARCHIVE = /\.(?:jar|war|ear)$/i;

/** Whether a file is called like a Java archive. */
export function isNamedJar(path: string): boolean {
  return JAVA_ARCHIVE.test(path);
}

/**
 * Whether a file is one of those that somebody should account for: ELF programs and libraries, scripts, texts that
 * are run by their name, installed Python modules and Java archives. Undefined for all others.
 */
export function programKind({
  path,
  kind,
  mode,
  content,
}: Pick<LayerEntry, 'path' | 'kind' | 'mode' | 'content'>): ProgramKind | undefined {
  if (kind !== 'file' || content === undefined) return undefined;
  if (content.kind === 'elf') {
    const { type, interpreter } = content.elf;
    if (type === 'executable' || (type === 'shared' && interpreter !== undefined)) return 'program';
    if (type === 'shared') return 'library';
    return (mode & 0o111) === 0 ? undefined : 'program';
  }
  if (content.kind === 'script') return 'script';
  if (content.kind === 'text') {
    if (PYTHON_MODULE.test(path) && PYTHON_LIBRARIES.test(path)) return 'module';
    return (mode & 0o111) !== 0 && RUN_BY_NAME.test(path) ? 'script' : undefined;
  }
  return content.kind === 'archive' && content.format === 'zip' && isNamedJar(path) ? 'archive' : undefined;
}
