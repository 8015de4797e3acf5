import type { Assessment } from '../assess/assessment.ts';
import { isAddress, remoteOf } from '../detect/text/remote.ts';
import type { StartStep } from '../explain/explanation.ts';
import { filesOfChain } from '../explain/start-paths.ts';
import type { RunConfig } from '../image/config.ts';
import type { ImageTree, TreeNode } from '../image/tree/image-tree.ts';

/** How near a place that names a host is to being used: `start` is what runs by itself. */
export const HOST_USES = ['start', 'finding', 'environment', 'script', 'build'] as const;
export type HostUseKind = (typeof HOST_USES)[number];

export interface HostUse {
  readonly host: string;
  /** The nearest use. */
  readonly use: HostUseKind;
  /** Where it was seen: a path, `ENV NAME`, an instruction. Sorted, at most ten. */
  readonly where: readonly string[];
  /** What makes it stand out, in words. */
  readonly suspicious?: string;
}

export interface HostInput {
  readonly assessment: Assessment;
  readonly config: RunConfig;
  readonly tree: ImageTree;
  readonly text: (path: string) => string | undefined;
}

/** Characters of scripts that are looked through; those of the start chain count first. */
const MAX_TEXT = 16 * 1024 * 1024;
const MAX_HOSTS = 5000;
const MAX_PLACES = 10;

/**
 * The hosts beyond the container and its own network that an image names: in what runs at start, its findings, its
 * environment, its scripts, and the instructions that built it. Comments do not count. Nothing is contacted.
 */
export function hostsOf(input: HostInput): {
  readonly hosts: ReadonlyMap<string, HostUse>;
  readonly notes: readonly string[];
} {
  const seen = new Seen();
  const { assessment, config, tree, text } = input;
  for (const step of steps(assessment.explanation.startChain)) {
    const where = step.line === undefined ? step.file : `${step.file}:${step.line}`;
    for (const found of hostsInCommand(step)) seen.add(found, 'start', where);
  }
  for (const { indicators, evidence } of assessment.findings) {
    for (const { kind, value } of indicators ?? []) {
      if (HOST_INDICATORS.has(kind)) seen.add(value, 'finding', evidence[0].path);
    }
  }
  for (const setting of config.Env ?? []) {
    for (const found of urlsIn(setting)) seen.add(found, 'environment', `ENV ${setting.split('=', 1)[0]}`);
  }
  for (const { keyword, text: instruction } of assessment.explanation.instructions) {
    if (keyword !== 'RUN' && keyword !== 'ADD') continue;
    for (const found of urlsIn(instruction)) seen.add(found, 'build', instruction.slice(0, 200));
  }
  const atStart = filesOfChain(assessment.explanation.startChain);
  let left = MAX_TEXT;
  let skipped = 0;
  for (const path of scriptPaths(tree, atStart)) {
    const size = tree.get(path)?.entry.size ?? 0;
    if (size > left) {
      skipped++;
      continue;
    }
    left -= size;
    const use = atStart.has(path) ? 'start' : 'script';
    for (const found of urlsIn(withoutComments(text(path) ?? ''))) seen.add(found, use, `/${path}`);
  }
  const notes =
    skipped === 0 ? [] : [`Hosts were not looked for in ${skipped} scripts beyond the first 16 MiB.`];
  return { hosts: seen.sorted(), notes };
}

const HOST_INDICATORS: ReadonlySet<string> = new Set(['pool', 'url', 'domain', 'address']);

function* steps(chain: readonly StartStep[]): Generator<StartStep> {
  const pending = [...chain].reverse();
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    yield step;
    pending.push(...[...step.children].reverse());
  }
}

/** Those of the start chain first, then in the tree's order. */
function* scriptPaths(tree: ImageTree, atStart: ReadonlySet<string>): Generator<string> {
  for (const path of [...atStart].sort()) if (isScript(tree.get(path))) yield path;
  for (const node of tree.nodes.values()) {
    if (node.entry.kind === 'file' && isScript(node) && !atStart.has(node.path)) yield node.path;
  }
}

function isScript(node: TreeNode | undefined): boolean {
  return node?.entry.content?.kind === 'script' && node.entry.text !== undefined;
}

const FETCHERS = /(?:^|\/)(?:curl|wget|nc|ncat|netcat|telnet|socat|ssh|scp|git|aria2c|fetch)$/;
/** A name with a port or a path behind it, or an address: less would also be a file. */
const BARE = /^(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5}|\/)|^\d{1,3}(?:\.\d{1,3}){3}(?:[:/]|$)/i;

function* hostsInCommand(step: StartStep): Generator<string> {
  const command = (step.runs ?? step.command).slice(0, 10_000);
  yield* urlsIn(command);
  if (step.runs !== undefined) yield* urlsIn(step.command.slice(0, 10_000));
  if (!FETCHERS.test(step.what)) return;
  for (const word of command.split(/[\s'"]+/)) if (BARE.test(word)) yield word;
}

const URL = /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s'"`<>(){}[\]|;\\,]{1,300}/gi;

function* urlsIn(text: string): Generator<string> {
  for (const [url] of text.matchAll(URL)) yield url;
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]{0,200}(?:#|\/\/).*$/gm, '');
}

class Seen {
  readonly #uses = new Map<string, { use: HostUseKind; where: Set<string>; suspicious?: string }>();

  add(text: string, use: HostUseKind, where: string): void {
    const remote = remoteOf(text);
    if (remote === undefined || remote.local || !isHost(remote.host)) return;
    const known = this.#uses.get(remote.host);
    if (known === undefined && this.#uses.size >= MAX_HOSTS) return;
    const kept = known ?? { use, where: new Set<string>() };
    if (HOST_USES.indexOf(use) < HOST_USES.indexOf(kept.use)) kept.use = use;
    if (kept.where.size < MAX_PLACES) kept.where.add(where);
    if (remote.suspicious !== undefined) kept.suspicious = remote.suspicious;
    this.#uses.set(remote.host, kept);
  }

  sorted(): ReadonlyMap<string, HostUse> {
    const sorted = [...this.#uses].sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map(
      sorted.map(([host, { use, where, suspicious }]) => [
        host,
        { host, use, where: [...where].sort(), ...(suspicious === undefined ? {} : { suspicious }) },
      ]),
    );
  }
}

/** Not a variable, a placeholder or half a word. */
function isHost(host: string): boolean {
  return isAddress(host) || /^(?:[a-z0-9_-]{1,63}\.){1,20}[a-z0-9-]{2,63}$/.test(host);
}
