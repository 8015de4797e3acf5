/**
 * An option, once. The parser, the help, the `CLEARPULL_*` variables, the configuration file with its JSON
 * Schema, shell completion and docs/cli.md are made from it.
 */
export interface OptionSpec {
  /** Name in the command's settings (`CheckSettings`). The same name means the same thing in every command. */
  readonly name: string;
  readonly short?: string;
  /** With its dashes: `--fail-on`. `--no-…` switches something off that is on by default. */
  readonly flag: string;
  /** What the value is called in the help; none for a switch. */
  readonly value?: string;
  readonly type: 'text' | 'switch' | 'number' | 'choice' | 'list';
  readonly choices?: readonly string[];
  /** Numbers: the smallest and largest. */
  readonly range?: readonly [number, number];
  readonly default?: string | number | boolean;
  /** The default in words, where it is found out at run time. */
  readonly defaultText?: string;
  readonly help: string;
  readonly group: OptionGroup;
  /** False: no variable and no key in a configuration file, because it must come from the caller each time. */
  readonly env?: false;
  /**
   * What a configuration file in the current folder may do with it, which may be a stranger's (docs/config.md).
   * Without it: nothing. `yes` is for what changes no verdict, reads no file and contacts nobody. `stricter`
   * lets it only make the check stricter: switch a switch on, or take a choice that stands further up.
   */
  readonly project?: 'yes' | 'stricter';
}

export const OPTION_GROUPS = ['What to check', 'Verdict', 'Output', 'Registry', 'Running'] as const;
export type OptionGroup = (typeof OPTION_GROUPS)[number];

