import { absolutePath, lookUpFile, lookUpProgram } from '../../explain/path-lookup.ts';
import type { ImageTree, TreeNode } from '../../image/tree/image-tree.ts';
import { joinPath } from '../../image/tree/place.ts';
import type { ShellCommand } from '../shell/model.ts';
import { type Language, languageOfInterpreter } from '../text/language.ts';
import type { TextUnit } from '../text/text-unit.ts';

/** A file that a command runs or sources. */
export interface FileRun {
  readonly node: TreeNode;
  /** What it is read as, where the command decides it and not the file. */
  readonly language?: Language;
  /** It is read by the shell that comes to it: `. FILE`. */
  readonly sourced?: true;
}

/** Options with which an interpreter is told the text or the module itself, and no file. */
const SHELL_TOLD = /^-[a-z]{0,9}c$/;
const TOLD = /^-\w{0,9}[cemr]$/;
/** Files of one folder that `run-parts` is followed to. */
const MAX_PARTS = 200;

/**
 * The files of the image that the commands in some texts run or source: by their names, through an interpreter, by
 * `run-parts`. Whether a command is reached is not asked.
 */
export function filesRunBy(units: readonly TextUnit[], tree: ImageTree): readonly FileRun[] {
  return units.flatMap(({ commands }) => {
    let cwd = '/';
    return commands.flatMap((pipeline) =>
      pipeline.commands.flatMap((command) => {
        const [first] = command.args;
        if (command.name === 'cd' && first?.text.startsWith('/') === true) cwd = first.text;
        return filesOf(command, tree, cwd);
      }),
    );
  });
}

function filesOf(command: ShellCommand, tree: ImageTree, cwd: string): readonly FileRun[] {
  const { name, program } = command;
  const words = command.args.map(({ text }) => text);
  if (name === '') return [];
  if (name === '.' || name === 'source') {
    return fileAt(tree, words[0], cwd, 'shell').map((run) => ({ ...run, sourced: true as const }));
  }
  if (name === 'run-parts') return partsOf(tree, words, cwd);
  const language = languageOfInterpreter(name);
  if (language !== undefined) {
    if (words.some((word) => (language === 'shell' ? SHELL_TOLD : TOLD).test(word))) return [];
    return fileAt(
      tree,
      words.find((word) => !word.startsWith('-')) ??
        command.redirects.find(({ operator }) => operator === '<')?.target.text,
      cwd,
      language,
    );
  }
  const found = lookUpProgram(tree, program, { cwd });
  return found.kind === 'found' ? [{ node: found.node }] : [];
}

function fileAt(
  tree: ImageTree,
  name: string | undefined,
  cwd: string,
  language: Language,
): readonly FileRun[] {
  if (name === undefined || name === '') return [];
  const found = lookUpFile(tree, name, cwd);
  return found.kind === 'found' ? [{ node: found.node, language }] : [];
}

function partsOf(tree: ImageTree, words: readonly string[], cwd: string): readonly FileRun[] {
  const folder = words.findLast((word) => !word.startsWith('-'));
  const found = folder === undefined ? undefined : tree.resolve(absolutePath(folder, cwd).slice(1));
  if (found?.kind !== 'found') return [];
  return tree
    .children(found.node.path)
    .slice(0, MAX_PARTS)
    .flatMap((name): readonly FileRun[] => {
      const part = tree.resolve(joinPath(found.node.path, name));
      return part.kind === 'found' && part.node.entry.kind === 'file' ? [{ node: part.node }] : [];
    });
}
