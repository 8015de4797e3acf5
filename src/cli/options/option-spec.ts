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
