import { limitReached } from '../../base/limit-reached.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { ProgramLanguage } from '../../explain/program-text/program-language.ts';
import { programWrites } from '../../explain/program-text/program-writes.ts';
import { environmentOf } from '../config-texts.ts';
import type { ImageView } from '../detector.ts';
import { clip } from '../text/lines.ts';
import { startedCommands, startedFiles } from '../text/look.ts';
import type { TextUnit } from '../text/units.ts';
import { applyPipeline } from './apply-command.ts';
import { Conditions } from './conditions.ts';
import type { StartFile } from './start-file.ts';
import { StartDisk } from './start-disk.ts';
import type { StartImage } from './start-image.ts';

/** The files that an image's start chain writes, changes, copies or unpacks, as it leaves them; by path. */
export function startFiles(view: ImageView, image: StartImage): ReadonlyMap<string, StartFile> {
  const most = (view.limits ?? DEFAULT_LIMITS).maxStartFiles;
  const cwd = view.image.config.config.WorkingDir || '/';
  const conditions = new Conditions(view.explanation.startChain);
  const variables = environmentOf(view.image.config);
  const disk = new StartDisk(image, cwd, most);
  for (const { path, units } of startedCommands(view)) {
    disk.cwd = cwd;
    for (const unit of units) applyUnit(disk, unit, { path }, conditions, variables);
  }
  for (const { path, layer, units } of startedFiles(view)) {
    disk.cwd = cwd;
    for (const unit of units) applyUnit(disk, unit, { path: `/${path}`, layer }, conditions, variables);
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

function applyUnit(
  disk: StartDisk,
  unit: TextUnit,
  script: Script,
  conditions: Conditions,
  variables: ReadonlyMap<string, string>,
): void {
  // What a script writes into a file is done when that file is run.
  if (unit.target !== undefined) return;
  for (const pipeline of unit.commands) {
    if (pipeline.from !== undefined) continue;
    const line = unit.line ?? pipeline.line;
    const reached = conditions.of(script.path, pipeline, line);
    if (reached.kind === 'no') continue;
    const { asked } = reached;
    applyPipeline(disk, pipeline, {
      ...script,
      line,
      excerpt: clip(pipeline.text),
      ...(asked !== undefined && { asked }),
    });
  }
  if (!isProgram(unit.language)) return;
  for (const { path, text, appends, line, excerpt } of programWrites(unit.text, unit.language, variables)) {
    disk.write(path, text, appends, { ...script, line: unit.line ?? line, excerpt: clip(excerpt) });
  }
}

const PROGRAMS: ReadonlySet<string> = new Set<ProgramLanguage>(['python', 'ruby', 'node', 'php']);

function isProgram(language: TextUnit['language']): language is ProgramLanguage {
  return PROGRAMS.has(language);
}
