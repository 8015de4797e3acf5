/**
 * Builds five images of different kinds out of real packages (Debian's by mmdebstrap, Alpine's out of a Python package,
 * Tomcat from Maven Central, a Go program), and prints what clearpull says of each. Nothing out of them is run.
 *
 * Run: npm run five-images -- [--work FOLDER] [--out FILE] [--html FOLDER]
 * Needs mmdebstrap, go, mvn, pip, qemu-img (qemu-utils), debugfs (e2fsprogs); what cannot be made is left out and named.
 */
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { builtCli, startCli } from '../../testkit/built-cli.ts';
import { buildImage } from '../../testkit/image.ts';
import { writeOciLayout } from '../../testkit/store.ts';
import { ALPINE } from './alpine.ts';
import type { Kind } from './kind.ts';
import { MADE } from './layer-tar.ts';
import { REDIS } from './redis.ts';
import { INTRODUCTION, sectionOf } from './report.ts';
import { STATIC_GO } from './static-go.ts';
import { SUPERVISORD } from './supervisord.ts';
import { TOMCAT } from './tomcat.ts';

const KINDS: readonly Kind[] = [REDIS, ALPINE, STATIC_GO, SUPERVISORD, TOMCAT];

const { values } = parseArgs({
  options: { work: { type: 'string' }, out: { type: 'string' }, html: { type: 'string' } },
});
const work = resolve(values.work ?? mkdtempSync(join(tmpdir(), 'clearpull-five-images-')));
mkdirSync(work, { recursive: true });

const parts: string[] = [INTRODUCTION];
for (const kind of KINDS) {
  process.stderr.write(`${kind.name} …\n`);
  try {
    await makeLayout(kind);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    parts.push(`## ${kind.title}\n\nLeft out: ${why}`);
    process.exitCode = 1;
    continue;
  }
  parts.push(sectionOf(kind, await clearpull('check', `./${kind.name}`)));
  if (values.html !== undefined) {
    mkdirSync(values.html, { recursive: true });
    const page = await clearpull('check', '-f', 'html', `./${kind.name}`);
    writeFileSync(join(values.html, `${kind.name}.html`), page);
  }
}
const report = `${parts.join('\n\n')}\n`;
if (values.out === undefined) process.stdout.write(report);
else writeFileSync(values.out, report);

/** Made anew each time, but from what `work` holds. */
async function makeLayout({ name, make }: Kind): Promise<void> {
  const layout = join(work, 'images', name);
  if (existsSync(layout)) return;
  const image = buildImage({ ...make(work), created: MADE, gzipLevel: 1 });
  await writeOciLayout(layout, [{ image, name }]);
}

async function clearpull(...args: readonly string[]): Promise<string> {
  const { out, err, code } = await startCli(await builtCli(), [...args, '--columns', '80'], {
    env: { HOME: work, TMPDIR: tmpdir(), NO_COLOR: '1' },
    cwd: join(work, 'images'),
  }).done;
  if (code !== 0 && code !== 1) throw new Error(err);
  return out;
}
