import type { Limits } from '../../base/limits.ts';
import { LineIndex } from '../../explain/program-text/line-index.ts';
import type { Content } from '../../image/layer-facts.ts';
import type { ShellPipeline, ShellScript } from '../shell/model.ts';
import { readShell } from '../shell/read-shell.ts';
import { commandsIn } from './commands-in.ts';
import { decodedTexts } from './decode.ts';
import { type Language, languageOf } from './language.ts';

/** One text to look at: a file's own, or one that it carries (decoded, written out, handed to an interpreter). */
export interface TextUnit {
  readonly text: string;
  readonly language: Language;
  /** For a carried text, the line of the file that it comes from; absent for the file's own text. */
  readonly line?: number;
  /** How it was decoded, if it was. */
  readonly via?: string;
  /** For a text that a script writes to a file: that file, as written. */
  readonly target?: string;
  /** The commands in it: of a script, or of the command lines that another format holds. */
  readonly commands: readonly ShellPipeline[];
  /** True when a limit kept some of it from being read. */
  readonly cut?: true;
}

/** The unit's commands without those of files that it sources: they are shown where they stand. */
export function ownPipelines(unit: TextUnit): readonly ShellPipeline[] {
  return unit.commands.filter(({ from }) => from === undefined);
}

export interface UnitOptions {
  readonly variables?: ReadonlyMap<string, string>;
  readonly readFile?: (path: string) => string | undefined;
  /** Overrides what the path and content say. */
  readonly language?: Language;
  readonly limits?: Limits;
}

const MAX_DEPTH = 3;
const MAX_UNITS = 400;
const MAX_CARRIED = 256 * 1024;

/** All that there is to read in a file's text, the text itself first. Nothing is run; every step is bounded. */
export function unitsOf(
  path: string,
  content: Content | undefined,
  text: string,
  options: UnitOptions = {},
): readonly TextUnit[] {
  const units: TextUnit[] = [];
  const language = options.language ?? languageOf(path, content, text);
  expand({ text, language, path, depth: 0 }, options, units);
  const [own, ...rest] = units;
  if (own === undefined || units.length < MAX_UNITS) return units;
  return [{ ...own, cut: true }, ...rest];
}

interface Source {
  readonly target?: string;
  readonly text: string;
  readonly language: Language;
  readonly path: string;
  readonly line?: number;
  readonly via?: string;
  readonly depth: number;
}

function expand(source: Source, options: UnitOptions, units: TextUnit[]): void {
  if (units.length >= MAX_UNITS) return;
  const { text, language, line, via, depth } = source;
  const shell = commandsOf(source, options);
  units.push({
    text,
    language,
    ...(line !== undefined && { line }),
    ...(via !== undefined && { via }),
    ...(source.target !== undefined && { target: source.target }),
    commands: shell.pipelines,
    ...(shell.cut && { cut: true }),
  });
  if (depth >= MAX_DEPTH) return;
  for (const carried of shell.carried) {
    if (carried.text.length > MAX_CARRIED) continue;
    const path = (carried.target ?? '').replace(/^\/+/, '');
    const how = join(via, carried.via);
    expand(
      { ...carried, path, line: line ?? carried.line, depth: depth + 1, ...(how && { via: how }) },
      options,
      units,
    );
  }
  if (language === 'markup' || language === 'other') return;
  const index = new LineIndex(text);
  for (const decoded of decodedTexts(text)) {
    const how = join(via, decoded.via) ?? decoded.via;
    const guessed = languageOf('', undefined, decoded.text);
    expand(
      {
        text: decoded.text,
        // Decoded text without a sign of its own is most often a command; settings are read in either case.
        language: guessed === 'settings' && !/^[\w.-]{1,60}\s*[:=]/.test(decoded.text) ? 'shell' : guessed,
        path: '',
        line: line ?? index.lineAt(decoded.index),
        via: how,
        depth: depth + 1,
      },
      options,
      units,
    );
  }
}

function commandsOf(source: Source, options: UnitOptions): ShellScript {
  const { text, language, path, line, via } = source;
  const shellOptions = {
    ...(options.variables !== undefined && { variables: options.variables }),
    ...(options.readFile !== undefined && { readFile: options.readFile }),
    ...(via !== undefined && { via }),
    ...(options.limits !== undefined && { limits: options.limits }),
  };
  if (language === 'shell') {
    const script = readShell(text, shellOptions);
    if (line === undefined) return script;
    return { ...script, pipelines: script.pipelines.map((pipeline) => ({ ...pipeline, line })) };
  }
  const scripts = commandsIn(text, language, path).map((command) =>
    readShell(command.text, { ...shellOptions, line: line ?? command.line }),
  );
  return {
    pipelines: scripts.flatMap((script) => script.pipelines),
    carried: scripts.flatMap((script) => script.carried),
    variables: new Map(),
    ...(scripts.some((script) => script.cut) && { cut: true }),
  };
}

function join(outer: string | undefined, inner: string | undefined): string | undefined {
  return outer === undefined ? inner : inner === undefined ? outer : `${outer}, ${inner}`;
}
