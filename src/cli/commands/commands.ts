import type { CommandList } from '../command-line.ts';
import { attach } from './attach.ts';
import { cacheDf } from './cache-df.ts';
import { cachePrune } from './cache-prune.ts';
import { cacheVerify } from './cache-verify.ts';
import { campaign } from './campaign.ts';
import { catalogImport } from './catalog-import.ts';
import { catalogList } from './catalog-list.ts';
import { catalogUpdate } from './catalog-update.ts';
import { check } from './check.ts';
import { completion } from './completion.ts';
import { configShow } from './config-show.ts';
import { convert } from './convert.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { explain } from './explain.ts';
import { explore } from './explore.ts';
import { help } from './help.ts';
import { limits } from './limits.ts';
import { rulesExplain } from './rules-explain.ts';
import { rulesList } from './rules-list.ts';
import { rulesPack } from './rules-pack.ts';
import { rulesTest } from './rules-test.ts';
import { trace } from './trace.ts';
import { traceDoctor } from './trace-doctor.ts';
import { version } from './version.ts';

/** Every command, in the order in which the help shows them. The first is what runs without a command's name. */
export const COMMANDS: CommandList = [
  check,
  explain,
  diff,
  explore,
  trace,
  traceDoctor,
  convert,
  campaign,
  attach,
  rulesList,
  rulesExplain,
  rulesTest,
  rulesPack,
  catalogUpdate,
  catalogImport,
  catalogList,
  cacheDf,
  cachePrune,
  cacheVerify,
  configShow,
  limits,
  doctor,
  completion,
  help,
  version,
];
