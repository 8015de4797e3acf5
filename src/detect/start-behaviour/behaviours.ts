import type { Behaviour } from './behaviour.ts';
import { disablesDefences } from './behaviours/disables-defences.ts';
import { escapes } from './behaviours/escapes.ts';
import { fakesNames } from './behaviours/fakes-names.ts';
import { installsPackages } from './behaviours/installs-packages.ts';
import { killsRivals } from './behaviours/kills-rivals.ts';
import { makesImmutable } from './behaviours/makes-immutable.ts';
import { sendsSecrets } from './behaviours/sends-secrets.ts';
import { spreads } from './behaviours/spreads.ts';
import { tunesForMining } from './behaviours/tunes-for-mining.ts';
import { wipesTraces } from './behaviours/wipes-traces.ts';

/** Every behaviour, in the order in which they are shown. */
export const BEHAVIOURS: readonly Behaviour[] = [
  killsRivals,
  disablesDefences,
  tunesForMining,
  fakesNames,
  makesImmutable,
  wipesTraces,
  sendsSecrets,
  spreads,
  escapes,
  installsPackages,
];
