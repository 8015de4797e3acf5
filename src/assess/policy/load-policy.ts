import { DEFAULT_POLICY } from './default-policy.ts';
import { POLICY_KEYS, type Policy, type PolicyFile, policyFileSchema } from './policy.ts';
import { type FileKind, parseYamlFile, type YamlFile } from './yaml-file.ts';

const POLICY: FileKind<PolicyFile> = {
  noun: 'policy',
  schema: policyFileSchema,
  keysAt: (path) => {
    if (path.length === 0) return POLICY_KEYS.file;
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
  // Whoever writes down one exception and nothing else would otherwise have switched everything off.
  if (file.default === 'allow' && rules.every((rule) => rule.decision === 'allow')) {
    throw error(
      'would allow every image: no rule in it reviews or blocks',
      undefined,
      'Add "extends: built-in" to keep the built-in rules behind your own.',
    );
  }
  return { name: label, rules, unread: file.unread, default: file.default };
}
