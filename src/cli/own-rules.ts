import type { OwnRules } from '../app/rules/open-rules.ts';
import type { RuleSet } from '../app/rules/rule-set.ts';
import type { Limits } from '../base/limits.ts';
import { ContentCache } from '../store/content-cache.ts';
import { LayerCache } from '../store/layer-cache.ts';
import { keyCheck } from '../trace/signature/key-check.ts';
import { readGiven } from './read-given.ts';
import type { CheckSettings } from './settings.ts';

/** The settings that name the user's own rules. */
export type RulesSettings = Pick<CheckSettings, 'rules' | 'rulesKey' | 'allowUnsignedRules'>;

/** The rules that the user named, with the keys that count. Throws `usage` for what is no public key. */
export async function ownRules({ rules, rulesKey, allowUnsignedRules }: RulesSettings): Promise<OwnRules> {
  const keys: { name: string; pem: string }[] = [];
  for (const name of rulesKey) keys.push({ name, pem: await readGiven(name, '--rules-key') });
  // Also where no bundle is named yet: a wrong file must not wait for one.
  keyCheck(keys, '--rules-key');
  return { paths: rules, keys, allowUnsigned: allowUnsignedRules };
}

/**
 * Every rule, with those that the user named; undefined where none are named, so that nothing is loaded for it. Throws for
 * what is wrong with them.
 *
 * @param folder the cache, where there is one
 */
export async function rulesWithOwn(
  settings: RulesSettings,
  limits: Limits,
  folder?: string,
): Promise<RuleSet | undefined> {
  const own = await ownRules(settings);
  if (own.paths.length === 0) return undefined;
  const { openRules } = await import('../app/rules/open-rules.ts');
  return openRules(own, limits, ruleSetCache(folder, limits));
}

/** Where rules that were taken apart are kept; undefined where nothing is. */
export function ruleSetCache(folder: string | undefined, limits: Limits): LayerCache | undefined {
  return folder === undefined ? undefined : new LayerCache(new ContentCache(folder), limits);
}
