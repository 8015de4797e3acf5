import type { LayerEntry, Mark } from '../../image/layer-facts.ts';
import { decodeWallet } from '../coins/find-wallets.ts';
import type { Wallet } from '../coins/wallet.ts';
import { findPools, type Pool, parseHostPort } from '../pools/find-pools.ts';
import { SECURITY_WORDS, WORD_GROUPS, type WordGroup } from './program-words.ts';

/** What the words inside one file say. */
export interface ProgramFacts {
  readonly groups: readonly WordGroup[];
  /** Why the file is rather about miners than one, if so; the end of a sentence. */
  readonly about?: string;
  /** It also says what only a miner at work says: its usage, its protocol, jobs and shares. */
  readonly works: boolean;
  readonly wallets: readonly Wallet[];
  readonly pools: readonly Pool[];
  readonly marks: readonly Mark[];
}

const SECURITY: ReadonlySet<string> = new Set(SECURITY_WORDS);
/** Real miners know their own name and perhaps a parent's. */
const MANY_NAMES = 7;
const MANY_POOLS = 9;
const MANY_SECURITY_WORDS = 3;

/** The mining words in one file, from the marks of the byte pass. Undefined when they do not add up to a miner. */
export function programFacts(marks: readonly Mark[]): ProgramFacts | undefined {
  const seen = new Set(marks.map(({ text }) => text.toLowerCase()));
  const groups = WORD_GROUPS.filter(
    ({ words, needs }) => distinct(words.filter((word) => seen.has(word))) >= needs,
  );
  const specific = groups.filter((group) => group.specific).length;
  if (groups.length < 3 || specific < 2) return undefined;
  const about = aboutMalware(seen);
  return {
    groups,
    ...(about !== undefined && { about }),
    works: groups.some(({ id }) => id === 'work' || id === 'usage' || id === 'protocol'),
    wallets: walletsIn(marks),
    pools: poolsIn(marks),
    marks: marks.filter(({ text }) => groups.some(({ words }) => words.includes(text.toLowerCase()))),
  };
}

/** `randomx` inside `randomx-wrmsr` is one word, not two. */
function distinct(words: readonly string[]): number {
  return words.filter((word) => !words.some((other) => other !== word && other.includes(word))).length;
}

function aboutMalware(seen: ReadonlySet<string>): string | undefined {
  const security = [...seen].filter((word) => SECURITY.has(word)).length;
  const names =
    WORD_GROUPS.find(({ id }) => id === 'name')?.words.filter((word) => seen.has(word)).length ?? 0;
  const pools =
    WORD_GROUPS.find(({ id }) => id === 'market')?.words.filter((word) => seen.has(word)).length ?? 0;
  if (security >= MANY_SECURITY_WORDS) return 'it speaks the language of scanners and threat rules';
  if (names >= MANY_NAMES) return `it names ${names} different miners, as lists of miners do`;
  if (pools >= MANY_POOLS) return `it names ${pools} different pools, as block-lists do`;
  return undefined;
}

export function walletsIn(marks: readonly Mark[]): readonly Wallet[] {
  return marks.flatMap(({ text }) => {
    const wallet = text.length >= 95 ? decodeWallet(text) : undefined;
    return wallet === undefined ? [] : [wallet];
  });
}

function poolsIn(marks: readonly Mark[]): readonly Pool[] {
  const found = marks.flatMap(({ places }) => places.flatMap(({ excerpt }) => findPools(excerpt)));
  const named = found.filter(
    ({ website, host }) => website !== true && parseHostPort(host) !== undefined && host.includes('.'),
  );
  return [...new Map(named.map(({ index: _index, ...pool }) => [pool.value, pool])).values()].slice(0, 20);
}

/** Whether a file could run, told from its bytes: a program, a script, or an archive that a runtime loads. */
export function canRun(entry: LayerEntry): 'elf' | 'script' | 'archive' | undefined {
  switch (entry.content?.kind) {
    case 'elf':
      return 'elf';
    case 'script':
      return 'script';
    case 'archive':
      return 'archive';
    case 'data':
      return entry.content.format === 'wasm' || entry.content.format === 'pe' ? 'archive' : undefined;
    default:
      return undefined;
  }
}
