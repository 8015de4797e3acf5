import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleOf } from '../bench/accuracy/peers/sample.ts';
import type { RealImage } from '../bench/accuracy/real/real-image.ts';
import { realSourcesIn } from '../bench/accuracy/real/real-sources.ts';
import { buildImage } from '../testkit/image.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Paths in the layers that are not the small root below. */
function pathsOf({ spec }: RealImage, from: number): readonly string[] {
  return buildImage(spec)
    .tars.slice(from)
    .flatMap((tar) => execFileSync('tar', ['-tf', '-'], { input: tar, encoding: 'utf8' }).split('\n'))
    .filter((path) => path !== '' && !path.endsWith('/'));
}

function git(...args: readonly string[]): void {
  execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example', ...args], {
    stdio: 'pipe',
  });
}

describe('real material becomes images', () => {
  it('of Dockerfiles: what is copied, the settings of the last stage and of those below it, versions once', () => {
    const text = `ARG TAG=12
FROM debian:$TAG AS base
ENV PORT=80
FROM golang AS build
COPY tool.go /src/
FROM base
COPY conf /etc/app
COPY extra.conf /etc/app
COPY --from=build /out /usr/bin/tool
COPY start.sh /start.sh
HEALTHCHECK CMD curl localhost
ENTRYPOINT ["/start.sh"]
CMD app $PORT
`;
    write({
      '1/Dockerfile': text,
      '2/Dockerfile': text,
      '2/conf/app.conf': 'a\n',
      '2/extra.conf': 'b\n',
      '2/start.sh': '#!/bin/sh\n',
    });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'all');
    const sources = realSourcesIn(folder);
    expect(sources).toHaveLength(1);
    const image = (sources[0] as (typeof sources)[number]).load();
    expect(image.name).toMatch(/\/2\/Dockerfile$/);
    expect(pathsOf(image, 1)).toEqual(['etc/app/app.conf', 'etc/app/extra.conf', 'start.sh']);
    expect(image.spec.config).toMatchObject({
      Env: [expect.stringContaining('PATH='), 'PORT=80'],
      Entrypoint: ['/start.sh'],
      Cmd: ['/bin/sh', '-c', 'app $PORT'],
      Healthcheck: { Test: ['CMD-SHELL', 'curl localhost'] },
    });
  });

  it('of npm’s packages, each with what it brings for itself', () => {
    write({
      'node_modules/a/package.json': '{"version":"1.0.0","bin":{"a":"cli.js"}}',
      'node_modules/a/cli.js': '',
      'node_modules/a/node_modules/b/package.json': '{}',
      'node_modules/@s/c/package.json': '{"version":"2.0.0"}',
    });
    const images = realSourcesIn(folder).map(({ load }) => load());
    expect(images.map(({ name }) => name)).toEqual(['@s/c 2.0.0', 'a 1.0.0']);
    expect(images.map((image) => pathsOf(image, 0))).toEqual([
      ['usr/local/lib/node_modules/@s/c/package.json'],
      [
        'usr/local/lib/node_modules/a/cli.js',
        'usr/local/lib/node_modules/a/node_modules/b/package.json',
        'usr/local/lib/node_modules/a/package.json',
      ],
    ]);
    expect(images[1]?.spec.config?.Cmd).toEqual(['node', '/usr/local/lib/node_modules/a/cli.js']);
  });

  it('of PyPI’s packages, by what each says that it has brought', () => {
    write({
      'bin/tool': '',
      'tool/__init__.py': '',
      'other/__init__.py': '',
      'tool-1.0.dist-info/RECORD':
        '../../bin/tool,sha256=a,1\ntool/__init__.py,,\ntool/__pycache__/x.pyc,,\ntool-1.0.dist-info/RECORD,,\n',
    });
    const images = realSourcesIn(folder).map(({ load }) => load());
    const site = 'usr/local/lib/python3.11/site-packages';
    expect(images.map(({ name }) => name)).toEqual(['tool 1.0']);
    expect(pathsOf(images[0] as RealImage, 0)).toEqual([
      'usr/local/bin/tool',
      `${site}/tool/__init__.py`,
      `${site}/tool-1.0.dist-info/RECORD`,
    ]);
    expect(images[0]?.spec.config?.Cmd).toEqual(['/usr/local/bin/tool']);
  });

  it('or is refused', () => {
    write({ 'notes.txt': '' });
    expect(() => realSourcesIn(folder)).toThrow('holds no packages');
  });
});

describe('the sample for other tools', () => {
  it('is the same each time, and has every class', () => {
    const names = (): readonly string[] => {
      const { hidden, honest } = sampleOf(60, 20);
      return [...hidden, ...honest].map(({ name }) => name);
    };
    expect(names()).toEqual(names());
    const { hidden, honest } = sampleOf(60, 20);
    const all = sampleOf(100_000, 1).hidden;
    expect(new Set(hidden.map((one) => one.class))).toEqual(new Set(all.map((one) => one.class)));
    expect(hidden.length).toBeLessThan(100);
    expect(honest).toHaveLength(20);
  });
});
