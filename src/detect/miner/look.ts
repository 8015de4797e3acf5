import { textVariables } from '../../explain/program-text/call-arguments.ts';
import { findWallets, mayHoldMonero } from '../coins/find-wallets.ts';
import type { Wallet } from '../coins/wallet.ts';
import { findPools } from '../pools/find-pools.ts';
import { readShell } from '../shell/read-shell.ts';
import { activeText } from '../text/active-text.ts';
import { lineAt } from '../text/lines.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { isServedPage } from '../text/role.ts';
import { settingsIn } from '../text/settings.ts';
import { ownPipelines, type TextUnit } from '../text/text-unit.ts';
import { TEXT_GATES } from '../text/word-gate.ts';
import { miningCommand } from './in-command.ts';
import { pageMiner } from './in-page.ts';
import { miningSettings } from './in-settings.ts';
import { type Seen, seen } from './seen.ts';
import { type Signals, uniqueWallets } from './signals.ts';

/** Words without which no settings are worth reading; a cheap test before the careful one. */
const WORDS = TEXT_GATES.gate([
  'pool',
  'stratum',
  'wallet',
  'mining',
  'miner',
  'donate',
  'randomx',
  'cryptonight',
  'nicehash',
  'xmr',
  'algo',
]);
const MONERO_CHARACTERS = 95;

function isWorthReading(text: string): boolean {
  return WORDS.test(text) || mayHoldMonero(text, MONERO_CHARACTERS);
}

/** Everything about mining in one text and what it carries: command lines, settings, and programs' own literals. */
export function lookForMining(file: LookedAt): readonly Hit<Seen>[] {
  return file.units.flatMap((unit) => {
    if (file.role === 'document' && isServedPage(file.path)) return inPage(unit, file);
    const nearby = walletsOf(unit);
    const commands = inCommands(unit, nearby);
    const page = inPage(unit, file);
    if (!isWorthReading(unit.text)) return [...commands, ...page];
    const hits = [...commands, ...page, ...inSettings(unit, file.path, nearby)];
    return hits.some(({ data }) => data.grade === 'proof') ? hits : [...hits, ...inProgramText(unit, file)];
  });
}

/** A program for more wallets than this is about wallets. */
const MAX_NEARBY = 4;
/** An address that is put together of pieces begins with one of so many characters at least. */
const MONERO_PIECE = 21;
const PROGRAMS: ReadonlySet<string> = new Set(['shell', 'python', 'perl', 'php', 'ruby', 'node', 'lua']);

/** Wallets of mined coins anywhere in a program's own text, also put together of pieces. */
function walletsOf(unit: TextUnit): readonly Wallet[] {
  if (!PROGRAMS.has(unit.language) || !mayHoldMonero(unit.text, MONERO_PIECE)) return [];
  const active = activeText(unit.text, unit.language);
  const pieces = [...textVariables(active).values()].filter((value) => value.length >= 95);
  const found = [active, ...pieces]
    .flatMap((text) => findWallets(text))
    .filter(({ coin }) => coin === 'monero' || coin === 'wownero');
  const wallets = uniqueWallets(found);
  return wallets.length > MAX_NEARBY ? [] : wallets;
}

function inCommands(unit: TextUnit, nearby: readonly Wallet[]): readonly Hit<Seen>[] {
  return ownPipelines(unit).flatMap((pipeline) =>
    pipeline.commands.flatMap((command): readonly Hit<Seen>[] => {
      const signals = miningCommand(command, nearby);
      if (signals === undefined) return [];
      const line = unit.line ?? pipeline.line;
      return [
        {
          line,
          excerpt: withVia(pipeline.text, pipeline.via ?? unit.via),
          data: seen('command', signals, pipeline.via ?? unit.via),
        },
      ];
    }),
  );
}

const SCRIPT_OR_PAGE: ReadonlySet<string> = new Set(['node', 'markup', 'php', 'settings', 'other']);

