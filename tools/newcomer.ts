import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { honestImages } from '../demo/honest.ts';
import { builtCli, startCli } from '../testkit/built-cli.ts';
import { buildImage } from '../testkit/image.ts';
import { dockerArchive, writeOciLayout } from '../testkit/store.ts';

/** What a newcomer would try, each as typed into a shell. */
const TRIES: readonly (readonly [what: string, line: string])[] = [
  ['The program alone', 'clearpull'],
  ['The first lines of its help, through a pipe', 'clearpull help | head -12'],
  ['A mistyped command', 'clearpull chekc ./layout'],
  ["Another program's word for it", 'clearpull scan ./layout'],
  ['A mistyped option', 'clearpull check --formt json ./layout'],
  ["Another program's option", 'clearpull check ./layout:nginx --json'],
  ['A mistyped value', 'clearpull check --format jsn ./layout'],
  ['A platform that the image is not made for', 'clearpull check --platform linux/arm64 ./layout:nginx'],
  ['A file that is not there', 'clearpull check ./imgae.tar'],
  ['A file that is no image', 'clearpull check ./notes.txt'],
  ['The page about an image', 'clearpull check https://hub.docker.com/_/nginx'],
  ['A mistyped scheme', 'clearpull check docker-archve:image.tar'],
  ['An archive that is cut off', 'clearpull check ./cut.tar'],
  ['A root file system with nothing in it', 'clearpull check rootfs:./empty'],
  ['A folder that is no image', 'clearpull check ./empty'],
  ['A name that the layout does not have', 'clearpull check oci:./layout:ngnix'],
  ['A format where a file belongs', 'clearpull check ./layout:nginx -o json'],
  ['A report into a place that cannot be written to', 'clearpull check ./layout:nginx -o /proc/report.json'],
  ['A report into a folder that is not there', 'clearpull check ./layout:nginx -o reports/nginx.json'],
  ['A registry that does not answer', 'clearpull check 127.0.0.1:1/app'],
  [
    'A proxy of a kind that is not spoken',
    'HTTPS_PROXY=socks5://127.0.0.1:1080 clearpull check registry.example.com/app',
  ],
  ['One line for a script', 'clearpull check -q ./layout:nginx'],
  ['A group of commands', 'clearpull cache'],
  ['Help on one of them', 'clearpull cache df --help | head -8'],
  ['A rule that a finding named, mistyped', 'clearpull rules explain miner/prof'],
  ['A file of the wrong kind', 'clearpull check ./layout:nginx --trust-root notes.txt'],
  ['A folder instead of a file', 'clearpull check ./layout:nginx --policy ./empty'],
  ['A mistyped setting in a file', 'CLEARPULL_CONFIG=wrong.yaml clearpull check ./layout:nginx'],
  ['A mistyped variable', 'CLEARPULL_FAIL_NO=review clearpull check ./layout:nginx > report.txt'],
];

/** docs/newcomer.md: each try with what it printed and its exit code, on the command line as it is now. */
export async function newcomerTranscript(): Promise<string> {
  const main = await builtCli();
  const folder = await mkdtemp(join(tmpdir(), 'clearpull-newcomer-'));
  try {
    const [nginx] = honestImages().filter(({ name }) => name.includes('nginx'));
    if (nginx === undefined) throw new Error('the demo has no nginx');
    await writeOciLayout(join(folder, 'layout'), [{ name: 'nginx', image: buildImage(nginx.spec) }]);
    await mkdir(join(folder, 'empty'));
    const archive = dockerArchive([{ image: buildImage(nginx.spec), tags: ['nginx:1.27'] }]);
    await writeFile(join(folder, 'cut.tar'), archive.subarray(0, archive.indexOf('manifest.json')));
    await writeFile(join(folder, 'notes.txt'), 'Remember to check that image.\n');
    await writeFile(join(folder, 'wrong.yaml'), 'fail-on: review\nstrickt: true\n');
    const parts = [];
    for (const [what, line] of TRIES) parts.push(await attempt(what, line, main, folder));
    return `${[INTRODUCTION, ...parts].join('\n\n')}\n`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const INTRODUCTION = `# What a newcomer would try

<!-- Made by \`npm run docs\` from tools/newcomer.ts, by running each line. Do not edit. -->

Mistakes are answered with what is wrong, why, and what to do next. Lines that begin with "clearpull:" go to
standard error.`;

async function attempt(what: string, line: string, main: string, folder: string): Promise<string> {
  const shell = `clearpull() { "$NODE" "$MAIN" "$@"; }; set -o pipefail; { ${line}; } 2>&1`;
  const { out, code } = await startCli(['bash', '-c', shell], [], {
    cwd: folder,
    env: { HOME: folder, TMPDIR: folder, NODE: process.execPath, MAIN: main, LANG: 'C.UTF-8' },
  }).done;
  const shown = out.replaceAll(folder, '/home/me').trimEnd();
  return `## ${what}\n\n\`\`\`text\n$ ${line}\n${shown}\n\`\`\`\n\nExit code ${code}.`;
}
