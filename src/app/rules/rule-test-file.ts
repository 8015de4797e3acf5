import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import type { NamedText } from './read-rules.ts';

/** A file for a rule to be tried on, and what must come of it. */
export interface TestedFile {
  /** Id of the rule, without `yara/`. */
  readonly rule: string;
  readonly matches: boolean;
  readonly bytes: Buffer;
  /** Which of the rule's tests it is, from 1. */
  readonly number: number;
  /** Name of the file with the tests. */
  readonly from: string;
}

const fileSchema = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ elf: z.array(z.string()) }),
  z.strictObject({
    hex: z.string().regex(/^(?:\s*[0-9a-fA-F]{2})*\s*$/, 'is not pairs of hexadecimal digits'),
  }),
]);

const testsSchema = z.strictObject({
  tests: z.array(
    z.strictObject({
      rule: z.string(),
      matches: z.array(fileSchema).default([]),
      leaves: z.array(fileSchema).default([]),
    }),
  ),
});

/**
 * The tests of a `.tests.yaml` file (docs/writing-rules.md).
 *
 * @throws ClearpullError `usage`, naming what is wrong with it
 */
export function ruleTestFile({ name, text }: NamedText): readonly TestedFile[] {
  const { tests } = checked(name, yaml(name, text));
  return tests.flatMap(({ rule, matches, leaves }) => [
    ...matches.map((file, i) => ({ rule, matches: true, bytes: bytesOf(file), number: i + 1, from: name })),
    ...leaves.map((file, i) => ({ rule, matches: false, bytes: bytesOf(file), number: i + 1, from: name })),
  ]);
}

function yaml(name: string, text: string): unknown {
  try {
    // No aliases: a few lines of them can stand for gigabytes.
    return parseYaml(text, { maxAliasCount: 0 });
  } catch (cause) {
    throw new ClearpullError(
      'usage',
      `${visible(name)} is not YAML: ${visible((cause as Error).message.split('\n', 1)[0] ?? '')}`,
      {
        hint: 'docs/writing-rules.md shows what tests look like.',
        cause,
      },
    );
  }
}

function checked(name: string, value: unknown): z.infer<typeof testsSchema> {
  const result = testsSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where =
    issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  throw new ClearpullError(
    'usage',
    `${visible(name)} holds no tests of rules${visible(where)}: ${issue?.message ?? 'unknown'}.`,
    {
      hint: 'docs/writing-rules.md shows what tests look like.',
    },
  );
}

function bytesOf(file: z.infer<typeof fileSchema>): Buffer {
  if ('text' in file) return Buffer.from(file.text);
  if ('hex' in file) return Buffer.from(file.hex.replaceAll(/\s/g, ''), 'hex');
  return Buffer.concat([elfHeader(), Buffer.from(`\0${file.elf.join('\0')}\0`)]);
}

/** The header of a program without code or data (System V gABI, chapter 4): what follows it is never loaded. */
function elfHeader(): Buffer {
  const header = Buffer.alloc(64);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(62, 18);
  header.writeUInt32LE(1, 20);
  header.writeUInt16LE(64, 52);
  return header;
}
