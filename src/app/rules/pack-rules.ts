import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import { checkThatTheyCompile } from './open-rules.ts';
import { isFolder, noRulesIn, ruleFilesIn, testFilesIn } from './read-rules.ts';
import { BUNDLE_PAYLOAD, bundlePayload } from './rule-bundle.ts';
import { ruleSet } from './rule-set.ts';

/**
 * The rules of a folder with their tests as what a bundle signs.
 *
 * @throws ClearpullError for rules that cannot be read or compiled
 */
export async function packedRules(
  folder: string,
  limits: Limits,
): Promise<{ readonly payloadType: string; readonly payload: Buffer }> {
  if (!(await isFolder(folder))) {
    throw new ClearpullError('usage', `${visible(folder)} is no folder.`, {
      hint: 'Name the folder with the .yar files.',
    });
  }
  const rules = await ruleFilesIn(folder, limits);
  if (rules.length === 0) throw noRulesIn(folder);
  checkThatTheyCompile(
    ruleSet(
      rules.map((file) => ({ ...file, shipped: false })),
      limits,
    ),
    limits,
  );
  return {
    payloadType: BUNDLE_PAYLOAD,
    payload: bundlePayload([...rules, ...(await testFilesIn(folder, limits))]),
  };
}
