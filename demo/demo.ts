import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildImage } from '../testkit/image.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { miningImages, openImages } from './campaign.ts';
import { honestImages } from './honest.ts';

/**
 * `npm run demo`: builds the 2018 campaign from inert material into an OCI layout and checks it with the
 * command itself, as any other image.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const layout = join(root, 'demo', 'out', 'layout');
const cli = join(root, 'dist', 'cli', 'main.js');

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function clearpull(...args: readonly string[]): void {
  say(`\n$ npx clearpull ${args.join(' ')}\n`);
  const { status, error } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' });
  // 1 says that something is blocked, which is the point here.
  if (error !== undefined || (status !== 0 && status !== 1)) {
    say(`The check ended with ${error?.message ?? `exit code ${status}`}.`);
    process.exit(status ?? 1);
  }
}

if (!existsSync(cli)) {
  say('clearpull is not built yet: run "npm ci" first.');
  process.exit(2);
}
const images = [...miningImages(), ...openImages(), ...honestImages()];
rmSync(layout, { recursive: true, force: true });
await writeOciLayout(
  layout,
  images.map(({ name, spec }) => ({ name, image: buildImage(spec) })),
);
const place = `oci:${relative(root, layout)}`;
say(
  `Built ${images.length} images into ${relative(root, layout)}: the 2018 campaign, re-enacted with inert material`,
);
say(
  `(${miningImages().length} with a "miner", ${openImages().length} left open on purpose), and ${honestImages().length} honest ones.`,
);
clearpull('check', place, '--format', 'table');
say('\nWhich of them are of one hand:');
clearpull('campaign', place);
say('\nOne of them in full:');
clearpull('check', `${place}:${images[0]?.name}`);
say('\nNow one of your own, from a registry, an archive or a folder:\n');
say('  npx clearpull check docker.io/library/nginx:latest');
say('  npx clearpull check docker-archive:image.tar');
