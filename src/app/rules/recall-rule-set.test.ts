import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { ContentCache } from '../../store/content-cache.ts';
import { LayerCache } from '../../store/layer-cache.ts';
import { NO_OWN_RULES, openRules } from './open-rules.ts';
import { RULE_SET_VERSION, recallRuleSet } from './recall-rule-set.ts';
import { type RuleSet, type RuleSource, ruleSet } from './rule-set.ts';
import { RuleThread } from './rule-thread.ts';

const META = `meta: title = "X" why = "holds x" severity = "high" confidence = "high" grade = "hint" category = "hidden" reference = "https://example.com/x"`;
const RULES = `import "elf"
private rule helper { strings: $h = { 7f 45 4c 46 02 [1-4] 01 02 03 04 05 } condition: $h at 0 }
rule one { ${META} id = "one" files = "elf" strings: $a = "Marker-One" nocase wide ascii $b = /first|second-[0-9]+-third/ condition: any of them }
rule two { ${META} id = "two" strings: $a = "marker-two" xor(1-2) $b = "marker-b64" base64 condition: all of ($a, $b) and helper }
rule three { ${META} id = "three" declares = "x, Y" strings: $a = "abcd" condition: #a > 2 }`;

let folder: string;
let cache: LayerCache;
let made = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-rule-set-'));
  cache = new LayerCache(new ContentCache(folder), DEFAULT_LIMITS);
  made = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = (text: string): RuleSource => ({ name: 'own/a.yar', text, shipped: false });

function recall(text: string, limits = cache): Promise<RuleSet> {
  const sources = [source(text)];
  return recallRuleSet(sources, limits, () => {
    made++;
    return ruleSet(sources, DEFAULT_LIMITS);
  });
}

describe('the rules of some files', () => {
  it('come out of the cache as they were made', async () => {
    const first = await recall(RULES);
    expect(await recall(RULES)).toEqual(first);
    expect([made, first.rules.length]).toEqual([1, 3]);
    const shipped = await openRules(NO_OWN_RULES, DEFAULT_LIMITS);
    await openRules(NO_OWN_RULES, DEFAULT_LIMITS, cache);
    expect(await openRules(NO_OWN_RULES, DEFAULT_LIMITS, cache)).toEqual(shipped);
  });

  it('are made anew when a file changed, a limit did, or the record is damaged', async () => {
    await recall(RULES);
    const changed = await recall(RULES.replace('marker-two', 'marker-too'));
    expect(JSON.stringify(changed.rules[1]?.layer.need)).not.toBe(
      JSON.stringify((await recall(RULES)).rules[1]?.layer.need),
    );
    expect(made).toBe(2);
    await recall(RULES, new LayerCache(new ContentCache(folder), { ...DEFAULT_LIMITS, maxRules: 7 }));
    expect(made).toBe(3);
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      writeFileSync(path, bytes);
    }
    await recall(RULES);
    expect(made).toBe(4);
  });

  it('are not kept when they are refused', async () => {
    const broken = RULES.replace('condition: #a > 2', 'condition: true');
    await expect(recall(broken)).rejects.toThrow('has no text to look for first');
    await expect(recall(broken)).rejects.toThrow('has no text to look for first');
    expect(made).toBe(2);
  });

  it('are not kept when YARA-X does not take them, and not compiled again when it did', async () => {
    const own = (text: string): Promise<RuleSet> => {
      const path = join(folder, 'own.yar');
      writeFileSync(path, text);
      return openRules({ paths: [path], keys: [], allowUnsigned: false }, DEFAULT_LIMITS, cache);
    };
    const broken = `rule x { ${META} id = "x" strings: $a = "marker-text" condition: $a and nothing_known }`;
    for (let i = 0; i < 2; i++) await expect(own(broken)).rejects.toThrow('cannot be used');
    const fine = broken.replace('nothing_known', 'filesize > 3');
    const first = await own(fine);
    const compile = vi.spyOn(RuleThread.prototype, 'tryRules');
    expect(await own(fine)).toEqual(first);
    expect(compile).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('are still what this version makes of them: raise RULE_SET_VERSION when this fails', () => {
    const { rules } = ruleSet([source(RULES)], DEFAULT_LIMITS);
    const digest = hash('sha256', JSON.stringify(rules), 'hex').slice(0, 16);
    expect([RULE_SET_VERSION, digest]).toEqual([2, '1059bef80bccab6e']);
  });
});