function inPage(unit: TextUnit, file: LookedAt): readonly Hit<Seen>[] {
  if (!SCRIPT_OR_PAGE.has(unit.language)) return [];
  // What only writes about pages is none.
  if (/\.(?:md|rst|adoc|ya?ra?|json|txt|log)$/i.test(unit.target ?? file.path)) return [];
  const found = pageMiner(unit.text);
  if (found === undefined) return [];
  const signals: Signals = { grade: 'miner', wallets: [], pools: [], signs: found.signs, lines: [] };
  return [
    {
      line: unit.line ?? found.line,
      excerpt: withVia(found.excerpt, unit.via),
      data: seen('in-page', signals, unit.via),
    },
  ];
}

function inSettings(unit: TextUnit, path: string, nearby: readonly Wallet[]): readonly Hit<Seen>[] {
  const settings = settingsIn(unit.text, unit.language);
  const signals = miningSettings(settings, unit.language === 'shell' ? [] : nearby);
  const hits: Hit<Seen>[] = [];
  if (signals !== undefined) hits.push(...settingsHits(unit, signals));
  for (const { value, line } of settings) {
    // A setting may hold a whole command line: `ARGS=-o pool:3333 -u …`.
    if (!/(?:^|\s)--?[a-zA-Z][\w-]*[\s=]/.test(value) || !isWorthReading(value)) continue;
    for (const pipeline of readShell(`run ${value}`).pipelines.slice(0, 20)) {
      for (const command of pipeline.commands) {
        const found = miningCommand(command);
        if (found === undefined) continue;
        const excerpt = path === 'ENV' || path === 'LABEL' ? unit.text : value;
        hits.push({
          line: unit.line ?? line,
          excerpt: withVia(excerpt, unit.via),
          data: seen('command', found, unit.via),
        });
      }
    }
  }
  return hits;
}

function settingsHits(unit: TextUnit, signals: Signals): readonly Hit<Seen>[] {
  const all = unit.text.split('\n');
  const shown = signals.lines.length > 0 ? signals.lines.slice(0, 4) : [1];
  return shown.map((line) => ({
    line: unit.line ?? line,
    excerpt: withVia(focused(all[line - 1] ?? '', signals), unit.via),
    data: seen('config', signals, unit.via),
  }));
}

/** Of a long line (minified JSON), the part around the wallet or pool. */
function focused(line: string, signals: Signals): string {
  const trimmed = line.trim();
  if (trimmed.length <= 240) return trimmed;
  const word = signals.pools[0]?.host ?? signals.wallets[0]?.address ?? '';
  const at = Math.max(0, trimmed.indexOf(word));
  return trimmed.slice(Math.max(0, at - 60), at + 170);
}

/** A script that has both a valid wallet and a pool among its own literals, wherever they stand. */
function inProgramText(unit: TextUnit, file: LookedAt): readonly Hit<Seen>[] {
  if (unit.language === 'markup' || unit.language === 'other' || unit.language === 'yaml') return [];
  const active = activeText(unit.text, unit.language);
  // Wallets first: to look for them costs less.
  const wallets = findWallets(active).filter(({ coin }) => coin !== 'ethereum');
  if (wallets.length === 0 || wallets.length > 12) return [];
  const pools = findPools(active).filter(
    ({ website, reason, port }) => website !== true && (reason === 'scheme' || port !== undefined),
  );
  if (pools.length === 0 || pools.length > 12) return [];
  const program = unit.language !== 'settings' && unit.language !== 'json';
  if (!program && !file.executable && file.role !== 'active') return [];
  const signals: Signals = { grade: 'proof', wallets, pools, signs: [], lines: [] };
  const index = pools[0]?.index ?? 0;
  const line = unit.line ?? lineAt(active, index);
  return [
    {
      line,
      excerpt: withVia(
        active.slice(Math.max(0, active.lastIndexOf('\n', index) + 1)).split('\n', 1)[0] ?? '',
        unit.via,
      ),
      data: seen('command', signals, unit.via),
    },
  ];
}

function withVia(text: string, via: string | undefined): string {
  return via === undefined ? text.trim() : `[decoded: ${via}] ${text.trim()}`;
}
