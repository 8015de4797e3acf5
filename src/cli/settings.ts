import { didYouMean } from '../base/did-you-mean.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { Format } from '../report/index.ts';
import type { FailOn } from './exit-codes.ts';
import { CHECK_OPTIONS, envNameOf, type OptionSpec } from './options.ts';

/** What the user wants of `check`, from flags, variables and defaults. */
export interface CheckSettings {
  readonly platform?: string;
  readonly policy?: string;
  readonly failOn: FailOn;
  readonly strict: boolean;
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
  readonly downloads: number;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly jobs?: number;
  readonly debug: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Flags over variables over defaults. `flags` holds what was given on the command line by option name, as
 * text, or true for a switch. Throws `usage` for a value that makes no sense, naming where it came from.
 */
export function resolveSettings(flags: Readonly<Record<string, unknown>>, env: Environment): CheckSettings {
  const settings: Record<string, unknown> = { output: [], mirror: [] };
  for (const option of CHECK_OPTIONS) {
    const value = fromFlag(option, flags) ?? fromEnvironment(option, env) ?? option.default;
    if (value !== undefined) settings[option.name] = value;
  }
  return settings as unknown as CheckSettings;
}

function fromFlag(option: OptionSpec, flags: Readonly<Record<string, unknown>>): unknown {
  const given = flags[option.name];
  if (given === undefined) return undefined;
  if (option.type === 'switch') return !option.flag.startsWith('--no-');
  if (option.type === 'list') return given;
  return typeof given === 'string' ? parse(option, given, option.flag) : undefined;
}

function fromEnvironment(option: OptionSpec, env: Environment): unknown {
  const name = envNameOf(option);
  const text = name === undefined ? undefined : env[name];
  return name === undefined || text === undefined || text === '' ? undefined : parse(option, text, name);
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

function parseNumber({ range }: OptionSpec, text: string, from: string): number {
  const [least, most] = range ?? [0, Number.MAX_SAFE_INTEGER];
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw usage(`${from} is "${text}".`, `It takes a whole number from ${least} to ${most}.`);
}

function parseSwitch(option: OptionSpec, text: string, from: string): boolean {
  const on = /^(?:1|true|yes|on)$/i.test(text);
  if (!on && !/^(?:0|false|no|off)$/i.test(text)) throw usage(`${from} is "${text}".`, 'It takes 1 or 0.');
  return option.flag.startsWith('--no-') ? !on : on;
}

function usage(message: string, hint: string): ClearpullError {
  return new ClearpullError('usage', visible(message), { hint: visible(hint) });
}
