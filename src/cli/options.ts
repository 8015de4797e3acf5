import type { OptionSpec } from './options/option-spec.ts';
import { OUTPUT } from './options/output.ts';
import { REGISTRY } from './options/registry.ts';
import { RUNNING } from './options/running.ts';
import { VERDICT } from './options/verdict.ts';
import { WHAT_TO_CHECK } from './options/what-to-check.ts';

/** Every option of `check`, in the order of the help; a group of them is a file in `options/`. */
export const CHECK_OPTIONS: readonly OptionSpec[] = [
  ...WHAT_TO_CHECK,
  ...VERDICT,
  ...OUTPUT,
  ...REGISTRY,
  ...RUNNING,
];

/** Options of `check` that say how its verdict or its report comes about. */
const ABOUT_ITS_REPORT: ReadonlySet<string> = new Set([
  'failOn',
  'ignoreFile',
  'baseline',
  'ignoreBase',
  'base',
  'format',
  'output',
  'showSuppressed',
  'showSecrets',
]);

/** How images are read and judged, for commands that check images and have reports of their own. */
export const CHECKING_OPTIONS = CHECK_OPTIONS.filter(({ name }) => !ABOUT_ITS_REPORT.has(name));

/** Those options of `check` that have these names, for other commands that take them as well. */
export function optionsNamed(...names: readonly string[]): readonly OptionSpec[] {
  return CHECK_OPTIONS.filter(({ name }) => names.includes(name));
}

/** How an image is come by and read, for commands that name their other options themselves. */
export const READING_OPTIONS = optionsNamed(
  'rules',
  'rulesKey',
  'allowUnsignedRules',
  'progress',
  'username',
  'passwordStdin',
  'cacert',
  'insecure',
  'timeout',
  'mirror',
  'proxy',
  'downloads',
  'offline',
  'cacheDir',
  'cache',
  'catalogDir',
  'jobs',
  'limit',
);

/** Rules of the user's own, for commands about rules. */
export const RULES_OPTIONS = optionsNamed('rules', 'rulesKey', 'allowUnsignedRules', 'limit');

/** `--sign-key` of the commands that make something others shall believe. */
export const SIGN_KEY: OptionSpec = {
  name: 'signKey',
  flag: '--sign-key',
  value: 'FILE',
  type: 'text',
  help: 'private key (PEM) to sign it with (of trace: the verification summary); then it comes in an envelope (DSSE)',
  group: 'Output',
  env: false,
};

/** What every command takes. */
export const COMMON_OPTIONS = optionsNamed(
  'quiet',
  'verbose',
  'color',
  'columns',
  'debug',
  'logFormat',
  'config',
);

/** `--format` of a command with formats of its own; text is what it prints without. */
export function ownFormat(choices: readonly string[], help: string): OptionSpec {
  return {
    name: 'format',
    short: '-f',
    flag: '--format',
    value: 'FORMAT',
    type: 'choice',
    choices,
    default: 'text',
    help,
    group: 'Output',
    // The variable and the file speak of the reports of check.
    env: false,
  };
}

/** `--format` of the commands that are not about images. */
export const TEXT_OR_JSON = ownFormat(['text', 'json'], 'what to print: text or json');

/** For commands that remove something. */
export const DRY_RUN: OptionSpec = {
  name: 'dryRun',
  short: '-n',
  flag: '--dry-run',
  type: 'switch',
  default: false,
  help: 'only say what would be done',
  group: 'Running',
  env: false,
};
