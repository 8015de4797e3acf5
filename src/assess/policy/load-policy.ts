import { DEFAULT_POLICY } from './default-policy.ts';
import { POLICY_KEYS, type Policy, type PolicyFile, policyFileSchema } from './policy.ts';
import { type FileKind, parseYamlFile, type YamlFile } from './yaml-file.ts';

const POLICY: FileKind<PolicyFile> = {
  noun: 'policy',
  schema: policyFileSchema,
  keysAt: (path) => {
    const [list] = path;
    if (list === undefined) return POLICY_KEYS.file;
    if (list === 'unread') return POLICY_KEYS.unread;
    if (list === 'combinations') return path.includes('all') ? POLICY_KEYS.all : POLICY_KEYS.combination;
    if (list === 'trace') return path.includes('signers') ? POLICY_KEYS.signers : POLICY_KEYS.trace;
    return path.at(-1) === 'when' ? POLICY_KEYS.when : POLICY_KEYS.rule;
  },
  hint: 'A policy looks like: version: 1, extends: built-in, rules: [{name, decision, when, reason}].',
};

/**
 * Parses a policy file's text (YAML 1.2, of which JSON is a part). `name` is what people call the file.
 * Throws `policy-invalid`, naming the line.
 */
export function loadPolicy(text: string, name: string): Policy {
  return policyOf(parseYamlFile(text, name, POLICY), name);
}

function policyOf({ data: file, error }: YamlFile<PolicyFile>, name: string): Policy {
  const label = `policy ${name}`;
  const builtIn = DEFAULT_POLICY.rules.map((rule) => ({ ...rule, from: DEFAULT_POLICY.name }));
  const rules = [...file.rules, ...(file.extends === undefined ? [] : builtIn)];
  // Whoever writes down one exception, or asks for a trace, and nothing else would otherwise have switched everything off.
  const { combinations, trace, unread } = file;
  if (file.default === 'allow' && rules.every((rule) => rule.decision === 'allow')) {
    throw error(
      'would allow every image, whatever is found in it: no rule in it reviews or blocks',
      undefined,
      'Add "extends: built-in" to keep the built-in rules behind your own.',
    );
  }
  return {
    name: label,
    rules,
    unread,
    default: file.default,
    ...(combinations.length === 0 ? {} : { combinations }),
    ...(trace.length === 0 ? {} : { trace }),
  };
}
