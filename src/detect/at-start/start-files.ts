import { limitReached } from '../../base/limit-reached.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { ProgramLanguage } from '../../explain/program-text/program-language.ts';
import { programWrites } from '../../explain/program-text/program-writes.ts';
import { environmentOf } from '../config-texts.ts';
import type { ImageView } from '../detector.ts';
import type { ShellCommand } from '../shell/model.ts';
import { type Language, languageOfInterpreter } from '../text/language.ts';
import { clip } from '../text/lines.ts';
import { startedCommands } from '../text/placed/config-units.ts';
import { startedFiles } from '../text/placed/started-files.ts';
import { lineOfFile, type TextUnit, workOf } from '../text/text-unit.ts';
import { unitsOf } from '../text/units.ts';
import { applyPipeline } from './apply-command.ts';
import { Conditions } from './conditions.ts';
import { StartDisk } from './start-disk.ts';
import type { StartAct, StartFile } from './start-file.ts';
import type { StartImage } from './start-image.ts';

/** The files that an image's start chain writes, changes, copies or unpacks, as it leaves them; by path. */
export function startFiles(view: ImageView, image: StartImage): ReadonlyMap<string, StartFile> {
  const most = (view.limits ?? DEFAULT_LIMITS).maxStartFiles;
  const disk = new StartDisk(image, view.image.config.config.WorkingDir || '/', most);
  const run = new StartRun(view, disk);
  for (const { path, units } of startedCommands(view)) run.apply(units, { path });
  const { maxImageScriptParts: mostWork } = view.limits ?? DEFAULT_LIMITS;
  let work = 0;
  for (const { path, layer, units } of startedFiles(view)) {
    // What it is too much for is told where detectors are shown these texts.
    if (work > mostWork) break;
    const all = units();
    work += workOf(all);
    run.apply(all, { path: `/${path}`, layer });
  }
  if (disk.leftOut > 0) {
    const detail = `${disk.leftOut} files that the start chain writes or unpacks were not judged where they go (maxStartFiles ${most})`;
    view.unread?.(limitReached('maxStartFiles', detail));
  }
  return disk.files;
}

interface Script {
  readonly path: string;
  readonly layer?: number;
}

/** Scripts that a script puts somewhere and then runs, one in another. */
const MAX_DEPTH = 3;
const MAX_RUN = 50;
const PROGRAMS: ReadonlySet<string> = new Set<ProgramLanguage>(['python', 'ruby', 'node', 'php']);

/** Goes through the scripts of a start chain, command by command. */
class StartRun {
  readonly #view: ImageView;
  readonly #disk: StartDisk;
  readonly #conditions: Conditions;
  readonly #variables: ReadonlyMap<string, string>;
  readonly #cwd: string;
  readonly #ran = new Set<string>();

  constructor(view: ImageView, disk: StartDisk) {
    this.#view = view;
    this.#disk = disk;
    this.#cwd = disk.cwd;
    this.#conditions = new Conditions(view.explanation.startChain);
    this.#variables = environmentOf(view.image.config);
  }

  apply(units: readonly TextUnit[], script: Script): void {
    this.#disk.cwd = this.#cwd;
    for (const unit of units) this.#applyUnit(unit, script);
  }

  #applyUnit(unit: TextUnit, script: Script): void {
    // What a script writes into a file is done when that file is run.
    if (unit.target !== undefined) return;
    for (const pipeline of unit.commands) {
      if (pipeline.from !== undefined) continue;
      const line = lineOfFile(unit, pipeline.line);
      const reached = this.#conditions.of(script.path, pipeline, line);
      if (reached.kind === 'no') continue;
      const { asked } = reached;
      const act = {
        ...placeIn(script, line),
        excerpt: clip(pipeline.text),
        ...(asked !== undefined && { asked }),
      };
      applyPipeline(this.#disk, pipeline, act);
      for (const command of pipeline.commands) this.#runWritten(command, act, 0);
    }
    this.#applyProgram(unit, (line) => placeIn(script, line));
  }

  /** A script that the start chain put there itself, once it is run: all that it does is told of the command that runs it. */
  #runWritten(command: ShellCommand, act: StartAct, depth: number): void {
    const { path, language } = scriptOf(command);
    const text = path === undefined || depth >= MAX_DEPTH ? undefined : this.#disk.ownText(path);
    if (path === undefined || text === undefined || this.#ran.size >= MAX_RUN || this.#ran.has(text)) return;
    this.#ran.add(text);
    const { limits } = this.#view;
    const units = unitsOf('', undefined, text, {
      variables: this.#variables,
      ...(language !== undefined && { language }),
      ...(limits !== undefined && { limits }),
    });
    for (const unit of units) {
      if (unit.target !== undefined) continue;
      for (const pipeline of unit.commands) {
        applyPipeline(this.#disk, pipeline, act);
        for (const inner of pipeline.commands) this.#runWritten(inner, act, depth + 1);
      }
      this.#applyProgram(unit, () => act);
    }
  }

  #applyProgram(unit: TextUnit, placeOf: (line: number) => Omit<StartAct, 'excerpt'>): void {
    if (!isProgram(unit.language)) return;
    const writes = programWrites(unit.text, unit.language, this.#variables);
    for (const { path, text, appends, line, excerpt } of writes) {
      this.#disk.write(path, text, appends, { ...placeOf(lineOfFile(unit, line)), excerpt: clip(excerpt) });
    }
  }
}

/** What the configuration says has no lines. */
function placeIn(script: Script, line: number): Omit<StartAct, 'excerpt'> {
  return script.layer === undefined ? script : { ...script, line };
}

function isProgram(language: Language): language is ProgramLanguage {
  return PROGRAMS.has(language);
}

/** The script that a command runs, by itself or by an interpreter. */
function scriptOf({ name, program, args }: ShellCommand): { path?: string; language?: Language } {
  const language = name === '.' || name === 'source' ? 'shell' : languageOfInterpreter(name);
  if (language === undefined) return program.includes('/') ? { path: program } : {};
  const path = args.find(({ text }) => !text.startsWith('-'))?.text;
  return path === undefined ? {} : { path, language };
}
