import { lineAt } from '../text/lines.ts';

/** A page's script that starts a miner in the browsers of its visitors. */
export interface PageMiner {
  /** From 1. */
  readonly line: number;
  readonly excerpt: string;
  /** What gives it away. */
  readonly signs: readonly string[];
}

/**
 * The interface that Coinhive had and its heirs (CoinIMP, Crypto-Loot, deepMiner, WebMinePool and others) kept, whatever
 * the object is called: a client made for the key of a site, then started.
 */
const CLIENT =
  /\bnew\s{1,5}([\w$]{1,40}(?:\.[\w$]{1,40}){0,2})\.(Anonymous|User|Token)\s{0,5}\(\s{0,5}(["'])([A-Za-z0-9_-]{16,128})\3/g;
const STARTS = /\.start\s{0,5}\(/;
/** How much of a visitor's processor it leaves alone, and the libraries' names. */
const THROTTLE = /["']?throttle["']?\s{0,5}:\s{0,5}\.?\d|setThrottle\s{0,5}\(/;
const LIBRARY =
  /coin-?hive|coin-?imp|crypto-?loot|crlt\b|deep-?miner|webmine(?:pool|r)?|minero\.cc|authedmine|jsecoin|monerise|(?:^|[/.\w-])miner(?:\.min)?\.js\b/i;
/** Beyond this much of the text behind it, a start is another matter. */
const NEAR = 4000;
const MAX_CLIENTS = 20;

/** The first such client in a script or page. */
export function pageMiner(text: string): PageMiner | undefined {
  let count = 0;
  for (const match of text.matchAll(CLIENT)) {
    if (++count > MAX_CLIENTS) return undefined;
    const [whole, client = '', kind] = match;
    const near = text.slice(Math.max(0, match.index - NEAR), match.index + NEAR);
    const signs = [
      ...(THROTTLE.test(near) ? ['a share of the visitor’s processor'] : []),
      ...(LIBRARY.test(near) ? ['the name of a library of browser miners'] : []),
    ];
    // Other libraries know users and tokens, too.
    if (
      signs.length < (kind === 'Anonymous' ? 1 : 2) ||
      !STARTS.test(text.slice(match.index, match.index + NEAR))
    )
      continue;
    const start = Math.max(text.lastIndexOf('\n', match.index) + 1, match.index - 80);
    return {
      line: lineAt(text, match.index + 1),
      excerpt: text.slice(start, match.index + whole.length + 80).split('\n', 1)[0] ?? '',
      signs: [`${client}.${kind}`, ...signs],
    };
  }
  return undefined;
}
