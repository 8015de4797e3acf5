import type { ShellCommand, ShellPipeline } from '../model.ts';
import { linesRead, variablesSetBy } from '../setting-commands.ts';
import { joinVia } from '../via.ts';
import { descriptorFile, openDescriptors } from './descriptors.ts';
import { editedFiles } from './edited-files.ts';
import { interpreterFed } from './fed-interpreter.ts';
import { followArguments, run } from './handed-programs.ts';
import type { Here } from './here.ts';
import { moveFiles, writeFile } from './made-files.ts';
import type { Scope, TreeReader } from './scope.ts';
import type { ScriptState } from './script-state.ts';

/** Goes on where a pipeline hands text to a shell, to another interpreter, or into a file, and sets variables. */
export function follow(pipeline: ShellPipeline, scope: Scope, state: ScriptState, tree: TreeReader): void {
  const here: Here = { line: pipeline.line, scope, state, tree };
  followOutput(pipeline, here);
  for (const command of pipeline.commands) {
    const readFile = (path: string): string | undefined => state.files.text(path);
    const set = variablesSetBy(command, readFile, (name) => state.variables.value(name));
    for (const [name, value] of set) state.variables.set(name, value);
    const [array, lines] = linesRead(command, readFile) ?? [];
    if (array !== undefined && lines !== undefined) state.variables.setArray(array, lines);
    openDescriptors(command, state.files);
    goTo(command, state);
    followArguments(command, here);
    tree.call(command);
    moveFiles(command, here);
    if (command === pipeline.commands.at(-1)) editedFiles(command, pipeline.output, here);
  }
}

/** `cd FOLDER`, where it is known. */
function goTo({ name, args }: ShellCommand, { files, variables }: ScriptState): void {
  if (name !== 'cd' && name !== 'pushd') return;
  const folder = args.find(({ text }) => !text.startsWith('-'));
  if (folder === undefined || folder.inner.length > 0 || !/^[^\s`*?]{1,500}$/.test(folder.text)) return;
  files.enter(folder.text);
  variables.set('PWD', files.folder);
}

function followOutput({ commands, output, decoders, writesTo }: ShellPipeline, here: Here): void {
  const { line, scope, state } = here;
  const last = commands.at(-1);
  if (last === undefined || output === undefined) return;
  const via = joinVia(scope.via, decoders);
  const to = last.redirects.find(({ operator }) => operator === '>&')?.target.text;
  const process = to === undefined ? undefined : state.processes.get(descriptorFile(to));
  const fed = interpreterFed(process ?? last);
  if (fed !== undefined) run(fed, output, via, here);
  else if (writesTo !== undefined) writeFile(writesTo, commands, output, via, here);
  else if (last.name === 'crontab') state.carry(output, line, 'crontab', via, 'crontab');
  else if (decoders !== undefined) state.carry(output, line, undefined, via);
}
