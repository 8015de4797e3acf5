import type { ProgramLanguage } from '../../program-text/program-language.ts';

/** Options of one command, and modules that they load. */
const MAX_OPTIONS = 32;
const MAX_VALUE = 2000;

interface PreloadOptions {
  readonly loads: RegExp;
  /** Options that name folders of modules. */
  readonly folders?: RegExp;
  /** The statement that does the same. */
  readonly statement: (value: string) => string;
}

const quoted = (value: string): string => JSON.stringify(value);

/** From the manual pages: node(1), bun(1), perlrun(1), ruby(1), lua(1). */
const OPTIONS: Readonly<Partial<Record<ProgramLanguage, PreloadOptions>>> = {
  node: {
    loads: /^(?:-r|--require|--import|--loader|--experimental-loader|--preload)$/,
    statement: (value) => `require(${quoted(value)});`,
  },
  perl: {
    loads: /^-[mMd]$/,
    folders: /^-I$/,
    // `-d:X` is the module Devel::X; what follows a name is Perl.
    statement: (value) =>
      value.startsWith(':') ? `use Devel:${value};` : `use ${value.replace(/^-/, '').replace(/=.*$/s, '')};`,
  },
  ruby: { loads: /^(?:-r|--require)$/, folders: /^-I$/, statement: (value) => `require ${quoted(value)}` },
  lua: { loads: /^-l$/, statement: (value) => `require ${quoted(value)}` },
};

export interface Preloads {
  /** What the options load, as a program of the language; empty where they load nothing. */
  readonly text: string;
  readonly folders: readonly string[];
}

/** What options of an interpreter make it load before its program: `node -r FILE`, `perl -Ilib -MName`, `ruby -rname`. */
export function preloadsAmong(words: readonly string[], language: ProgramLanguage): Preloads {
  const options = OPTIONS[language];
  if (options === undefined) return { text: '', folders: [] };
  const names = optionValues(words, options.loads).filter((name) => !name.startsWith('data:'));
  const folders = options.folders === undefined ? [] : optionValues(words, options.folders);
  return {
    text: names.map(options.statement).join('\n'),
    folders: folders.flatMap((folder) => folder.split(':', MAX_OPTIONS)),
  };
}

/** The values of an option among words: `-r X`, `-rX`, `--import=X`. */
function optionValues(words: readonly string[], option: RegExp): readonly string[] {
  return words
    .slice(0, MAX_OPTIONS)
    .flatMap((word, at) => {
      if (option.test(word)) return words[at + 1] ?? [];
      const [, name = '', value] = /^(--[\w-]+)=(.+)$/s.exec(word) ?? /^(-\w)(.+)$/s.exec(word) ?? [];
      return value !== undefined && option.test(name) ? value : [];
    })
    .filter((value) => value.length < MAX_VALUE);
}
