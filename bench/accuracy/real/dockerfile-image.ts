import { basename, posix } from 'node:path';
import { debianRoot, PATH } from '../../../demo/rootfs.ts';
import { copyWords, jsonList, type Lookup, pairsOf } from '../../../src/explain/source/canonical.ts';
import { variablesOf } from '../../../src/explain/source/follow.ts';
import {
  parseDockerfile,
  type SourceDockerfile,
  type SourceInstruction,
} from '../../../src/explain/source/parse-dockerfile.ts';
import { Stages } from '../../../src/explain/source/stage-chain.ts';
import { expand, quotedWords } from '../../../src/explain/source/variables.ts';
import type { RunConfig } from '../../../src/image/config.ts';
import type { Step } from '../../../testkit/image.ts';
import type { TarItem } from '../../../testkit/tar.ts';
import { type GitFiles, gitFiles } from './git-files.ts';
import type { RealImage, RealSource } from './real-image.ts';

const DOCKERFILE = /^(?:Dockerfile(?:[.-][\w.-]+)?|[\w.-]+\.Dockerfile)$/i;
const NO_DOCKERFILE = /\.(?:template|tmpl|j2|in|md|jinja|erb|sh|dockerignore)$/i;

/**
 * The images that a checkout's Dockerfiles describe, as far as they can be made without running anything: what is copied
 * from the checkout, all settings, and each RUN in the history with an empty layer. Of Dockerfiles whose paths differ in
 * digits alone (versions of one image) the last is taken.
 */
export function dockerfileImages(checkout: string): readonly RealSource[] {
  const files = gitFiles(checkout);
  const chosen = new Map<string, string>();
  for (const path of files.paths) {
    if (!DOCKERFILE.test(basename(path)) || NO_DOCKERFILE.test(path)) continue;
    chosen.set(path.replaceAll(/\d+/g, '0'), path);
  }
  const name = basename(checkout.replace(/\/(?:repo|\.git)?\/?$/, ''));
  return [...chosen.values()].map((path) => ({
    kind: 'images by Dockerfiles',
    key: `dockerfile:${name}/${path}`,
    size: 0,
    load: () => dockerfileImage(files, path, `${name}/${path}`),
  }));
}

function dockerfileImage(files: GitFiles, path: string, name: string): RealImage {
  const source = parseDockerfile(files.read(path).toString('utf8'));
  const variables = variablesOf(
    new Map([
      ['PATH', PATH.slice(5)],
      ['HOME', '/root'],
    ]),
  );
  for (const instruction of source.globals) variables.after(instruction);
  const { lookup, workdir } = variables;
  const folder = posix.dirname(path);
  const config: RunConfig = { Env: [PATH], Labels: {} };
  const steps: Step[] = [{ createdBy: '/bin/sh -c #(nop) ADD file:00 in / ', items: debianRoot() }];
  for (const instruction of lastStage(source)) {
    const { keyword, argument } = instruction;
    const text = [argument, ...instruction.heredocs].join('\n');
    if (keyword === 'COPY' || keyword === 'ADD') {
      const words = copyWords(instruction, lookup);
      const to = words.at(-1) ?? '';
      const place = hasFilesBelow(steps, resolvedIn(workdir(), to)) ? `${to}/` : to;
      const items = copied(files, folder, instruction, [...words.slice(0, -1), place], workdir());
      steps.push({ createdBy: `${keyword} ${words.join(' ')} # buildkit`, items });
    } else if (keyword === 'RUN') {
      const line = jsonList(argument)?.join(' ') ?? `/bin/sh -c ${text}`;
      steps.push({ createdBy: `RUN ${line} # buildkit`, items: [] });
    } else {
      steps.push({ createdBy: `${keyword} ${text}` });
      setIn(config, instruction, lookup);
    }
    variables.after(instruction);
  }
  return { name, spec: { steps, config: { ...config, WorkingDir: workdir() } } };
}

function setIn(config: RunConfig, { keyword, argument }: SourceInstruction, lookup: Lookup): void {
  switch (keyword) {
    case 'ENV':
      for (const [key, value] of pairsOf(argument, lookup)) {
        const others = (config.Env ?? []).filter((one) => !one.startsWith(`${key}=`));
        config.Env = [...others, `${key}=${value}`];
      }
      break;
    case 'LABEL':
      config.Labels = { ...config.Labels, ...Object.fromEntries(pairsOf(argument, lookup)) };
      break;
    case 'ENTRYPOINT':
      config.Entrypoint = [...commandOf(argument)];
      config.Cmd = null;
      break;
    case 'CMD':
      config.Cmd = [...commandOf(argument)];
      break;
    case 'USER':
      config.User = expand(argument, lookup);
      break;
    case 'HEALTHCHECK':
      config.Healthcheck = { Test: [...healthTest(argument)] };
      break;
    case 'EXPOSE': {
      const ports = quotedWords(expand(argument, lookup)).map((port) => [port, {}] as const);
      config.ExposedPorts = { ...config.ExposedPorts, ...Object.fromEntries(ports) };
      break;
    }
  }
}

/** The instructions of the last stage, behind those of the stages that it builds on. */
function lastStage(source: SourceDockerfile): readonly SourceInstruction[] {
  const stages = new Stages(source, new Map());
  return stages.chain(stages.names.at(-1) ?? '')?.instructions ?? [];
}

function commandOf(argument: string): readonly string[] {
  return jsonList(argument) ?? ['/bin/sh', '-c', argument];
}

function healthTest(argument: string): readonly string[] {
  if (/^NONE$/i.test(argument)) return ['NONE'];
  const text = argument.replace(/^CMD\s+/i, '');
  const list = jsonList(text);
  return list === undefined ? ['CMD-SHELL', text] : ['CMD', ...list];
}

/** What COPY and ADD take out of the checkout, where its folder or its root is what is built from. */
function copied(
  files: GitFiles,
  folder: string,
  { flags, heredocs }: SourceInstruction,
  words: readonly string[],
  workdir: string,
): readonly TarItem[] {
  if (flags.some((flag) => flag.startsWith('--from='))) return [];
  const to = words.at(-1) ?? '';
  const sources = words.slice(0, -1);
  const into = resolvedIn(workdir, to);
  const octal = /^--chmod=0?([0-7]{3,4})$/.exec(flags.find((flag) => flag.startsWith('--chmod=')) ?? '')?.[1];
  const mode = octal === undefined ? undefined : Number.parseInt(octal, 8);
  const body = heredocs[0];
  if (body !== undefined) return [{ path: into, data: body, ...(mode !== undefined && { mode }) }];
  return sources.flatMap((source) => {
    const found =
      [folder, '.'].map((context) => files.matching(posix.join(context, source))).find(isSome) ?? [];
    return found.map(({ path, below, isFolder, executable }): TarItem => {
      const many = to.endsWith('/') || to === '.' || sources.length > 1 || isFolder || found.length > 1;
      const place = many ? posix.join(into, below) : into;
      return { path: place, data: files.read(path), mode: mode ?? (executable ? 0o755 : 0o644) };
    });
  });
}

/** Without leading slash. */
function resolvedIn(workdir: string, path: string): string {
  return posix.join('/', posix.resolve(workdir, path)).slice(1);
}

/** Whether something was copied below it before. */
function hasFilesBelow(steps: readonly Step[], path: string): boolean {
  return steps.some(({ items = [] }) =>
    items.some(
      (item) => item.path.startsWith(`${path}/`) || (item.path === path && item.type === 'directory'),
    ),
  );
}

function isSome(list: readonly unknown[]): boolean {
  return list.length > 0;
}
