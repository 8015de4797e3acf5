import { access } from './access/index.ts';
import { decodeAndRun } from './decode-and-run/index.ts';
import type { Detector } from './detector.ts';
import { downloadAndRun } from './download-and-run/index.ts';
import { hiding } from './hiding/index.ts';
import type { JsonObject } from './json.ts';
import { layerContent } from './layer-content/index.ts';
import { lazyLayer } from './lazy-layer/index.ts';
import { lookAlike } from './look-alike/index.ts';
import { miner } from './miner/index.ts';
import { openService } from './open-service/index.ts';
import { persistence } from './persistence/index.ts';
import { pool } from './pool/index.ts';
import { proxyware } from './proxyware/index.ts';
import { removed } from './removed/index.ts';
import { reverseShell } from './reverse-shell/index.ts';
import { secret } from './secret/index.ts';
import { startBehaviour } from './start-behaviour/index.ts';
import { trust } from './trust/index.ts';
import { tunnel } from './tunnel/index.ts';
import { wallet } from './wallet/index.ts';
import { webShell } from './web-shell/index.ts';

/** Every detector, in the order in which they are shown. Each knows the shape of its own observations only. */
export const DETECTORS: readonly Detector[] = [
  erased(miner),
  erased(wallet),
  erased(pool),
  erased(proxyware),
  erased(downloadAndRun),
  erased(decodeAndRun),
  erased(startBehaviour),
  erased(reverseShell),
  erased(webShell),
  erased(access),
  erased(persistence),
  erased(secret),
  erased(trust),
  erased(tunnel),
  openService,
  erased(hiding),
  erased(lazyLayer),
  removed,
  lookAlike,
  layerContent,
];

function erased<O extends JsonObject>(detector: Detector<O>): Detector {
  return detector;
}
