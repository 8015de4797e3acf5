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
  return texts;
}

function healthCommand(test: readonly string[]): string | undefined {
  if (test[0] === 'CMD-SHELL') return test.slice(1).join(' ') || undefined;
  if (test[0] === 'CMD') return commandLine(test.slice(1)) || undefined;
  return undefined;
}

const environments = new WeakMap<ImageConfig, ReadonlyMap<string, string>>();

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
