import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { LineIndex } from '../../program-text/line-index.ts';
import { type Chain, type Invocation, type Place, shellWords } from '../chain.ts';
import { programStep } from '../programs/program-text.ts';
import { isFile, lineOf, type Steps, textOf } from './service-files.ts';

const MAX_WORDS = 128;
const MAX_FILES = 20;
const MAX_TEXT = 256 * 1024;
const MAX_SETTINGS = 500;

/** Options whose value a shell runs (uwsgi-docs, "Options"); of a hook, behind `exec:`; of a job, behind its time. */
const RUNS =
  /^(?:exec-[a-z-]{1,30}|(?:smart-|legion-)?attach-(?:control-)?daemon2?|(?:unique-|legion-)?cron2?|hook-[a-z-]{1,30})$/;
/** Options that name a file of Python, whatever it is called. */
const FILES =
  /^(?:wsgi-file|file|(?:shared-|spooler-)?(?:py-?)?import|mule|farm|spooler-python-import|python-worker-override)$/;
const CONFIGS = /^(?:ini|xml|yaml|yml|json|include|config)$/;
const KEY = '([a-z][a-z\\d-]{1,60})';
const SETTING = new RegExp(
  [
    String.raw`^[ \t]{0,20}${KEY}[ \t]{0,20}[=:][ \t]{0,20}(\S[^\n]{0,2000})$`,
    String.raw`<${KEY}>([^<]{1,2000})<`,
    String.raw`"${KEY}"[ \t]{0,20}:[ \t]{0,20}"((?:[^"\\\n]|\\.){1,2000})"`,
  ].join('|'),
  'gm',
);

interface Setting {
  readonly key: string;
  readonly value: string;
  readonly place: Place;
}

/** What options of uWSGI run, and files of Python that they name: of its command, of variables and of files in four formats. */
export function followUwsgi(chain: Chain, invocation: Invocation, steps: Steps): void {
  const { place, environment } = invocation;
  const pending: Setting[] = [];
  const words = invocation.argv.slice(1, MAX_WORDS).map(({ value }) => value ?? '');
  for (const [at, word] of words.entries()) {
    const [, key, value] = /^--([a-z][a-z\d-]{1,60})(?:=(.*))?$/s.exec(word) ?? [];
    if (key !== undefined) pending.push({ key, value: value ?? words[at + 1] ?? '', place });
    else if (isConfig(word)) pending.push({ key: 'config', value: word, place });
  }
  for (const [name, value] of environment.variables)
    if (name.startsWith('UWSGI_') && value !== null)
      pending.push({ key: name.slice(6).toLowerCase().replaceAll('_', '-'), value, place });
  const read = new Set<string>();
  let left = MAX_SETTINGS;
  for (const { key, value, place: at } of pending) {
    if (left-- <= 0) return steps.problem(`only the first ${MAX_SETTINGS} options were followed`);
    const path = absolutePath(value.trim(), environment.cwd);
    if (CONFIGS.test(key) && isFile(chain, path) && !read.has(path) && read.size < MAX_FILES) {
      read.add(path);
      pending.push(...settingsIn(chain, path, MAX_SETTINGS));
    } else follow(chain, { ...invocation, place: at }, { key, value, place: at }, path, steps);
  }
}

function isConfig(word: string): boolean {
  return /^[^-].*\.(?:ini|xml|ya?ml|json)$/.test(word);
}

function settingsIn(chain: Chain, path: string, most: number): readonly Setting[] {
  const text = textOf(chain, path);
  if (text === undefined || text.length > MAX_TEXT) return [];
  const index = new LineIndex(text);
  const found: Setting[] = [];
  for (const match of text.matchAll(SETTING)) {
    if (found.length >= most) break;
    const [key = '', value = ''] = match.slice(1).filter((group) => group !== undefined);
    found.push({ key, value, place: lineOf(chain, path, index.lineAt(match.index)) });
  }
  return found;
}

function follow(
  chain: Chain,
  invocation: Invocation,
  { key, value }: Setting,
  path: string,
  steps: Steps,
): void {
  if (FILES.test(key) && isFile(chain, path) && !path.endsWith('.py')) {
    // Its name tells no detector what it is written in.
    const text = textOf(chain, path);
    if (text !== undefined) chain.spoken.add(text.slice(0, MAX_TEXT), { file: path, line: 1 }, 'python');
    const { environment, place } = invocation;
    const reader = { language: 'python', interpreter: 'python', environment } as const;
    steps.add([programStep(chain, path, reader, { command: oneLine(`${key} = ${value}`, 300), place })]);
  }
  if (!RUNS.test(key)) return;
  const command = commandOf(key, value);
  if (command === undefined) return;
  const { stdin: _stdin, ...rest } = invocation;
  steps.add(chain.run({ ...rest, argv: shellWords(command), command: oneLine(command) }));
}

function commandOf(key: string, value: string): string | undefined {
  if (key.startsWith('hook-'))
    return /^(?:exec|execonce|safeexec|spinningfifo):(.+)$/s.exec(value.trim())?.[1];
  if (key.endsWith('cron2')) return /^(?:\S{1,200}=\S{0,200}\s{1,9})?(.+)$/s.exec(value.trim())?.[1];
  if (key.endsWith('cron')) return /^(?:-?\d{1,4}\s{1,9}){5}(.+)$/s.exec(value.trim())?.[1];
  if (key.endsWith('daemon2')) return /(?:^|,)(?:cmd|exec)=([^,]+)/s.exec(value)?.[1] ?? value;
  // `smart-attach-daemon = /tmp/x.pid command`.
  return key.startsWith('smart-') ? value.trim().replace(/^\S{1,300}\s/, '') : value;
}
