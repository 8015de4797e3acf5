import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { followFinalStage } from './final-stage.ts';

const noFiles = (): readonly [] => [];

function follow(...lines: readonly string[]) {
  return followFinalStage(lines.join('\n'), new Map([['VERSION', '1.2']]), noFiles);
}

it('follows the last stage only, variables replaced, and writes a row for each instruction', () => {
  const asked: unknown[] = [];
  const { steps, config } = followFinalStage(
    `FROM node:24 AS build
RUN npm ci
FROM scratch
ARG VERSION
ARG NOTHING
LABEL version="$VERSION" \\
      title="two words"
ENV HOME=/home/$VERSION
COPY --from=build /out/ /app/
COPY a b /
USER 1:1
ENTRYPOINT ["/bin/app", "run"]
`,
    new Map([['VERSION', '1.2']]),
    (...call) => {
      asked.push(call);
      return [{ path: 'file' }];
    },
  );
  expect(asked).toEqual([
    [['/out/'], '/app/', 'build'],
    [['a', 'b'], '/', undefined],
  ]);
  expect(steps.map(({ createdBy, items }) => [createdBy, items?.length])).toEqual([
    ['ARG VERSION=1.2', undefined],
    ['ARG NOTHING', undefined],
    ['LABEL version="1.2" title="two words"', undefined],
    ['ENV HOME="/home/1.2"', undefined],
    ['COPY --from=build /out/ /app/', 1],
    ['COPY a b /', 1],
    ['USER 1:1', undefined],
    ['ENTRYPOINT ["/bin/app","run"]', undefined],
  ]);
  expect(config).toEqual({
    User: '1:1',
    Entrypoint: ['/bin/app', 'run'],
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/home/1.2'],
    Labels: { version: '1.2', title: 'two words' },
  });
});

it('refuses what it cannot do as a builder would', () => {
  expect(() => follow('FROM debian:12', 'COPY a /')).toThrow('not FROM scratch');
  for (const line of ['RUN make', 'COPY --chown=1:1 a /', 'ENTRYPOINT app', 'ADD a /', 'WORKDIR /app']) {
    expect(() => follow('FROM scratch', line)).toThrow(
      /^Dockerfile, line 2: this form of [A-Z]+ is not followed/,
    );
  }
});

it('puts into the image all that the npm package has', () => {
  const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const copied = new Set<string>();
  followFinalStage(read('Dockerfile'), new Map(), (sources, destination) => {
    for (const source of sources) copied.add(source.endsWith('/') ? destination : `${destination}${source}`);
    return [];
  });
  const { files } = JSON.parse(read('package.json')) as { files: readonly string[] };
  for (const name of [...files, 'node_modules', 'package.json']) {
    expect(copied).toContain(`/app/${name}${/[.]|^LICENSE$/.test(name) ? '' : '/'}`);
  }
});
