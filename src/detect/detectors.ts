import { access } from './access/index.ts';
import type { Detector, JsonObject } from './detector.ts';
import { downloadAndRun } from './download-and-run/index.ts';
import { layerContent } from './layer-content/index.ts';
import { lazyLayer } from './lazy-layer/index.ts';
import { miner } from './miner/index.ts';
import { openService } from './open-service/index.ts';
import { pool } from './pool/index.ts';
import { removed } from './removed/index.ts';
import { reverseShell } from './reverse-shell/index.ts';
import { wallet } from './wallet/index.ts';

/** Every detector, in the order in which they are shown. Each knows the shape of its own observations only. */
export const DETECTORS: readonly Detector[] = [
  erased(miner),
  erased(wallet),
  erased(pool),
  erased(downloadAndRun),
  erased(reverseShell),
  erased(access),
  openService,
  erased(lazyLayer),
  removed,
  layerContent,
];

function erased<O extends JsonObject>(detector: Detector<O>): Detector {
  return detector;
}
