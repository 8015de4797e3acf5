import type { ImageConfig } from '../image/config.ts';
import type { ConfigText } from './detector.ts';

const SAFE_WORD = /^[\w@%+=:,./-]+$/;

/** One argument as a shell would have to read it. */
export function quoteWord(word: string): string {
  return SAFE_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** An exec form as one command line that, read by a shell, gives the same words again. */
export function commandLine(words: readonly string[]): string {
  return words.map(quoteWord).join(' ');
}

/** The texts of the configuration that a container runs or reads, each under the instruction that sets it. */
export function configTexts(config: ImageConfig): readonly ConfigText[] {
  const run = config.config;
  const texts: ConfigText[] = [];
  if (run.Entrypoint?.length) texts.push({ path: 'ENTRYPOINT', text: commandLine(run.Entrypoint) });
  if (run.Cmd?.length) texts.push({ path: 'CMD', text: commandLine(run.Cmd) });
  for (const variable of run.Env ?? []) {
    texts.push({ path: 'ENV', text: variable, key: variable.split('=', 1)[0] ?? '' });
  }
  const health = healthCommand(run.Healthcheck?.Test ?? []);
  if (health !== undefined) texts.push({ path: 'HEALTHCHECK', text: health });
  for (const instruction of run.OnBuild ?? []) texts.push({ path: 'ONBUILD', text: instruction });
  for (const [key, value] of Object.entries(run.Labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    texts.push({ path: 'LABEL', text: `${key}=${value}`, key });
  }
  for (const text of buildArguments(config)) texts.push({ path: 'ARG', text });
  return texts;
}

const MAX_ARGUMENTS = 200;

/** What builds were given, as the history keeps it: `ARG NAME=value`, and `|2 A=b C=d /bin/sh -c …` before what ran. */
function buildArguments({ history }: ImageConfig): readonly string[] {
  const given = new Set<string>();
  for (const { created_by } of history ?? []) {
    const row = created_by ?? '';
    const text = row.slice(0, 20_000).replace(/^\/bin\/sh -c #\(nop\)\s+/, '');
    const end = text.indexOf(' /bin/sh -c ');
    const before = /^(?:RUN )?\|\d{1,4} /.exec(text);
    const told = /^ARG\s/.test(text)
      ? text.slice(4)
      : before === null
        ? ''
        : text.slice(before[0].length, end === -1 ? undefined : end);
    for (const one of told.split(/(?<!\s)\s+(?=\w{1,100}=)/)) if (one.includes('=')) given.add(one.trim());
    if (given.size >= MAX_ARGUMENTS) break;
  }
  return [...given].slice(0, MAX_ARGUMENTS);
}

function healthCommand(test: readonly string[]): string | undefined {
  if (test[0] === 'CMD-SHELL') return test.slice(1).join(' ') || undefined;
  if (test[0] === 'CMD') return commandLine(test.slice(1)) || undefined;
  return undefined;
}

const environments = new WeakMap<ImageConfig, ReadonlyMap<string, string>>();

const environmentTexts = new WeakMap<ImageConfig, string>();

/** What ENV sets, as `/proc/self/environ` has it: `NAME=VALUE`, each ended by NUL. */
export function environmentText(config: ImageConfig): string {
  const known = environmentTexts.get(config);
  if (known !== undefined) return known;
  const text = [...environmentOf(config)].map(([name, value]) => `${name}=${value}\0`).join('');
  environmentTexts.set(config, text);
  return text;
}

/** The environment that the configuration sets; found out once, for each of its texts is read with it. */
export function environmentOf(config: ImageConfig): ReadonlyMap<string, string> {
  const known = environments.get(config);
  if (known !== undefined) return known;
  const variables = new Map<string, string>();
  for (const variable of config.config.Env ?? []) {
    const equals = variable.indexOf('=');
    if (equals > 0) variables.set(variable.slice(0, equals), variable.slice(equals + 1));
  }
  environments.set(config, variables);
  return variables;
}
