import type { StartStep } from '../../explanation.ts';
import { absolutePath, directory, lookUpFile } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { LineIndex } from '../../program-text/line-index.ts';
import { spend } from '../budget.ts';
import {
  type Chain,
  type Follower,
  type Following,
  type Invocation,
  known,
  type Program,
  shellWords,
} from '../chain.ts';
import { firstGroup } from '../first-group.ts';
import { isFile, isFolder, lineOf, Steps, textOf } from '../managers/service-files.ts';
import { programStep, readToldText } from '../programs/program-text.ts';
import type { Server, ServerSetting } from './server.ts';
import { SERVERS } from './server-table.ts';
import { codeAt } from './setting-code.ts';
import { commandsOf, plain } from './setting-commands.ts';
import { isComment, MAX_TEXT, matching, settingsFiles, withVariable } from './settings-files.ts';

const MAX_WORDS = 128;
/** Commands and programs that settings of one server name. */
const MAX_SETTINGS = 200;

/** A server's settings that run commands: piped logs of Apache httpd, `archive_command` of PostgreSQL, Lua in nginx. */
export const followServer: Follower = (invocation, program, chain) => {
  const server = SERVERS.find(({ name, beside }) => beside !== true && name.test(program.name));
  return server === undefined ? undefined : followSettings(invocation, server, chain);
};

/** What settings of a program run that is known for something else, too: tasks of a package manager. */
export function settingsBeside(chain: Chain, invocation: Invocation, program: Program): readonly StartStep[] {
  return SERVERS.filter(({ name, beside }) => beside === true && name.test(program.name)).flatMap(
    (server) => followSettings(invocation, server, chain)?.children ?? [],
  );
}

function followSettings(invocation: Invocation, server: Server, chain: Chain): Following | undefined {
  const steps = new Steps();
  const run: Run = { chain, invocation, steps, left: MAX_SETTINGS };
  followWords(run, server);
  followLoads(run, server);
  for (const path of settingsFiles(chain, invocation, server, steps)) {
    // A task that calls its own tool again.
    const key = `settings ${path}`;
    if (chain.budget.open.has(key)) continue;
    const text = textOf(chain, path);
    if (text === undefined || text.length > MAX_TEXT) {
      // Among words and in folders may lie data, too.
      if (/\.(?:conf|cfg|load)$/.test(path)) steps.problem(`the text of ${path} was not read`);
      continue;
    }
    // Where a setting begins again and again and never ends, each beginning is looked behind.
    if (!spend(chain.budget, text.length >> 1)) break;
    chain.budget.open.add(key);
    const index = new LineIndex(text);
    for (const setting of server.settings) {
      for (const match of text.matchAll(setting.pattern)) {
        if (!isComment(index, match.index))
          follow(run, setting, match, { text, path, line: index.lineAt(match.index) });
      }
    }
    chain.budget.open.delete(key);
  }
  const { children, unknown } = steps.done();
  return children.length === 0 && unknown === undefined ? undefined : steps.done();
}

interface Run {
  readonly chain: Chain;
  readonly invocation: Invocation;
  readonly steps: Steps;
  left: number;
}

interface SettingsFile {
  readonly text: string;
  readonly path: string;
  readonly line: number;
}

function follow(
  run: Run,
  { kind }: ServerSetting,
  match: RegExpExecArray,
  { text, path, line }: SettingsFile,
): void {
  const { chain, invocation, steps } = run;
  if (run.left-- <= 0) {
    steps.problem(`only the first ${MAX_SETTINGS} settings that run something were followed`);
    return;
  }
  const { stdin: _stdin, ...rest } = invocation;
  const place = lineOf(chain, path, line);
  const value = firstGroup(match) ?? '';
  if (kind === 'programs') {
    const paths = value.match(/\/[\w./-]{1,500}/g) ?? [];
    const files = paths.slice(0, MAX_SETTINGS).flatMap((one) => matching(chain, one, '/', steps));
    for (const file of files.filter((one) => isExecutable(chain, one)))
      steps.add(chain.run({ ...rest, argv: [known(file)], command: oneLine(match[0].trim()), place }));
    return;
  }
  if (typeof kind === 'string') {
    for (const command of commandsOf(kind, value))
      steps.add(chain.run({ ...rest, argv: shellWords(command), command: oneLine(command), place }));
    return;
  }
  if ('code' in kind) {
    const code = codeAt(text, match.index + match[0].length);
    if (code === undefined) return;
    const reader = { language: kind.code, interpreter: kind.code, environment: rest.environment };
    const following = readToldText(chain, code, reader, place);
    steps.add(following.children);
    return;
  }
  const name = absolutePath(plain(value).split(/\s/, 1)[0] ?? '', directory(path));
  if (!isFile(chain, name)) return;
  const command = oneLine(match[0].trim());
  const reader = { language: kind.file, interpreter: kind.file, environment: rest.environment };
  // Its name may tell no detector what it is written in.
  const program = textOf(chain, name);
  if (program !== undefined) chain.spoken.add(program.slice(0, MAX_TEXT), { file: name, line: 1 }, kind.file);
  steps.add([programStep(chain, name, reader, { command, place })]);
}

/** Files that it reads or runs whatever its settings say. */
function followLoads({ chain, invocation, steps }: Run, { loads = [] }: Server): void {
  const { stdin: _stdin, ...rest } = invocation;
  const folders = invocation.argv
    .slice(1, MAX_WORDS)
    .flatMap(({ value = '' }) => (value === '' ? [] : absolutePath(value, rest.environment.cwd)))
    .filter((path) => isFolder(chain, path));
  for (const { files, as } of loads) {
    const paths = files
      .flatMap((file) => (file.startsWith('%') ? folders.map((one) => one + file.slice(1)) : [file]))
      .flatMap((file) =>
        withVariable(file, rest.environment).flatMap((one) =>
          matching(chain, one, rest.environment.cwd, steps),
        ),
      );
    for (const path of [...new Set(paths)].slice(0, MAX_SETTINGS)) {
      if (as === 'program' && !isExecutable(chain, path)) continue;
      if (as === 'shell' || as === 'program') {
        const argv = as === 'shell' ? [known('sh'), known(path)] : [known(path)];
        steps.add(chain.run({ ...rest, argv, command: argv.map(({ text }) => text).join(' ') }));
        continue;
      }
      const text = textOf(chain, path);
      if (text !== undefined) chain.spoken.add(text.slice(0, MAX_TEXT), { file: path, line: 1 }, as);
      const reader = { language: as, interpreter: as, environment: rest.environment };
      steps.add([programStep(chain, path, reader, { command: invocation.command, place: rest.place })]);
    }
  }
}

/** `-c archive_command=…`, `--archive-command=…`. */
function followWords({ chain, invocation, steps }: Run, { word, commands }: Server): void {
  if (word === undefined || commands === undefined) return;
  const { stdin: _stdin, ...rest } = invocation;
  for (const { value } of invocation.argv.slice(1, MAX_WORDS)) {
    const [, name = '', command = ''] = word.exec(value ?? '') ?? [];
    if (!commands.test(name.replaceAll('-', '_'))) continue;
    steps.add(chain.run({ ...rest, argv: shellWords(command), command: oneLine(command) }));
  }
}

function isExecutable(chain: Chain, path: string): boolean {
  const found = lookUpFile(chain.tree, path, '/');
  return found.kind === 'found' && found.executable;
}
