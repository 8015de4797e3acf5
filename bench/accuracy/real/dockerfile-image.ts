import { basename, posix } from 'node:path';
import { debianRoot } from '../../../demo/rootfs.ts';
import { copyWords, jsonList, pairsOf } from '../../../src/explain/source/canonical.ts';
import { variablesOf } from '../../../src/explain/source/follow.ts';
import {
  parseDockerfile,
  type SourceDockerfile,
  type SourceInstruction,
} from '../../../src/explain/source/parse-dockerfile.ts';
import { expand, quotedWords } from '../../../src/explain/source/variables.ts';
import type { RunConfig } from '../../../src/image/config.ts';
import type { Step } from '../../../testkit/image.ts';
import type { TarItem } from '../../../testkit/tar.ts';
import { type GitFiles, gitFiles } from './git-files.ts';
import { PATH, type RealImage, type RealSource } from './real-image.ts';

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
  const { lookup, workdir, after } = variablesOf(
    new Map([
      ['PATH', PATH.slice(5)],
      ['HOME', '/root'],
    ]),
  );
  for (const instruction of source.globals) after(instruction);
  const folder = posix.dirname(path);
  const config: RunConfig = {};
  const env = new Map([['PATH', PATH.slice(5)]]);
  const labels: Record<string, string> = {};
  const steps: Step[] = [{ createdBy: '/bin/sh -c #(nop) ADD file:00 in / ', items: debianRoot() }];
  for (const instruction of lastStage(source)) {
    const { keyword, argument } = instruction;
    const text = [argument, ...instruction.heredocs].join('\n');
    if (keyword === 'COPY' || keyword === 'ADD') {
      const words = copyWords(instruction, lookup);
      const [to = '', ...sources] = [...words].reverse();
      const place = isFolder(steps, resolvedIn(workdir(), to)) ? `${to}/` : to;
      const items = copied(files, folder, instruction, [...sources.reverse(), place], workdir());
      steps.push({ createdBy: `${keyword} ${words.join(' ')} # buildkit`, items });
    } else if (keyword === 'RUN') {
      const list = jsonList(argument);
      const command = list === undefined ? `/bin/sh -c ${text}` : list.join(' ');
      steps.push({ createdBy: `RUN ${command} # buildkit`, items: [] });
    } else {
      steps.push({ createdBy: `${keyword} ${text}` });
      if (keyword === 'ENV') for (const [key, value] of pairsOf(argument, lookup)) env.set(key, value);
      if (keyword === 'LABEL')
        for (const [key, value] of pairsOf(argument, lookup)) if (key !== '') labels[key] = value;
      if (keyword === 'CMD') config.Cmd = [...command(argument)];
      if (keyword === 'ENTRYPOINT') {
        config.Entrypoint = [...command(argument)];
        config.Cmd = null;
      }
      if (keyword === 'USER') config.User = expand(argument, lookup);
      if (keyword === 'HEALTHCHECK') config.Healthcheck = { Test: [...healthTest(argument)] };
      if (keyword === 'EXPOSE')
        config.ExposedPorts = {
          ...config.ExposedPorts,
          ...Object.fromEntries(quotedWords(expand(argument, lookup)).map((port) => [port, {}])),
        };
    }
    after(instruction);
  }
  config.Env = [...env].map(([key, value]) => `${key}=${value}`);
  config.Labels = labels;
  config.WorkingDir = workdir();
  return { name, spec: { steps, config } };
}

/** The instructions of the last stage, behind those of the stages that it builds on. */
function lastStage({ stages }: SourceDockerfile): readonly SourceInstruction[] {
  const chain: SourceInstruction[][] = [];
  let at = stages.length - 1;
  while (at >= 0) {
    const stage = stages[at];
    if (stage === undefined) break;
    chain.unshift([...stage.instructions]);
    const base = quotedWords(stage.from)[0]?.toLowerCase();
    at = stages.findIndex(
      ({ from }, i) => i < at && / as (\S+)$/i.exec(from.toLowerCase())?.[1] === base && base !== undefined,
    );
  }
  return chain.flat();
}

function command(argument: string): readonly string[] {
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
function isFolder(steps: readonly Step[], path: string): boolean {
  return steps.some(({ items = [] }) =>
    items.some(
      (item) => item.path.startsWith(`${path}/`) || (item.path === path && item.type === 'directory'),
    ),
  );
}

function isSome(list: readonly unknown[]): boolean {
  return list.length > 0;
}
