import type { ElfFacts, LayerEntry } from '../../image/layer-facts.ts';
import type { Detector, LayerView, Observation } from '../detector.ts';
import { roleOf } from '../text/role.ts';
import { judgeHiding } from './judge.ts';
import { falseExtensionOf, hiddenPlaceOf } from './names.ts';
import { APPENDED, FALSE_EXTENSION, HIDDEN_PLACE, HIDING_RULES, PACKED } from './rules.ts';
import type { Seen } from './seen.ts';
import { lookForSelfExtraction } from './self-extracting.ts';

/** Finds programs that hide: in places and under names that nobody looks at, inside of other files, or packed. */
export const hiding: Detector<Seen> = {
  id: 'hiding',
  version: 12,
  title: 'Hidden and packed programs',
  rules: HIDING_RULES,
  texts: { look: lookForSelfExtraction, wants: (role) => role === 'active' },
  inspect: inFiles,
  judge: judgeHiding,
};

function inFiles({ facts }: LayerView): readonly Observation<Seen>[] {
  const found: Observation<Seen>[] = [];
  for (const [index, entry] of facts.entries.entries()) {
    if (entry.kind !== 'file') continue;
    const { content, path } = entry;
    const see = (rule: string, kind: string, excerpt: string, offset?: number): void => {
      found.push({ entry: index, excerpt, data: { rule, kind }, ...(offset !== undefined && { offset }) });
    };
    const place = hiddenPlaceOf(entry);
    if (place !== undefined) see(HIDDEN_PLACE, place, `${whatIs(entry)} called "${path}"`);
    const ending = falseExtensionOf(entry);
    if (ending !== undefined && !isData(path))
      see(FALSE_EXTENSION, ending, `${whatIs(entry)}, by its first bytes`);
    const appended =
      content?.kind === 'elf'
        ? content.elf.appended
        : content?.kind === 'data'
          ? content.appended
          : undefined;
    if (appended !== undefined) {
      const kind = content?.kind === 'elf' ? `program ${appended.what}` : `picture ${appended.what}`;
      see(APPENDED, kind, `${appended.what} behind the end of the ${kind.split(' ', 1)[0]}`, appended.offset);
    }
    if (content?.kind === 'elf' && content.elf.packer !== undefined)
      see(PACKED, content.elf.packer, 'a program with the marks of UPX', 0);
    else if (content?.kind === 'elf' && isStripped(content.elf))
      see(PACKED, 'sections', 'a program without section headers or libraries', 0);
  }
  return found;
}

function whatIs({ content }: LayerEntry): string {
  return content?.kind === 'elf' ? 'an ELF program' : 'a script';
}

/** What packers leave of a program: no section headers, and nothing that it is linked with. */
function isStripped({ type, sectionless, needed, interpreter }: ElfFacts): boolean {
  return type === 'executable' && sectionless === true && needed.length === 0 && interpreter === undefined;
}

/** Programs in tests and documents are there to be looked at. */
function isData(path: string): boolean {
  const role = roleOf(path);
  return role === 'test' || role === 'document' || role === 'rules';
}
