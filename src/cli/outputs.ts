import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { didYouMean } from '../base/did-you-mean.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { Format } from '../report/index.ts';

/** One `-o`: a report to write to a file. */
export interface Output<F extends string = Format> {
  readonly format: F;
  readonly file: string;
}

/** Formats by the ending of a file; each command knows some of them. */
const OF_EXTENSION: Readonly<Record<string, string>> = {
  '.json': 'json',
  '.sarif': 'sarif',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.txt': 'text',
  '.html': 'html',
  '.htm': 'html',
  '.svg': 'badge-svg',
};

/** Every `-o`, in order. Throws `usage` for one that makes no sense, and for two that lead to one file. */
export function parseOutputs<F extends string>(
  texts: readonly string[],
  formats: readonly F[],
  otherwise: NoInfer<F>,
): readonly Output<F>[] {
  const outputs: Output<F>[] = [];
  for (const text of texts) {
    const output = parseOutput(text, formats, otherwise);
    const other = outputs.find(({ file }) => resolve(file) === resolve(output.file));
    if (other !== undefined && other.format !== output.format) {
      throw new ClearpullError('usage', `Two reports cannot be written to ${visible(output.file)}.`, {
        hint: 'Give each --output a file of its own.',
      });
    }
    outputs.push(output);
  }
  return outputs;
}

/** `FORMAT=FILE`, or `FILE`, whose format its ending tells, or else `otherwise`. Throws `usage`. */
function parseOutput<F extends string>(
  text: string,
  formats: readonly F[],
  otherwise: NoInfer<F>,
): Output<F> {
  const equals = text.indexOf('=');
  const named = text.slice(0, Math.max(0, equals));
  const format = formats.find((known) => known === named);
  if (format === undefined && LIKE_A_FORMAT.test(named)) throw unknownFormat(named, text, formats);
  const file = format === undefined ? text : text.slice(equals + 1);
  if (file === '') {
    throw new ClearpullError('usage', `--output "${visible(text)}" names no file.`, {
      hint: `It takes FORMAT=FILE, such as ${formats[1] ?? otherwise}=report, or a FILE.`,
    });
  }
  if (file === '-') {
    throw new ClearpullError('usage', '--output writes to files; standard output has a report already.', {
      hint: `What is printed there is chosen with --format: -f ${format ?? 'json'}`,
    });
  }
  if (formats.some((known) => known === text)) {
    throw new ClearpullError('usage', `--output ${text} names a format, and no file.`, {
      hint: `To print it: -f ${text}. To write it to a file: -o ${text}=FILE`,
    });
  }
  const ending = extname(file).toLowerCase();
  const byEnding = /\.sarif\.json$/i.test(file) ? 'sarif' : OF_EXTENSION[ending];
  const chosen = format ?? formats.find((known) => known === byEnding);
  if (chosen === undefined && OF_OTHERS.has(ending)) {
    throw new ClearpullError('usage', `There is no report that ends in ${ending}: ${visible(file)}.`, {
      hint: `Name the format, one of ${formats.join(', ')}, as in -o ${formats[1] ?? otherwise}=FILE`,
    });
  }
  return { format: chosen ?? otherwise, file };
}

/** Endings of what no report is: text in such a file would be a riddle. */
const OF_OTHERS: ReadonlySet<string> = new Set(['.csv', '.pdf', '.png', '.xml', '.yaml', '.yml']);

/** A file whose name has a word and `=` in it can be written with its folder: `./a=b`. */
const LIKE_A_FORMAT = /^[a-z][a-z-]*$/i;

function unknownFormat(named: string, text: string, formats: readonly string[]): ClearpullError {
  const meant = didYouMean(named, formats);
  const known = `It knows ${formats.join(', ')}. A file of that name: ./${visible(text)}`;
  return new ClearpullError('usage', `--output does not know the format "${visible(named)}".`, {
    hint: meant === undefined ? known : `Did you mean "${meant}"?`,
  });
}

/** Fails before the work is done rather than after it. Throws `output-failed`. */
export async function checkWritable({ file }: Pick<Output<string>, 'file'>): Promise<void> {
  const folder = await stat(dirname(file)).catch(() => undefined);
  if (!folder?.isDirectory()) {
    throw new ClearpullError('output-failed', `There is no folder ${visible(dirname(file))} to write to.`, {
      hint: `Make it first: mkdir -p ${visible(dirname(file))}`,
    });
  }
  const there = await stat(file).catch(() => undefined);
  if (there === undefined || there.isFile()) await tryFolder(file);
  if (there?.isDirectory()) {
    throw new ClearpullError(
      'output-failed',
      `${visible(file)} is a folder, so no report can be written there.`,
      {
        hint: `Name a file in it: --output ${visible(join(file, 'report.json'))}`,
      },
    );
  }
}

/** Makes a file beside the one that is meant, and takes it away: only then is it known that it can be done. */
async function tryFolder(file: string): Promise<void> {
  try {
    const probe = freshBeside(await realpath(file).catch(() => file));
    await (await open(probe, 'wx')).close();
    await rm(probe, { force: true });
  } catch (cause) {
    throw notWritten(file, cause);
  }
}

/**
 * Writes all of it or nothing: into a new file beside it, which then takes its place. What is no
 * regular file (a pipe, /dev/stdout) is written to directly. Throws `output-failed`.
 */
export async function writeOutput(
  { file }: Pick<Output<string>, 'file'>,
  text: string | Uint8Array,
): Promise<void> {
  try {
    const there = await stat(file).catch(() => undefined);
    if (there !== undefined && !there.isFile()) {
      await writeFile(file, text);
      return;
    }
    // A link stays a link, and what it points at is replaced.
    await replaceFile(there === undefined ? file : await realpath(file), text);
  } catch (cause) {
    throw notWritten(file, cause);
  }
}

function notWritten(file: string, cause: unknown): ClearpullError {
  return new ClearpullError('output-failed', `No report can be written to ${visible(file)}.`, {
    hint: 'Check that the folder can be written to and has room.',
    cause,
  });
}

function freshBeside(file: string): string {
  return join(dirname(file), `.${basename(file).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
}

async function replaceFile(file: string, text: string | Uint8Array): Promise<void> {
  const fresh = freshBeside(file);
  try {
    const handle = await open(fresh, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
