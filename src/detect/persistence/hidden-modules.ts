import { eachStep } from '../../explain/start-paths.ts';
import type { Evidence, Finding } from '../finding.ts';
import { clip } from '../text/lines.ts';
import { type AnyView, findingOf, isHiddenPath } from './finding-of.ts';

const MAX_STEPS = 20_000;
const LIBRARY = /\.(?:so[\d.]{0,20}|dll)$/;
/** Programs import compiled parts of their own from the folders that their builders make, and those have such names, too. */
const PROGRAM_TEXT = /\.(?:pyw?|[cm]?[jt]sx?|rb|p[lm]|php|lua)$/;

/** Compiled code in a hidden place that settings or variables make a program load. */
export function hiddenModuleFindings({ explanation }: AnyView): readonly Finding[] {
  const found: { readonly path: string; readonly evidence: Evidence }[] = [];
  for (const step of eachStep(explanation.startChain).take(MAX_STEPS)) {
    const { path, file, layer, line, command } = step;
    if (path === undefined || !LIBRARY.test(path) || PROGRAM_TEXT.test(file) || !isHiddenPath(path)) continue;
    const place = { ...(layer !== undefined && { layer }), ...(line !== undefined && { line }) };
    found.push({ path, evidence: { path: file, ...place, excerpt: clip(command) } });
  }
  const [first] = found;
  if (first === undefined) return [];
  return findingOf('hidden-start', {
    severity: 'high',
    why: `${first.evidence.path} makes a program that starts load ${first.path}, which lies in a hidden place.`,
    fix: 'Look at what is loaded, and take the setting out unless you know why it is there.',
    evidence: found.map(({ evidence }) => evidence).slice(0, 50),
  });
}
