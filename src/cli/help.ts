import { CHECK_OPTIONS, OPTION_GROUPS, type OptionSpec } from './options.ts';

const EXAMPLES: readonly (readonly [command: string, what: string])[] = [
  ['clearpull debian:12', 'an image in a registry'],
  ['clearpull ./image.tar', 'a docker save or OCI archive'],
  ['clearpull oci:./layout', 'an OCI layout'],
  ['clearpull --platform linux/arm64 nginx', 'another platform than this one'],
  ['clearpull -f table nginx redis ./*.tar', 'several at once, a line each'],
  ['clearpull -o sarif=clearpull.sarif app:1.4', 'a report for code scanning as well'],
  ['clearpull --fail-on review --strict app:1.4', 'as a gate in CI'],
];

const EXIT_CODES: readonly (readonly [code: string, what: string])[] = [
  ['0', 'checked, and under --fail-on'],
  ['1', 'a verdict is at or above --fail-on'],
  ['2', 'the command line, the policy or an output file is wrong'],
  ['3', 'an image could not be had, or not be read at all'],
  ['4', 'not everything could be read, with --strict'],
  ['130', 'interrupted'],
];

const LEFT = 32;
const WIDTH = 80;

/** What `--help` prints: examples first, then every option of the table. */
export function helpText(version: string): string {
  const parts = [
    `clearpull ${version}: see what a container image is, what built it, what it does at\n` +
      'start and what is hidden in it, before it runs. Nothing in it is ever run.',
    section('Examples', rows(EXAMPLES, 46)),
    section('Commands', [
      ...rows([
        ['check IMAGE…', 'check images; also without the word "check"'],
        ['limits [--format json]', 'list the bounds on what is read'],
        ['version [--format json]', 'print the version'],
      ]),
    ]),
    ...OPTION_GROUPS.map((group) =>
      section(
        group,
        CHECK_OPTIONS.filter((option) => option.group === group).flatMap((option) => optionRows(option)),
      ),
    ),
    section('Variables', [
      ...wrapped('Options can be set as CLEARPULL_ and their name, such as', 2),
      '  CLEARPULL_FAIL_ON=review. What the command line says counts more.',
      '  CLEARPULL_PASSWORD is the password that belongs to --username.',
    ]),
    section('Exit codes', rows(EXIT_CODES, 8)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines].join('\n');
}

function optionRows(option: OptionSpec): readonly string[] {
  const value = option.value === undefined ? '' : ` ${option.value}`;
  const left = `${option.short === undefined ? '    ' : `${option.short}, `}${option.flag}${value}`;
  const preset = option.defaultText ?? (typeof option.default === 'boolean' ? undefined : option.default);
  return rows([[left, preset === undefined ? option.help : `${option.help} (default: ${preset})`]]);
}

function rows(pairs: readonly (readonly [string, string])[], left = LEFT): readonly string[] {
  return pairs.flatMap(([name, text]) => {
    const lines = wrapped(text, left);
    const first = `  ${name}`;
    return first.length >= left
      ? [first, ...lines]
      : [first.padEnd(left) + lines[0]?.trimStart(), ...lines.slice(1)];
  });
}

function wrapped(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one);
}
