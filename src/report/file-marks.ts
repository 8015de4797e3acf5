import type { Assessment } from '../assess/assessment.ts';
import { filesOfChain } from '../explain/index.ts';
import { outermost } from '../image/nested-facts.ts';

/** What is worth telling of a path in a list: a finding points at it, or it runs at start. */
export type FileMark = 'finding' | 'start';

/** The marks of files, and of the folders that hold them, by path without leading slash; a finding counts for more. */
export function fileMarks({
  explanation,
  findings,
}: Pick<Assessment, 'explanation' | 'findings'>): ReadonlyMap<string, FileMark> {
  const marks = new Map<string, FileMark>();
  const mark = (path: string, as: FileMark): void => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const part = path.slice(0, end);
      if (as === 'finding' || !marks.has(part)) marks.set(part, as);
    }
  };
  for (const path of filesOfChain(explanation.startChain)) mark(path, 'start');
  for (const { evidence } of findings) {
    for (const { path } of evidence) mark(fileOf(path), 'finding');
  }
  return marks;
}

/** The file of the image that a place of evidence lies in, as lists name it. */
export function fileOf(path: string): string {
  return outermost(path).replace(/^\/+/, '');
}
