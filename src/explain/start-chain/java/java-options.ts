import type { OptionWord } from './option-words.ts';

/** What a `java` command is told to run. */
export type Main =
  | { readonly kind: 'jar' | 'class' | 'module' | 'source'; readonly word: OptionWord }
  | { readonly kind: 'none' };

export interface JavaOptions {
  readonly main: Main;
  /** As written; the last one counts. */
  readonly classPath?: OptionWord;
  /** `-javaagent:`, `-agentpath:`, debugger and error options, in the order written. */
  readonly effects: readonly OptionWord[];
  /** True when a word before the main class is not known, so that there may be more. */
  readonly open: boolean;
}

const CLASS_PATH = /^(?:-cp|-classpath|--class-path)(?:=|$)/;
/** Options whose value is the next word (java(1)). */
const VALUED =
  /^(?:-p|--module-path|--upgrade-module-path|--add-modules|--add-exports|--add-opens|--add-reads|--patch-module|--limit-modules|--enable-native-access|-d|--describe-module|--source)$/;
const EFFECT = /^(?:-javaagent:|-agentpath:|-agentlib:jdwp=|-Xrunjdwp:|-XX:On(?:OutOfMemory)?Error=)/;

export function readJavaOptions(words: readonly OptionWord[]): JavaOptions {
  const effects: OptionWord[] = [];
  let classPath: OptionWord | undefined;
  let open = false;
  const done = (main: Main): JavaOptions => ({
    main,
    effects,
    open,
    ...(classPath === undefined ? {} : { classPath }),
  });
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const value = word?.value;
    if (word === undefined) break;
    if (value === undefined) {
      open = true;
    } else if (CLASS_PATH.test(value)) {
      const equals = value.indexOf('=');
      classPath = equals === -1 ? words[++at] : { ...word, value: value.slice(equals + 1) };
    } else if (EFFECT.test(value)) {
      effects.push(word);
    } else if (value === '-jar') {
      const jar = words[at + 1];
      return done(jar === undefined ? { kind: 'none' } : { kind: 'jar', word: jar });
    } else if (/^(?:-m|--module)(?:=|$)/.test(value)) {
      const equals = value.indexOf('=');
      const module = equals === -1 ? words[at + 1] : { ...word, value: value.slice(equals + 1) };
      return done(module === undefined ? { kind: 'none' } : { kind: 'module', word: module });
    } else if (VALUED.test(value)) {
      at++;
    } else if (!value.startsWith('-') && value !== '') {
      return done({ kind: value.endsWith('.java') ? 'source' : 'class', word });
    }
  }
  return done({ kind: 'none' });
}
