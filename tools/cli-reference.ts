import type { Command } from '../src/cli/commands/command.ts';
import { defaultOf, exitCodesOf, usage } from '../src/cli/help.ts';
import { configKeyOf, envNameOf, type OptionSpec } from '../src/cli/options/option-spec.ts';
import { COMMON_OPTIONS } from '../src/cli/options.ts';

/** The reference of the command line in Markdown, from the table of commands. */
export function cliReference(commands: readonly Command[]): string {
  const parts = [
    '# The command line',
    '<!-- Made by `npm run docs` from src/cli/commands/. Do not edit. -->',
    'Bare `clearpull IMAGE` is `clearpull check IMAGE`. Results go to standard output, everything else to standard ' +
      'error. Each option can also be set as the variable or the key in a [configuration file](config.md) that ' +
      'stands beside it; flags count more than variables, variables more than files.',
    table(
      ['command', 'what it does'],
      commands.map((command) => [`[\`${usage(command)}\`](#${anchor(command)})`, command.summary]),
    ),
    ...commands.flatMap((command, index) => reference(command, index === 0)),
    '## Options that every command takes',
    options(COMMON_OPTIONS),
  ];
  return `${parts.join('\n\n')}\n`;
}

function anchor({ name }: Command): string {
  return `clearpull-${name.replaceAll(' ', '-')}`;
}

function reference(command: Command, whole: boolean): readonly string[] {
  const { name, summary, about, operands, examples, exitCodes } = command;
  const own = whole ? command.options : command.options.filter((option) => !COMMON_OPTIONS.includes(option));
  const lines = examples.map(([line, what]) => `${line.padEnd(44)} # ${what}`);
  return [
    `## clearpull ${name}`,
    `\`clearpull ${usage(command)}\`: ${escape(summary)}.`,
    ...(about ?? []).map(escape),
    `\`\`\`sh\n${lines.join('\n')}\n\`\`\``,
    ...(operands?.length
      ? [
          table(
            ['argument', ''],
            operands.map((one) => [`\`${one.name}\``, escape(one.help)]),
          ),
        ]
      : []),
    ...(own.length === 0 ? [] : [options(own)]),
    ...(exitCodes === undefined && !whole ? [] : [table(['exit code', 'meaning'], exitCodesOf(command))]),
  ];
}

function options(specs: readonly OptionSpec[]): string {
  return table(['option', 'what it does', 'default', 'variable', 'key'], specs.map(optionCells));
}

function optionCells(option: OptionSpec): readonly string[] {
  const { short, flag, value, help } = option;
  const value_ = value === undefined ? '' : ` ${value}`;
  const code = (text: string | undefined): string => (text === undefined ? '' : `\`${text}\``);
  return [
    `${short === undefined ? '' : `\`${short}\`, `}\`${flag}${value_}\``,
    escape(help),
    escape(defaultOf(option) ?? ''),
    code(envNameOf(option)),
    code(configKeyOf(option)),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

/** What Markdown would take for markup in these sentences. */
function escape(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
}
