import { createRequire } from 'node:module';
import type { FoundSecret } from './door.ts';
import { VENDORS, type Vendor } from './vendors.ts';

/** What a rule of secretlint is given, and what it tells, as far as it is used here. */
interface Rule {
  readonly meta: { readonly id: string };
  create(
    context: {
      createTranslator(messages: unknown): (id: string, values: Record<string, string>) => Told;
      report(found: { readonly message: Told; readonly range: readonly [number, number] }): void;
    },
    options: object,
  ): { file(source: { readonly content: string; readonly filePath: string }): void };
}
interface Told {
  readonly values: Record<string, string>;
}

/** A key is looked for from here to there around a word, so that no expression can take long. */
const BEFORE = 64;
const AFTER = 2048;

/** How far a text is looked at for the keys of one vendor. */
export interface VendorSearch {
  readonly maxPlaces: number;
  /** Is told when there are more places of a vendor's words than that; those are not looked at. */
  cut(): void;
}

/** The secrets in a text whose form one of secretlint's rules knows. */
export function vendorSecrets(text: string, { maxPlaces, cut }: VendorSearch): readonly FoundSecret[] {
  return VENDORS.flatMap((vendor) => {
    const found: FoundSecret[] = [];
    let places = 0;
    for (const at of placesOf(text, vendor.words)) {
      if (++places > maxPlaces) {
        cut();
        break;
      }
      const from = Math.max(0, at - BEFORE);
      for (const range of matchesOf(vendor, text.slice(from, at + AFTER))) {
        const secret = { start: from + range.start, end: from + range.end };
        if (found.some(({ start }) => start === secret.start)) continue;
        found.push({ door: vendor.door, what: vendor.what, ...secret });
      }
    }
    return found;
  });
}

/** Where any of the words stands, in the text's order; what lies in the window of one before is skipped. */
function* placesOf(text: string, words: readonly string[]): Generator<number> {
  const next = words.map((word) => text.indexOf(word));
  for (;;) {
    const at = Math.min(...next.filter((index) => index >= 0));
    if (!Number.isFinite(at)) return;
    yield at;
    const past = at + AFTER - 1024;
    for (const [i, index] of next.entries()) {
      if (index >= 0 && index < past) next[i] = text.indexOf(words[i] ?? '', past);
    }
  }
}

function matchesOf(vendor: Vendor, content: string): readonly { start: number; end: number }[] {
  const rule = presetRules().get(vendor.rule);
  if (rule === undefined) return [];
  const found: { start: number; end: number }[] = [];
  const scanner = rule.create(
    {
      createTranslator: () => (_id, values) => ({ values }),
      report: ({ message, range }) => {
        // Some ranges begin with the name of the setting; the value is what was told.
        const value = Object.values(message.values).find(
          (each) => each !== '' && content.includes(each, range[0]),
        );
        const start = value === undefined ? range[0] : content.indexOf(value, range[0]);
        found.push({ start, end: value === undefined ? range[1] : start + value.length });
      },
    },
    {},
  );
  // Without a path: a rule must not get at a file of this machine by the name that an image chose.
  scanner.file({ content, filePath: '' });
  return found;
}

let loaded: ReadonlyMap<string, Rule> | undefined;

/** Loaded with the first text that holds one of the words: it is 230 kB of code that most images do not need. */
function presetRules(): ReadonlyMap<string, Rule> {
  if (loaded !== undefined) return loaded;
  const { rules } = createRequire(import.meta.url)('@secretlint/secretlint-rule-preset-recommend') as {
    rules: readonly Rule[];
  };
  loaded = new Map(rules.map((rule) => [rule.meta.id.replace('@secretlint/secretlint-rule-', ''), rule]));
  return loaded;
}
