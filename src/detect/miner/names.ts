import { baseName } from '../../base/base-name.ts';

/** File names that known miners come with. A hint only: names are the first thing that is changed. */
const MINER_NAME =
  /^(?:xmrig(?:-[\w.-]{1,30})?|xmr-stak(?:-[\w.-]{1,20})?|cpuminer(?:-[\w.-]{1,20})?|minerd|ccminer|cgminer|bfgminer|sgminer|nbminer|t-rex|teamredminer|lolminer|phoenixminer|srbminer(?:-multi)?|gminer|nanominer|nheqminer|ethminer|wildrig(?:-multi)?|cryptodredge|bzminer|onezerominer|xlarig|deroluna|astrominer|dero-miner[\w.-]{0,30}|ethdcrminer64|xmrigdaemon|xmrigcc|moneroocean)(?:\.exe)?$/i;

export function isMinerName(path: string): boolean {
  return MINER_NAME.test(baseName(path));
}

const DECLARES =
  /(?:^|[^a-z])(?:xmrig|miner|mining|cpuminer|monerod?|p2pool|hashrate|ethminer|nicehash)(?:$|[^a-z])/i;

/** Whether a name or description says openly that it is about mining or a Monero node. */
export function declaresMining(text: string): boolean {
  return DECLARES.test(text);
}
