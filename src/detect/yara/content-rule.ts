import { RULE_FILES, type RuleFiles } from '../../analyze/index.ts';
import { visible } from '../../base/visible.ts';
import type { RuleInfo } from '../detector.ts';
import {
  CATEGORIES,
  type Category,
  CONFIDENCES,
  type Confidence,
  SEVERITIES,
  type Severity,
} from '../finding.ts';

/** How much a match proves: the thing itself, its content, or a mere sign. */
export const GRADES = ['proof', 'content', 'hint'] as const;
export type Grade = (typeof GRADES)[number];

/** A rule about the content of files, as its metadata describe it (docs/writing-rules.md). */
export interface ContentRule extends RuleInfo {
  /** What the file is, so that "/path " before it makes a sentence: `holds the agent of …`. */
  readonly why: string;
  /** Of a file that runs when the container starts. */
  readonly level: Severity;
  readonly confidence: Confidence;
  readonly grade: Grade;
  readonly fix: string;
  readonly references: readonly string[];
  /** Words in an image's name or title that say openly what the rule looks for. */
  readonly declares: readonly string[];
  readonly files: RuleFiles;
}

type Meta = readonly (readonly [name: string, value: string])[];

/** Longest text of one metadata entry. */
const MAX_TEXT = 600;
const KNOWN: ReadonlySet<string> = new Set([
  'id',
  'title',
  'why',
  'description',
  'severity',
  'confidence',
  'grade',
  'category',
  'attack',
  'fix',
  'leaves',
  'reference',
  'declares',
  'files',
]);

/**
 * What a rule's metadata say of it.
 *
 * @throws Error with the end of a sentence for what is missing or makes no sense
 */
export function readContentRule(metadata: Meta): ContentRule {
  const meta = metadata.map(([name, value]) => [name, visible(value)] as const);
  for (const [name, value] of meta) {
    if (!KNOWN.has(name))
      throw new Error(`its metadata have "${name}", which is none of ${[...KNOWN].join(', ')}`);
    if (value.length > MAX_TEXT) throw new Error(`its "${name}" is longer than ${MAX_TEXT} characters`);
  }
  const id = need(meta, 'id');
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
    throw new Error('its "id" is not small letters, digits and hyphens');
  }
  const level = choice(meta, 'severity', SEVERITIES);
  const attack = get(meta, 'attack');
  if (attack !== undefined && !/^T\d{4}(?:\.\d{3})?$/.test(attack)) {
    throw new Error('its "attack" is no technique of MITRE ATT&CK, such as T1496.002');
  }
  const leaves = get(meta, 'leaves');
  const why = need(meta, 'why');
  return {
    id: `yara/${id}`,
    title: need(meta, 'title'),
    category: choice<Category>(meta, 'category', CATEGORIES),
    description: get(meta, 'description') ?? `A file ${why}.`,
    severity: ['info', level],
    fix:
      get(meta, 'fix') ?? 'Look at the file; if you do not know what it is there for, do not run the image.',
    ...(attack === undefined ? {} : { attack }),
    ...(leaves === undefined ? {} : { leaves }),
    why,
    level,
    confidence: choice<Confidence>(meta, 'confidence', CONFIDENCES),
    grade: choice<Grade>(meta, 'grade', GRADES),
    references: meta.filter(([name]) => name === 'reference').map(([, value]) => value),
    declares: (get(meta, 'declares') ?? '')
      .toLowerCase()
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
    files: get(meta, 'files') === undefined ? 'all' : choice<RuleFiles>(meta, 'files', RULE_FILES),
  };
}

function get(meta: Meta, name: string): string | undefined {
  const values = meta.filter(([key]) => key === name).map(([, value]) => value);
  if (values.length > 1) throw new Error(`its metadata have "${name}" twice`);
  return values[0] === '' ? undefined : values[0];
}

function need(meta: Meta, name: string): string {
  const value = get(meta, name);
  if (value === undefined) throw new Error(`its metadata have no "${name}"`);
  return value;
}

function choice<T extends string>(meta: Meta, name: string, choices: readonly T[]): T {
  const value = need(meta, name);
  const found = choices.find((one) => one === value);
  if (found === undefined) throw new Error(`its "${name}" is none of ${choices.join(', ')}`);
  return found;
}
