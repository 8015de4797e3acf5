import { NOT_LISTED, type StartStep } from '../../explanation.ts';
import { absolutePath, directory } from '../../path-lookup.ts';
import { LineIndex } from '../../program-text/line-index.ts';
import { spend } from '../budget.ts';
import type { Chain, Invocation, Program } from '../chain.ts';
import { firstGroup } from '../first-group.ts';
import { isFile, lineOf, Steps, textOf } from '../managers/service-files.ts';
import { cutStep, libraryStep } from '../native/library-step.ts';
import { globFiles } from '../shell/file-globs.ts';
import { MODULES, type ModuleSetting } from './module-table.ts';
import { SERVERS } from './server-table.ts';
import { definedIn, isComment, MAX_TEXT, settingsFiles } from './settings-files.ts';

/** Characters of one list of modules. */
const MAX_LIST = 8000;
const MAX_MODULES = 200;
/** Names of one setting. */
const MAX_NAMES = 50;
const MAX_WORDS = 128;
const LEFT_OUT = `of the modules that it loads ${NOT_LISTED}`;

interface Settings {
  readonly text: string;
  /** Absent for the words of the command, and for what it reads. */
  readonly path?: string;
}

/** The compiled modules that settings of a program name, in files and among the words of its command. */
export function moduleSteps(
  chain: Chain,
  invocation: Invocation,
  { name: program }: Program,
): readonly StartStep[] {
  const settings = MODULES.filter(({ name }) => name.test(program));
  if (settings.length === 0) return [];
  const { argv, environment, place, command } = invocation;
  const key = `modules ${environment.cwd} ${argv.map(({ text }) => text).join(' ')}`;
  if (chain.budget.hooked.has(key) || !spend(chain.budget, argv.length)) return [];
  chain.budget.hooked.add(key);
  const steps = new Steps();
  const texts = settingsTexts(chain, invocation, program, settings, steps);
  for (const setting of settings) followModules(chain, invocation, setting, texts, steps);
  const { children, unknown } = steps.done();
  return unknown === undefined ? children : [...children, cutStep(chain, command, place)];
}

/** What the program is told, and reads of settings. */
function settingsTexts(
  chain: Chain,
  invocation: Invocation,
  program: string,
  settings: readonly ModuleSetting[],
  steps: Steps,
): readonly Settings[] {
  const servers = [
    ...SERVERS.filter(({ name }) => name.test(program)),
    ...settings.map(({ files = [], include }) => ({ files, ...(include !== undefined && { include }) })),
  ];
  const paths = new Set(servers.flatMap((server) => settingsFiles(chain, invocation, server, steps)));
  const files: Settings[] = [];
  for (const path of paths) {
    const text = textOf(chain, path);
    if (text === undefined) continue;
    if (text.length > MAX_TEXT) steps.problem(`the text of ${path} was not read`);
    files.push({ text: text.slice(0, MAX_TEXT), path });
  }
  const { stdin } = invocation;
  return [
    { text: wordsText(invocation) },
    ...(stdin?.kind === 'text' ? [{ text: stdin.text.slice(0, MAX_TEXT) }] : []),
    ...files,
  ];
}

function followModules(
  chain: Chain,
  invocation: Invocation,
  setting: ModuleSetting,
  all: readonly Settings[],
  steps: Steps,
): void {
  const folders = setting.folder === undefined ? [] : foldersIn(setting.folder, all, invocation);
  let left = MAX_MODULES;
  let defined: ReadonlyMap<string, string | null> | undefined;
  for (const { text, path } of all) {
    if (!spend(chain.budget, text.length >> 5)) return;
    const lines = new LineIndex(text);
    for (const match of text.matchAll(setting.pattern)) {
      if (isComment(lines, match.index)) continue;
      if (left-- <= 0) {
        steps.problem(LEFT_OUT);
        return;
      }
      const value = (firstGroup(match) ?? '').slice(0, MAX_LIST);
      if (value.includes('${'))
        defined ??= new Map([
          ...invocation.environment.variables,
          ...definedIn(
            all.map((one) => one.text),
            DEFINE,
          ),
        ]);
      const names = namesOf(defined === undefined ? value : expanded(value, defined));
      if (names.length > MAX_NAMES) steps.problem(LEFT_OUT);
      const line = lines.lineAt(match.index + match[0].length - 1);
      const place = path === undefined ? invocation.place : lineOf(chain, path, line);
      const around = [
        ...folders,
        // What is named from a folder of settings, or from the one above it: nginx's `-p`.
        ...(path === undefined ? [] : [directory(path), directory(directory(path))]),
        invocation.environment.cwd,
      ];
      for (const name of names.slice(0, MAX_NAMES)) {
        const found = moduleFile(chain, setting, name, around);
        if (found !== undefined) steps.add(libraryStep(chain, found, { command: match[0].trim(), place }));
      }
    }
  }
}

/** A value with what settings define and the environment has: `${NAME}` of Apache httpd. */
function expanded(value: string, defined: ReadonlyMap<string, string | null>): string {
  return value.replace(/\$\{(\w{1,60})\}/g, (_all, name: string) => defined.get(name) ?? '');
}

const DEFINE = /^[ \t]{0,40}Define[ \t]{1,40}(\w{1,60})[ \t]{1,40}"?([^"\n]{1,500})/gim;

/** The words of a command, a line each, and with the word behind: `-c a=b`, `--loadmodule FILE`, `-g 'load_module FILE;'`. */
function wordsText({ argv }: Invocation): string {
  const words = argv.slice(1, MAX_WORDS).map(({ value = '' }) => value);
  return words
    .flatMap((word, at) => {
      const plain = word.replace(/^-{1,2}(?:d(?=\S))?/, '');
      const next = words[at + 1];
      return next === undefined ? [plain] : [plain, `${plain} ${next}`];
    })
    .join('\n');
}

function foldersIn(folder: RegExp, all: readonly Settings[], { environment }: Invocation): readonly string[] {
  return all
    .flatMap(({ text }) => [...text.slice(0, 256 * 1024).matchAll(folder)].map((match) => match[1] ?? ''))
    .flatMap((value) => value.trim().split(':', MAX_NAMES))
    .filter((value) => value !== '' && !value.startsWith('$'))
    .slice(0, MAX_NAMES)
    .map((value) => absolutePath(value, environment.cwd));
}

/** `"a.so", 'b'`, `x=y.so;z`: names without quotes and signs. */
function namesOf(value: string): readonly string[] {
  return value
    .split(/[\s,;"'()=]+/, MAX_NAMES + 1)
    .filter((name) => /^[\w./+@-]{1,500}$/.test(name) && name !== '.');
}

/** The first file that a name stands for, with or without its ending. */
function moduleFile(
  chain: Chain,
  { places }: ModuleSetting,
  name: string,
  folders: readonly string[],
): string | undefined {
  const plain = name.replace(/\.(?:so|la|c)$/, '');
  const patterns = name.startsWith('/')
    ? [plain]
    : [
        ...folders.flatMap((folder) => [`${folder}/${plain}`, `${folder}/${plain}_plugin`]),
        ...places.map((place) => place.replace('?', () => plain)),
      ];
  const own = name.startsWith('/') ? [name] : [];
  for (const pattern of [...own, ...patterns]) {
    for (const ending of own.includes(pattern) && pattern !== plain ? [''] : ['.so', '', '.dll']) {
      const path = `${pattern}${ending}`.replace('.so.so', '.so');
      const found = (globFiles(chain, path, folders.at(-1) ?? '/') ?? []).find((one) => isFile(chain, one));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
