import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { miningImages, openImages } from '../demo/campaign.ts';
import { honestImages } from '../demo/honest.ts';
import { loadPolicy } from '../src/assess/index.ts';
import { parseCommandLine } from '../src/cli/command-line.ts';
import { COMMANDS } from '../src/cli/commands/commands.ts';
import { builtCli, startCli } from '../testkit/built-cli.ts';
import { buildImage } from '../testkit/image.ts';
import { type TestFolder, testFolder } from '../testkit/source-options.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { requireTool } from '../testkit/tools.ts';

/**
 * Examples in the README and in docs/ are blocks marked `console`. Their lines that begin with
 * `$ npx clearpull`, or variables before it, are run as they stand, where `npm run demo` has built its layout, and what is shown below a
 * line is compared with what it prints; `…` stands for any text, on a line of its own for any lines. In blocks
 * marked `console elsewhere`, which name images that are not here, and in those marked `sh`, only the command line is parsed.
 */
interface Example {
  readonly where: string;
  readonly line: string;
  readonly output: readonly string[];
  readonly elsewhere: boolean;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Variables may stand in front. */
const COMMAND = /^(?:[A-Z_]+=\S+ )*npx clearpull /;

const files = ['README.md', ...(await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'))];
const examples: Example[] = [];
for (const name of files) {
  const path = name === 'README.md' ? name : join('docs', name);
  examples.push(...examplesIn(path, await readFile(join(ROOT, path), 'utf8')));
}
const policies: (readonly [where: string, text: string])[] = [];
for (const name of files) {
  const text = await readFile(join(ROOT, name === 'README.md' ? name : join('docs', name)), 'utf8');
  for (const [index, [, body = '']] of [...text.matchAll(/^```yaml\n([^]*?)^```$/gm)].entries()) {
    if (!/^(?:version|rules|combinations|unread|trace):/m.test(body) || /^ignore:/m.test(body)) continue;
    // Parts of one stand without their beginning.
    const whole = /^version:/m.test(body) ? body : `version: 1\nextends: built-in\n${body}`;
    policies.push([`${name}, block ${index + 1}`, whole]);
  }
}
const runnable = examples.filter(({ elsewhere }) => !elsewhere);

function examplesIn(path: string, text: string): Example[] {
  const found: Example[] = [];
  for (const [, mark = '', body = ''] of text.matchAll(/^```console(.*)\n([^]*?)^```$/gm)) {
    for (const part of `\n${body}`.split('\n$ ').slice(1)) {
      const [line = '', ...output] = part.trimEnd().split('\n');
      if (!COMMAND.test(line)) continue;
      found.push({ where: `${path}: ${line}`, line, output, elsewhere: mark.trim() === 'elsewhere' });
    }
  }
  // Those of cli.md come out of the table of commands.
  if (path === 'docs/cli.md') return found;
  for (const [, body = ''] of text.matchAll(/^```sh\n([^]*?)^```$/gm)) {
    for (const line of body.replaceAll('\\\n', ' ').split('\n')) {
      const [, call] = /^(?:npx )?clearpull (.*)/.exec(line) ?? [];
      if (call === undefined) continue;
      found.push({ where: `${path}: ${line}`, line: `npx clearpull ${call}`, output: [], elsewhere: true });
    }
  }
  return found;
}

let folder: TestFolder;
let env: Record<string, string>;
beforeAll(async () => {
  const main = await builtCli();
  folder = await testFolder();
  const images = [...miningImages(), ...openImages(), ...honestImages()];
  await mkdir(join(folder.path, 'demo', 'out'), { recursive: true });
  await writeOciLayout(
    join(folder.path, 'demo', 'out', 'layout'),
    images.map(({ name, spec }) => ({ name, image: buildImage(spec) })),
  );
  await mkdir(join(folder.path, 'bin'));
  const npx = `#!/bin/sh\nshift\nexec '${process.execPath}' '${main}' "$@"\n`;
  await writeFile(join(folder.path, 'bin', 'npx'), npx, { mode: 0o755 });
  // What is told about the cache is about one that is used.
  const fill = startCli(main, ['-q', 'oci:demo/out/layout'], {
    cwd: folder.path,
    env: { HOME: folder.path, TMPDIR: folder.path },
  });
  expect((await fill.done).code).toBe(1);
  env = { HOME: folder.path, TMPDIR: folder.path, PATH: `${folder.path}/bin:${process.env['PATH']}` };
});
afterAll(() => folder.remove());

describe('an example in the documentation', () => {
  it('is there', () => {
    expect(runnable.length).toBeGreaterThanOrEqual(8);
    // A block of another mark would be run by nobody.
    expect(examples.filter(({ where }) => where.includes('`'))).toEqual([]);
  });

  it.for(runnable.map((one) => [one.where, one] as const))('can be run: %s', async ([, one], context) => {
    const { line, output } = one;
    if (line.includes('| jq ')) requireTool(context, 'jq');
    const { out, code } = await startCli(['bash', '-c', `set -o pipefail; { ${line}\n} 2>&1`], [], {
      cwd: folder.path,
      env,
    }).done;
    expect([0, 1], out).toContain(code);
    if (output.length > 0) expect(`${out.trimEnd()}\n`).toMatch(patternOf(output));
  });

  it.each(examples.map((one) => [one.where, one.line] as const))('is understood: %s', (_, line) => {
    const [command = ''] = line.split(/ [|>] | # /);
    const words = command.replace(COMMAND, '').trim().split(/\s+/);
    const plain = words.map((word) => word.replaceAll(/["']/g, ''));
    expect(() => parseCommandLine(plain, COMMANDS)).not.toThrow();
  });
});

function patternOf(output: readonly string[]): RegExp {
  const lines = output.map((line) =>
    line.trim() === '…' ? '(?:.*\\n)*?' : `${line.split('…').map(escapeRegExp).join('.*')}\\n`,
  );
  return new RegExp(`^${lines.join('')}$`);
}

describe('a policy in the documentation', () => {
  it.for(policies)('can be used: %s', ([where, text]) => {
    expect(() => loadPolicy(text, where)).not.toThrow();
  });
});

describe('an example in the table of commands', () => {
  const all = COMMANDS.flatMap(({ examples: own }) => own.map(([line]) => line));
  it.each(all)('is understood: %s', (line) => {
    const words =
      line
        .replace(/^eval "\$\((.*)\)"$/, '$1')
        .replace(/^docker save \S+ \| /, '')
        .split(/ [|>] /)[0]
        ?.split(' ') ?? [];
    expect(words[0]).toBe('clearpull');
    expect(() => parseCommandLine(words.slice(1), COMMANDS)).not.toThrow();
  });
});

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
