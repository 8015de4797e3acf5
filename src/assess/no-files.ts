import { plural } from '../base/quantities.ts';
import type { RuleInfo } from '../detect/detector.ts';
import type { Finding } from '../detect/finding.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import type { Coverage } from './assessment.ts';

export const NO_FILES_RULE: RuleInfo = {
  id: 'coverage/no-files',
  title: 'The image holds no file',
  category: 'coverage',
  severity: ['info', 'medium'],
  description:
    'There is no file in the image, so nothing but its configuration could be looked at. A build that left the files ' +
    'out makes such an image, and so does whoever wants only a configuration. What it starts can only come from ' +
    'elsewhere, such as a folder of the host that is mounted into it.',
  fix: 'See that it is the image that you mean. Build it again with its files, and see what is mounted where it is run.',
};

/** Says so of an image that was read to its end; that it starts something all the same is worth a look. */
export function noFiles(
  tree: ImageTree,
  coverage: Coverage,
  { startChain }: Explanation,
): Finding | undefined {
  if (!coverage.complete) return undefined;
  for (const { entry } of tree.nodes.values()) if (entry.kind === 'file') return undefined;
  const [start] = startChain;
  return {
    rule: NO_FILES_RULE.id,
    title: NO_FILES_RULE.title,
    category: 'coverage',
    severity: start === undefined ? 'info' : 'medium',
    confidence: 'certain',
    why:
      start === undefined
        ? 'It holds no file and starts nothing: only its configuration was looked at.'
        : 'It starts a program and holds no file: either it cannot start, or it starts what is mounted into it, which ' +
          'nobody has looked at.',
    fix:
      start === undefined
        ? 'See that it is the image that you mean; a build that fails may leave such a one.'
        : 'Build it again with its files, and see what is mounted where it is run.',
    evidence: [
      start === undefined
        ? { path: '/', excerpt: `0 files in ${plural(coverage.layers, 'layer')}` }
        : { path: start.file, excerpt: start.command },
    ],
  };
}
