import type { RunConfig } from '../../../../src/image/config.ts';
import { type Files, image, items, layer } from '../../../../test/detection/image-case.ts';
import { type BuiltImage, buildImage, buildIndex, type Step } from '../../../../testkit/image.ts';
import type { Build, Evasion } from '../evasion.ts';
import { type FilePayload, NGINX, type Payload } from '../payload.ts';

/** An image with these files in a layer of their own. */
export function built(files: Files, config: RunConfig = NGINX): () => BuiltImage {
  return () => buildImage(image(files, config));
}

/** An image with these layers, from the bottom. */
export function layered(
  layers: readonly Files[],
  config: RunConfig = NGINX,
  more: Partial<Step> = {},
): Build {
  return () =>
    buildImage(
      image(
        layers.map((files) => layer(files, more)),
        config,
      ),
    );
}

/** An image whose entrypoint is this script. */
export function starting(text: string, more: Files = {}): Build {
  return built({ ...more, 'entrypoint.sh': script(text) }, { Entrypoint: ['/entrypoint.sh'], ...NGINX });
}

export function script(text: string): string {
  return `#!/bin/bash\n${text}\n`;
}

/** A command that a container can be started with and that then goes on to what the image is for. */
export function beforeServing(text: string): string {
  return `(${text}) &\nexec "$@"`;
}

/** A program that runs, under a name that says nothing. */
export const PROGRAM = 'usr/sbin/udevd';

/** Where a payload lies when nobody hides it, and what it needs. */
export function placed(payload: Payload): { readonly files: Files; readonly config: RunConfig } {
  if (payload.kind === 'command')
    return {
      files: { ...payload.beside, 'entrypoint.sh': script(beforeServing(payload.text)) },
      config: { Entrypoint: ['/entrypoint.sh'], ...NGINX },
    };
  if (payload.kind === 'program')
    return { files: { [PROGRAM]: payload.bytes }, config: { Cmd: [`/${PROGRAM}`] } };
  return {
    files: { ...payload.beside, [payload.path]: fileOf(payload) },
    config: payload.config ?? NGINX,
  };
}

export function fileOf({ text, mode }: FilePayload): Files[string] {
  return mode === undefined ? text : { data: text, mode };
}

function plain(payload: Payload): Build {
  const { files, config } = placed(payload);
  return built(files, config);
}

function zstd(payload: Payload): Build {
  const { files, config } = placed(payload);
  return layered([files], config, { compression: 'zstd' });
}

/** The payload is in a layer, and gone in the next one. */
function deletedFrom(folder: string): (payload: Payload) => Build | undefined {
  return (payload) => {
    if (payload.kind === 'file' && payload.onlyInPlace === true) return undefined;
    const path = payload.kind === 'file' ? payload.path : `${folder}/run`;
    const slash = path.lastIndexOf('/');
    return layered([
      { [path]: contentOf(payload) },
      { [`${path.slice(0, slash)}/.wh.${path.slice(slash + 1)}`]: '' },
    ]);
  };
}

function contentOf(payload: Payload): Files[string] {
  switch (payload.kind) {
    case 'command':
      return script(payload.text);
    case 'file':
      return fileOf(payload);
    case 'program':
      return payload.bytes;
  }
}

/** An honest image for this machine, and another one for the one that a cluster may have. */
function otherPlatform(payload: Payload): Build {
  const { files, config } = placed(payload);
  const arm = image(files, config);
  return () =>
    buildIndex([
      { image: buildImage(image({ 'srv/index.html': '<p>Hello</p>\n' }, NGINX)) },
      { image: buildImage({ ...arm, platform: { os: 'linux', architecture: 'arm64' } }) },
    ]);
}

function forAll(name: string, of: (payload: Payload) => Build | undefined): Evasion {
  return { name, alsoHonest: true, command: of, file: of, program: of };
}

/** Where in an image the payload is. */
export const OF_IMAGES: readonly Evasion[] = [
  forAll('nothing done to hide it', plain),
  forAll('in a zstd layer', zstd),
  forAll('deleted in a later layer', deletedFrom('opt/build')),
  forAll('in the image of another platform', otherPlatform),
  {
    name: 'through symbolic links',
    alsoHonest: true,
    command: ({ text, beside }) =>
      built(
        {
          ...beside,
          'opt/v1/start': script(beforeServing(text)),
          'opt/current': { type: 'symlink', target: 'v1' },
          'docker-entrypoint.sh': { type: 'symlink', target: '/opt/current/start' },
        },
        { Entrypoint: ['/docker-entrypoint.sh'], ...NGINX },
      ),
    program: ({ bytes }) =>
      built(
        {
          'opt/v1/e': bytes,
          'opt/current': { type: 'symlink', target: 'v1' },
          [PROGRAM]: { type: 'symlink', target: '/opt/current/e' },
        },
        { Cmd: [`/${PROGRAM}`] },
      ),
  },
  {
    name: 'in its place only as a link',
    file: (payload) =>
      built(
        {
          ...payload.beside,
          'opt/data/f': fileOf(payload),
          [payload.path]: { type: 'symlink', target: '/opt/data/f' },
        },
        payload.config ?? NGINX,
      ),
  },
  {
    name: 'deleted from a hidden folder',
    hides: true,
    command: deletedFrom('opt/.c'),
    program: deletedFrom('opt/.c'),
  },
  {
    name: 'through a hard link',
    program:
      ({ bytes }) =>
      () =>
        buildImage({
          ...image([], { Cmd: [`/${PROGRAM}`] }),
          steps: [
            ...image([]).steps,
            {
              createdBy: 'COPY . / # buildkit',
              items: [...items({ 'opt/a': bytes }), { path: PROGRAM, type: 'hardlink', target: 'opt/a' }],
            },
          ],
        }),
  },
  {
    name: 'renamed, in an application’s folder',
    program: ({ bytes }) =>
      built(
        {
          'srv/app/node_modules/left-pad/build/Release/pad.node': bytes,
          'srv/app/index.js':
            '#!/usr/bin/env node\nrequire("child_process").spawn("/srv/app/node_modules/left-pad/build/Release/pad.node");\n',
        },
        { Cmd: ['node', '/srv/app/index.js'] },
      ),
  },
  {
    name: 'as a library',
    program: ({ bytes }) => built({ 'usr/lib/x86_64-linux-gnu/libcrypt-ng.so.2': bytes }),
  },
];