export const CHECK_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'platform',
    flag: '--platform',
    value: 'OS/ARCH',
    type: 'text',
    defaultText: "this machine's",
    help: 'which image of a multi-platform one, such as linux/arm64; "all" for every one',
    group: 'What to check',
  },
  {
    name: 'containerdRoot',
    flag: '--containerd-root',
    value: 'FOLDER',
    type: 'text',
    default: '/var/lib/containerd',
    help: "containerd's own folder, for containerd: images",
    group: 'What to check',
  },
  {
    name: 'source',
    flag: '--source',
    value: 'FOLDER',
    type: 'text',
    help: 'source tree or git checkout of yours, to compare what is in the image with, byte for byte',
    group: 'What to check',
  },
  {
    name: 'rules',
    flag: '--rules',
    value: 'PATH',
    type: 'list',
    help: 'further YARA rules: a folder, a .yar file or a bundle; can be given several times',
    group: 'What to check',
  },
  {
    name: 'rulesKey',
    flag: '--rules-key',
    value: 'FILE',
    type: 'list',
    help: 'public key (PEM) that must have signed the bundles of --rules; can be given several times',
    group: 'What to check',
  },
  {
    name: 'allowUnsignedRules',
    flag: '--allow-unsigned-rules',
    type: 'switch',
    default: false,
    help: 'take bundles of rules that nobody signed, or without a key to check that with',
    group: 'What to check',
  },
  {
    name: 'policy',
    flag: '--policy',
    value: 'FILE',
    type: 'text',
    defaultText: 'built in',
    help: 'YAML or JSON file that turns findings into a verdict',
    group: 'Verdict',
  },
  {
    name: 'failOn',
    flag: '--fail-on',
    value: 'VERDICT',
    type: 'choice',
    choices: ['review', 'block', 'never'],
    default: 'block',
    help: 'end with exit code 1 from this verdict on: review, block or never',
    group: 'Verdict',
    project: 'stricter',
  },
  {
    name: 'strict',
    flag: '--strict',
    type: 'switch',
    default: false,
    help: 'end with exit code 4 when an image was not read to its end',
    group: 'Verdict',
    project: 'stricter',
  },
  {
    name: 'ignoreFile',
    flag: '--ignore-file',
    value: 'FILE',
    type: 'text',
    help: 'YAML or JSON file of findings that shall not count, each with a reason and an end',
    group: 'Verdict',
  },
  {
    name: 'baseline',
    flag: '--baseline',
    value: 'REPORT',
    type: 'text',
    help: 'earlier JSON report: what is in it already does not count unless it got worse',
    group: 'Verdict',
  },
  {
    name: 'ignoreBase',
    flag: '--ignore-base',
    type: 'switch',
    default: false,
    help: 'leave out what the base image brought; without --base only what does not count anyway',
    group: 'Verdict',
  },
  {
    name: 'base',
    flag: '--base',
    value: 'IMAGE',
    type: 'text',
    help: 'base image for --ignore-base, whose layers are compared',
    group: 'Verdict',
  },
  {
    name: 'trustRoot',
    flag: '--trust-root',
    value: 'FILE',
    type: 'list',
    defaultText: "sigstore's public one, as of this release",
    help: 'root that certificates and logs must chain to (sigstore trusted_root.json, or one a line), where signatures are asked for; can be given several times',
    group: 'Verdict',
  },
  {
    name: 'format',
    short: '-f',
    flag: '--format',
    value: 'FORMAT',
    type: 'choice',
    choices: ['text', 'json', 'sarif', 'markdown', 'table', 'html'],
    default: 'text',
    help: 'what to print: text, json, sarif, markdown, table or html',
    group: 'Output',
    project: 'yes',
  },
  {
    name: 'output',
    short: '-o',
    flag: '--output',
    value: '[FORMAT=]FILE',
    type: 'list',
    help: 'also write a report to a file; can be given several times',
    group: 'Output',
    env: false,
  },
  {
    name: 'quiet',
    short: '-q',
    flag: '--quiet',
    type: 'switch',
    default: false,
    help: 'one line an image',
    group: 'Output',
  },
  {
    name: 'verbose',
    short: '-v',
    flag: '--verbose',
    type: 'switch',
    default: false,
    help: 'leave nothing out of the text report',
    group: 'Output',
    project: 'yes',
  },
  {
    name: 'showSuppressed',
    flag: '--show-suppressed',
    type: 'switch',
    default: false,
    help: 'list in the text report what was found and does not count',
    group: 'Output',
    project: 'yes',
  },
  {
    name: 'showSecrets',
    flag: '--show-secrets',
    type: 'switch',
    default: false,
    help: 'leave secrets in instructions, commands, labels and evidence as they are, and in the text of files',
    group: 'Output',
  },
  {
    name: 'color',
    flag: '--color',
    value: 'WHEN',
    type: 'choice',
    choices: ['auto', 'always', 'never'],
    default: 'auto',
    help: 'auto, always or never; NO_COLOR and FORCE_COLOR count too',
    group: 'Output',
    project: 'yes',
  },
  {
    name: 'columns',
    flag: '--columns',
    value: 'N',
    type: 'number',
    range: [1, 10_000],
    defaultText: "the terminal's, or 80",
    help: 'width of the text report; used from 60 to 120',
    group: 'Output',
    project: 'yes',
  },
  {
    name: 'progress',
    flag: '--no-progress',
    type: 'switch',
    default: true,
    help: 'no progress bar; there is none without a terminal or with CI set',
    group: 'Output',
    project: 'yes',
  },
  {
    name: 'username',
    flag: '--username',
    value: 'NAME',
    type: 'text',
    defaultText: "Docker's credentials",
    help: 'user at the registry, with --password-stdin',
    group: 'Registry',
  },
  {
    name: 'passwordStdin',
    flag: '--password-stdin',
    type: 'switch',
    default: false,
    help: 'read the password or token from standard input',
    group: 'Registry',
    env: false,
  },
  {
    name: 'cacert',
    flag: '--cacert',
    value: 'FILE',
    type: 'text',
    help: 'PEM file of certificate authorities to trust as well',
    group: 'Registry',
  },
  {
    name: 'insecure',
    flag: '--insecure',
    type: 'switch',
    default: false,
    help: 'accept any certificate, and plain HTTP',
    group: 'Registry',
  },
  {
    name: 'timeout',
    flag: '--timeout',
    value: 'SECONDS',
    type: 'number',
    range: [1, 86_400],
    default: 60,
    help: 'give a registry up after this long without a byte',
    group: 'Registry',
  },
  {
    name: 'mirror',
    flag: '--mirror',
    value: '[REGISTRY=]HOST[/PATH]',
    type: 'list',
    help: 'ask this host first; without REGISTRY it mirrors Docker Hub; can be given several times',
    group: 'Registry',
  },
  {
    name: 'proxy',
    flag: '--proxy',
    value: 'URL',
    type: 'text',
    defaultText: 'HTTPS_PROXY and HTTP_PROXY',
    help: 'ask registries through this proxy, those on this machine as well; "none" for none; NO_PROXY counts',
    group: 'Registry',
  },
  {
    name: 'downloads',
    flag: '--downloads',
    value: 'N',
    type: 'number',
    range: [1, 64],
    default: 4,
    help: 'layers downloaded at the same time',
    group: 'Registry',
  },
  {
    name: 'offline',
    flag: '--offline',
    type: 'switch',
    default: false,
    help: 'contact no registry and no other machine; only images on this one can be read',
    group: 'Registry',
  },
  {
    name: 'cacheDir',
    flag: '--cache-dir',
    value: 'FOLDER',
    type: 'text',
    defaultText: "the user's cache folder",
    help: 'where what was read of layers is kept',
    group: 'Running',
  },
  {
    name: 'cache',
    flag: '--no-cache',
    type: 'switch',
    default: true,
    help: 'keep nothing, use nothing kept',
    group: 'Running',
  },
  {
    name: 'catalogDir',
    flag: '--catalog-dir',
    value: 'FOLDER',
    type: 'text',
    defaultText: "the user's data folder",
    help: 'where your own catalogue of images is kept, see "catalog update"; "none" for none',
    group: 'Running',
  },
  {
    name: 'jobs',
    short: '-j',
    flag: '--jobs',
    value: 'N',
    type: 'number',
    range: [1, 1024],
    defaultText: 'one a core',
    help: 'layers read at the same time',
    group: 'Running',
  },
  {
    name: 'limit',
    flag: '--limit',
    value: 'NAME=VALUE',
    type: 'list',
    help: 'read more or less than by default, such as maxLayerBytes=128GiB; can be given several times; "clearpull limits" lists them',
    group: 'Running',
  },
  {
    name: 'debug',
    flag: '--debug',
    type: 'switch',
    default: false,
    help: 'stack traces with errors',
    group: 'Running',
  },
  {
    name: 'logFormat',
    flag: '--log-format',
    value: 'FORMAT',
    type: 'choice',
    choices: ['text', 'json'],
    default: 'text',
    help: 'messages on standard error as text, or as JSON, one object a line',
    group: 'Running',
    project: 'yes',
  },
  {
    name: 'config',
    flag: '--config',
    value: 'FILE',
    type: 'text',
    defaultText: 'see "clearpull help config"',
    help: 'configuration file, instead of those in the usual places; "none" for none',
    group: 'Running',
  },
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

/** `--format` of the commands that are not about images. */
export const TEXT_OR_JSON: OptionSpec = {
  name: 'format',
  short: '-f',
  flag: '--format',
  value: 'FORMAT',
  type: 'choice',
  choices: ['text', 'json'],
  default: 'text',
  help: 'what to print: text or json',
  group: 'Output',
  // The variable and the file speak of reports about images.
  env: false,
};

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

/** True for a switch that is on by default, and that its flag switches off. */
export function isNegated(option: OptionSpec): boolean {
  return option.type === 'switch' && option.flag.startsWith('--no-');
}

/** Key in a configuration file: `--fail-on` → `fail-on`, `--no-cache` → `cache`; undefined where there is none. */
export function configKeyOf(option: OptionSpec): string | undefined {
  if (option.env === false || option.name === 'config') return undefined;
  return option.flag.slice(isNegated(option) ? 5 : 2);
}

/** `--fail-on` → `CLEARPULL_FAIL_ON`; undefined where there is none. */
export function envNameOf(option: OptionSpec): string | undefined {
  return option.env === false
    ? undefined
    : `CLEARPULL_${option.flag.slice(2).toUpperCase().replaceAll('-', '_')}`;
}
