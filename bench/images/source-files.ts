import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildImage } from '../../testkit/image.ts';
import { writeOciLayout } from '../../testkit/store.ts';

const FILES = 50_000;
const DOCKERFILE = 'FROM scratch\nWORKDIR /srv\nCOPY app ./app\nCMD ["/srv/app/start"]\n';
const DOCKERIGNORE = '# not for the image\n**/*.log\nnotes\n!notes/keep\n*.tmp\n';

/** A git checkout of 50,000 files, and an image whose COPY holds them all; made once. */
export async function makeSourceFiles(
  folder: string,
): Promise<{ readonly layout: string; readonly checkout: string }> {
  const [layout, checkout] = [join(folder, 'source-files'), join(folder, 'source-files-checkout')];
  if (existsSync(join(layout, 'index.json'))) return { layout, checkout };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=B', '-c', 'user.email=b@example.com', ...args], {
      cwd: checkout,
      encoding: 'utf8',
    }).trim();
  const files = Array.from({ length: FILES }, (_, i) => ({
    path: `app/part-${i % 500}/lib/module-${i}.js`,
    data: `// ${i}\n${`export const value${i} = ${i};\n`.repeat(10 + (i % 60))}`,
  }));
  for (const { path, data } of [
    ...files,
    { path: 'Dockerfile', data: DOCKERFILE },
    { path: '.dockerignore', data: DOCKERIGNORE },
  ]) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    writeFileSync(join(checkout, path), data);
  }
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'all of it');
  const comment = 'buildkit.dockerfile.v0';
  const image = buildImage({
    steps: [
      { createdBy: 'WORKDIR /srv', comment, items: [{ path: 'srv', type: 'directory' }] },
      {
        createdBy: 'COPY app ./app # buildkit',
        comment,
        items: files.map(({ path, data }) => ({ path: `srv/${path}`, data })),
      },
      { createdBy: 'CMD ["/srv/app/start"]', comment },
    ],
    config: {
      Cmd: ['/srv/app/start'],
      WorkingDir: '/srv',
      Labels: { 'org.opencontainers.image.revision': git('rev-parse', 'HEAD') },
    },
    gzipLevel: 1,
  });
  await writeOciLayout(layout, [{ name: 'app', image }]);
  return { layout, checkout };
}
