import { didYouMean } from '../base/did-you-mean.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { Format } from '../report/index.ts';
import type { ConfigFile } from './config/config-file.ts';
import type { FailOn } from './exit-codes.ts';
import { configKeyOf, envNameOf, isNegated, type OptionSpec } from './options/option-spec.ts';

/** What the user wants of `check`, from flags, variables and defaults. */
export interface CheckSettings {
  readonly platform?: string;
  readonly containerdRoot: string;
  readonly source?: string;
  readonly rules: readonly string[];
  readonly rulesKey: readonly string[];
  readonly allowUnsignedRules: boolean;
  readonly policy?: string;
  readonly failOn: FailOn;
  readonly strict: boolean;
  readonly ignoreFile?: string;
  readonly baseline?: string;
  readonly ignoreBase: boolean;
  readonly base?: string;
  readonly trustRoot: readonly string[];
  readonly showSuppressed: boolean;
  /** Only of commands that print what is in an image. */
  readonly showSecrets?: boolean;
  readonly format: Format;
  readonly output: readonly string[];
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly columns?: number;
  readonly progress: boolean;
  readonly username?: string;
  readonly passwordStdin: boolean;
  readonly cacert?: string;
  readonly insecure: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly mirror: readonly string[];
  readonly proxy: string | undefined;
  readonly downloads: number;
  readonly offline: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly catalogDir?: string;
  readonly jobs?: number;
  /** `NAME=VALUE`, for `parseLimits`. */
  readonly limit: readonly string[];
  readonly debug: boolean;
  readonly logFormat: 'text' | 'json';
  readonly config?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value came from: a flag, a variable, a configuration file with its line, or the default. */
export interface Origin {
  readonly kind: 'flag' | 'variable' | 'file' | 'default';
  /** As a person would write it: `--fail-on`, `CLEARPULL_FAIL_ON`, `/home/me/…/config.yaml:3`. */
  readonly text: string;
}

export interface Resolved {
  readonly values: Readonly<Record<string, unknown>>;
  readonly origins: ReadonlyMap<string, Origin>;
  /** The configuration files that counted. */
  readonly files: readonly string[];
  /** What a file asked for and did not get, for people. */
  readonly notes: readonly string[];
}

export interface SettingSources {
  /** What was given on the command line by option name: text, true for a switch, a list for a list. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Environment;
  /** Those that count more come first. */
  readonly files: readonly ConfigFile[];
}

/**
 * Flags over variables over configuration files over defaults. Throws `usage` for a value that makes no
 * sense, naming where it came from.
 */
export function resolveSettings(options: readonly OptionSpec[], sources: SettingSources): Resolved {
  const values: Record<string, unknown> = {};
  const origins = new Map<string, Origin>();
  const notes: string[] = [];
  for (const option of options) {
    const found =
      fromFlag(option, sources.flags) ??
      fromEnvironment(option, sources.env) ??
      fromFiles(option, sources.files, notes);
    const preset = option.type === 'list' ? [] : option.default;
    const value = found?.value ?? preset;
    if (value !== undefined) values[option.name] = value;
    origins.set(option.name, found?.origin ?? { kind: 'default', text: 'default' });
  }
  return { values, origins, files: sources.files.map(({ path }) => path), notes };
}

interface Found {
  readonly value: unknown;
  readonly origin: Origin;
}

function fromFlag(option: OptionSpec, flags: Readonly<Record<string, unknown>>): Found | undefined {
  const given = flags[option.name];
  const found = (value: unknown): Found => ({ value, origin: { kind: 'flag', text: option.flag } });
  if (given === undefined) return undefined;
  if (option.type === 'switch') return found(!isNegated(option));
  if (option.type === 'list') return found(given);
  return typeof given === 'string' ? found(parse(option, given, option.flag)) : undefined;
}

function fromEnvironment(option: OptionSpec, env: Environment): Found | undefined {
  const name = envNameOf(option);
  const text = name === undefined ? undefined : env[name];
  if (name === undefined || text === undefined || text === '') return undefined;
  const value = parse(option, text, name);
  return { value, origin: { kind: 'variable', text: name } };
}

/**
 * The first file that sets it. A file of the current folder may only make things stricter than the others
 * and the defaults would; where it asks for less it gets a note.
 */
function fromFiles(option: OptionSpec, files: readonly ConfigFile[], notes: string[]): Found | undefined {
  const key = configKeyOf(option);
  if (key === undefined) return undefined;
  let looser: string | undefined;
  let result: Found | undefined;
  for (const { path, trusted, entries } of files) {
    const entry = entries.get(key);
    if (entry === undefined) continue;
    const found: Found = {
      value: entry.value,
      origin: { kind: 'file', text: `${path}:${entry.line}` },
    };
    if (trusted || option.project !== 'stricter') {
      result ??= found;
      continue;
    }
    const others = fromFiles(
      option,
      files.filter((file) => file.trusted),
      [],
    );
    if (isStricter(option, entry.value, others?.value ?? option.default)) result ??= found;
    else if (entry.value !== (others?.value ?? option.default)) looser = `${found.origin.text}: ${key}`;
  }
  if (looser !== undefined) {
    notes.push(`${looser} does not count: a file in the current folder cannot make a check less strict.`);
  }
  return result;
}

function isStricter(option: OptionSpec, value: unknown, than: unknown): boolean {
  if (option.type === 'switch') return value === true && than !== true;
  const order = option.choices ?? [];
  return order.indexOf(String(value)) < order.indexOf(String(than));
}

function parse(option: OptionSpec, text: string, from: string): unknown {
  if (option.type === 'switch') return parseSwitch(option, text, from);
  if (option.type === 'number') return parseNumber(option, text, from);
  if (option.type === 'list') return text.split(/[\s,]+/).filter((one) => one !== '');
  if (option.type === 'choice' && !option.choices?.includes(text)) {
    const meant = didYouMean(text, option.choices ?? []);
    throw usage(
      `${from} does not know "${text}".`,
      meant === undefined ? `It takes one of ${option.choices?.join(', ')}.` : `Did you mean "${meant}"?`,
    );
  }
  if (text === '') throw usage(`${from} needs a value.`, `It takes ${option.value}.`);
  return text;
}

function parseNumber({ range, value }: OptionSpec, text: string, from: string): number {
  const [least, most] = range ?? [0, Number.MAX_SAFE_INTEGER];
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  const unit = value === undefined || value === 'N' ? '' : `${value}, `;
  throw usage(`${from} is "${text}".`, `It takes ${unit}a whole number from ${least} to ${most}.`);
}

function parseSwitch(option: OptionSpec, text: string, from: string): boolean {
  const on = /^(?:1|true|yes|on)$/i.test(text);
  if (!on && !/^(?:0|false|no|off)$/i.test(text)) throw usage(`${from} is "${text}".`, 'It takes 1 or 0.');
  return isNegated(option) ? !on : on;
}

function usage(message: string, hint: string): ClearpullError {
  return new ClearpullError('usage', visible(message), { hint: visible(hint) });
}
