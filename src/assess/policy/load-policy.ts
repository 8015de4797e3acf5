import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { didYouMean } from '../../base/did-you-mean.ts';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import { POLICY_KEYS, type Policy, type PolicyFile, policyFileSchema } from './policy.ts';

const MAX_POLICY_BYTES = 1024 * 1024;
const HINT = 'A policy looks like: version: 1, extends: built-in, rules: [{name, decision, when, reason}].';

/**
 * Parses a policy file's text (YAML 1.2, of which JSON is a part). `name` is what people call the file.
 * Throws `policy-invalid`, naming the line.
 */
export function loadPolicy(text: string, name: string): Policy {
  if (text.length > MAX_POLICY_BYTES) throw invalid(name, undefined, 'is larger than 1 MiB');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken !== undefined)
    throw invalid(name, lines.linePos(broken.pos[0]).line, lowerFirst(broken.message));
  const parsed = policyFileSchema.safeParse(toValue(document, name));
  if (!parsed.success) {
    // A key that is mistyped is also a key that is missing; the first says more.
    const { issues } = parsed.error;
    const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
    const problem = describe(issue as z.core.$ZodIssue);
    throw invalid(name, lineOf(document.contents, problem.path, lines), problem.what, problem.hint);
  }
  return policyOf(parsed.data, name);
}

function toValue(document: ReturnType<typeof parseDocument>, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw invalid(name, undefined, 'expands to too much through aliases', undefined, error);
  }
}

function policyOf(file: PolicyFile, name: string): Policy {
  const label = `policy ${name}`;
  const builtIn = DEFAULT_POLICY.rules.map((rule) => ({ ...rule, from: DEFAULT_POLICY.name }));
  const rules = [...file.rules, ...(file.extends === undefined ? [] : builtIn)];
  // Whoever writes down one exception and nothing else would otherwise have switched everything off.
  if (file.default === 'allow' && rules.every((rule) => rule.decision === 'allow')) {
    throw invalid(
      name,
      undefined,
      'would allow every image: no rule in it reviews or blocks',
      'Add "extends: built-in" to keep the built-in rules behind your own.',
    );
  }
  return { name: label, rules, unread: file.unread, default: file.default };
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly what: string;
  readonly hint?: string;
}

function describe(issue: z.core.$ZodIssue): Problem {
  const where = issue.path.length === 0 ? 'the policy' : `"${issue.path.map(String).join('.')}"`;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = keysAt(issue.path);
    const meant = didYouMean(key, known);
    return {
      path: [...issue.path, key],
      what: `has an unknown key "${key.slice(0, 100)}"`,
      hint: meant === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${meant}"?`,
    };
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().find((one) => one.code === 'invalid_value') ?? issue.errors[0]?.[0];
    if (inner !== undefined) return describe({ ...inner, path: [...issue.path, ...inner.path] });
  }
  if (issue.code === 'invalid_value') {
    return { path: issue.path, what: `needs one of ${issue.values.map(String).join(', ')} at ${where}` };
  }
  return { path: issue.path, what: `is wrong at ${where}: ${lowerFirst(issue.message)}` };
}

function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return POLICY_KEYS.file;
  return path.at(-1) === 'when' ? POLICY_KEYS.when : POLICY_KEYS.rule;
}

/** The line of the node at `path`, or of the innermost one above it that exists. */
function lineOf(root: Node | null, path: readonly PropertyKey[], lines: LineCounter): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else {
      const items: unknown = (node as { items?: unknown } | null)?.items;
      node = Array.isArray(items) ? items[Number(step)] : undefined;
      if (node === undefined) break;
      offset = (node as Node).range?.[0] ?? offset;
    }
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}

function invalid(
  name: string,
  line: number | undefined,
  what: string,
  hint = HINT,
  cause?: unknown,
): ClearpullError {
  const where = line === undefined ? '' : ` (line ${line})`;
  return new ClearpullError('policy-invalid', `The policy ${visible(name)} ${visible(what)}${where}.`, {
    hint: visible(hint),
    ...(cause === undefined ? {} : { cause }),
  });
}

function lowerFirst(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.charAt(0).toLowerCase() + line.slice(1).replace(/\.$/, '');
}
