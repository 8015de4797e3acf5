import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { RecipeLine, Rule } from './recipes.ts';

/** What a Taskfile says (taskfile.dev, "Schema Reference"): commands with values put in where they are plain texts. */
export interface Taskfile {
  readonly rules: ReadonlyMap<string, Rule>;
  /** Commands that its values come from (`sh:`), which are run whatever task is told. */
  readonly evaluated: readonly RecipeLine[];
  /** Other Taskfiles, by the name that their tasks get in front. */
  readonly includes: ReadonlyMap<string, string>;
}

const MAX_TEXT = 256 * 1024;
const MAX_TASKS = 500;
const MAX_COMMANDS = 500;
const MAX_VALUE = 16_000;

/** Undefined for what is no YAML, or too long. */
export function parseTaskfile(text: string): Taskfile | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const lines = new LineCounter();
  const root = rootOf(text, lines);
  if (root === undefined) return undefined;
  const reader = new Reader(lines);
  const evaluated = reader.values(child(root, 'vars'));
  const rules = new Map<string, Rule>();
  for (const [name, node] of entriesOf(child(root, 'tasks')).slice(0, MAX_TASKS))
    rules.set(name, reader.rule(node));
  for (const [name, node] of entriesOf(child(root, 'tasks')).slice(0, MAX_TASKS)) {
    const aliases = itemsOf(child(node, 'aliases')).flatMap((alias) => textOf(alias) ?? []);
    for (const alias of aliases) if (!rules.has(alias)) rules.set(alias, { needs: [name], recipe: [] });
  }
  const includes = entriesOf(child(root, 'includes')).flatMap(([name, node]): [string, string][] => {
    const path = textOf(node) ?? textOf(child(node, 'taskfile'));
    return path === undefined ? [] : [[name, path]];
  });
  return { rules, evaluated, includes: new Map(includes) };
}

function rootOf(text: string, lineCounter: LineCounter): Node | undefined {
  try {
    // Aliases are left as they are: nothing is multiplied.
    const document = parseDocument(text, { lineCounter, logLevel: 'silent' });
    return document.errors.length === 0 && document.contents !== null ? document.contents : undefined;
  } catch {
    return undefined;
  }
}

class Reader {
  readonly #lines: LineCounter;
  readonly #values = new Map<string, string>();
  #left = MAX_COMMANDS;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  /** Values that are plain texts are remembered; the commands of the others are given back. */
  values(node: Node | undefined): readonly RecipeLine[] {
    return entriesOf(node).flatMap(([name, value]) => {
      const plain = textOf(value);
      if (plain !== undefined && !this.#values.has(name)) this.#values.set(name, plain.slice(0, MAX_VALUE));
      return this.#line(child(value, 'sh'));
    });
  }

  rule(node: Node): Rule {
    const needs: string[] = itemsOf(child(node, 'deps')).flatMap((dep) => taskOf(dep) ?? textOf(dep) ?? []);
    const recipe: RecipeLine[] = [...this.values(child(node, 'vars'))];
    for (const one of itemsOf(child(node, 'preconditions')))
      recipe.push(...this.#line(child(one, 'sh') ?? one));
    for (const one of itemsOf(child(node, 'status'))) recipe.push(...this.#line(one));
    // A task may be its command, or a list of them.
    const commands = isMap(node) ? (child(node, 'cmds') ?? child(node, 'cmd')) : node;
    for (const one of itemsOf(commands)) {
      const deferred = child(one, 'defer');
      const called = taskOf(one) ?? taskOf(deferred);
      if (called !== undefined) needs.push(called);
      recipe.push(...this.#line(child(one, 'cmd') ?? deferred ?? one));
    }
    return { needs, recipe };
  }

  #line(node: Node | undefined): readonly RecipeLine[] {
    const text = textOf(node);
    if (text === undefined || text.trim() === '' || this.#left-- <= 0) return [];
    const { line } = this.#lines.linePos(node?.range?.[0] ?? 0);
    const filled = text.replace(/\{\{-?\s{0,20}\.(\w{1,100})\s{0,20}-?\}\}/g, (written, name: string) => {
      return this.#values.get(name) ?? written;
    });
    return [{ text: filled.slice(0, MAX_VALUE).trim(), line }];
  }
}

function child(node: Node | undefined, key: string): Node | undefined {
  if (!isMap(node)) return undefined;
  const value = node.get(key, true);
  return value === undefined || value === null ? undefined : value;
}

function entriesOf(node: Node | undefined): [name: string, value: Node][] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }): [string, Node][] =>
    isScalar(key) && value !== null ? [[String(key.value), value as Node]] : [],
  );
}

/** The items of a list; one that is no list stands for itself. */
function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return isSeq(node) ? (node.items as Node[]) : [node];
}

function textOf(node: Node | undefined): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}

function taskOf(node: Node | undefined): string | undefined {
  return textOf(child(node, 'task'));
}
