import { baseName } from '../../../base/base-name.ts';
import { directory } from '../../../explain/path-lookup.ts';
import { OWN_FOLDER } from '../reader/script-files.ts';
import type { Step } from './step.ts';

/** What only takes paths apart, and where the script is: `DIR=$(cd "$(dirname "$0")" && pwd)`. */
export const PATHS = {
  dirname: ({ operands }: Step) => operands.map((path) => `${directory(path)}\n`).join(''),
  basename: ({ operands: [path, ending = ''] }: Step) =>
    path === undefined ? undefined : `${withoutEnding(baseName(path), ending)}\n`,
  realpath: ({ operands: [path] }: Step) => path && `${path}\n`,
  // Which file a link leads to is found when that is read.
  readlink: ({ args, operands: [path] }: Step) =>
    args.some((arg) => /^-[emn]{0,3}f|^--canonicalize/.test(arg)) && path ? `${path}\n` : undefined,
  cd: () => '',
  pwd: (step: Step) => `${step.read(OWN_FOLDER) ?? '.'}\n`,
};

function withoutEnding(name: string, ending: string): string {
  return name !== ending && name.endsWith(ending) ? name.slice(0, name.length - ending.length) : name;
}
