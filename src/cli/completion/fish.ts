import type { CompletedCommand, CompletedOption, CompletionModel, Offer } from './model.ts';

/** Completion for fish, 3.0 and later. */
export function fishCompletion({
  commands,
  words,
  groups,
  longer,
  first,
  valueFlags,
}: CompletionModel): string {
  const names = commands.map(({ name }) => name).filter((name) => !name.includes(' '));
  const mixed = longer.map((name) => name.split(' ', 1)[0] as string);
  const lines = [
    '# fish completion for clearpull, made by: clearpull completion fish',
    `# Prints the command so far: "cache df", "cache" for a group, nothing before the first word.
function __clearpull_command
  set -l group ''
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
      continue
    end
    switch $word
      case ${valueFlags.join(' ')}
        set skip 1
      case '-*'
        continue
      case '*'
        if test -n "$group"
          # "trace doctor" is a command, and so is "trace IMAGE".
          if contains -- $group ${mixed.join(' ')}; and not contains -- "$group $word" ${longer.map(quoted).join(' ')}
            echo $group
          else
            echo "$group $word"
          end
          return
        end
        switch $word
          case ${groups.length === 0 ? "''" : [...groups.map(([group]) => group), ...mixed].join(' ')}
            set group $word
          case ${names.filter((name) => !mixed.includes(name)).join(' ')}
            echo $word
            return
          case '*'
            echo ${first.name}
            return
        end
    end
  end
  echo $group
end

function __clearpull_is
  set -l command (__clearpull_command)
  test "$command" = "$argv[1]"
end

# The command that is meant where none is named.
function __clearpull_is_first
  set -l command (__clearpull_command)
  test -z "$command" -o "$command" = ${first.name}
end
`,
    'complete -c clearpull -f',
    ...words.map(
      ([word, text]) => `complete -c clearpull -n "__clearpull_is ''" -a ${word} -d ${quoted(text)}`,
    ),
    ...groups.flatMap(([group, next]) =>
      next.map(
        ([word, text]) => `complete -c clearpull -n '__clearpull_is ${group}' -a ${word} -d ${quoted(text)}`,
      ),
    ),
    ...commands.flatMap((command) => commandLines(command, command === first)),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ name, options, operands }: CompletedCommand, isFirst: boolean): readonly string[] {
  const condition = isFirst ? '__clearpull_is_first' : `'__clearpull_is "${name}"'`;
  const start = `complete -c clearpull -n ${condition}`;
  return [
    ...(operands.kind === 'nothing' ? [] : [`${start} ${offer(operands)}`]),
    ...options.map((option) => `${start} ${optionWords(option)}`),
  ];
}

function optionWords({ flags, help, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const takes = value === undefined ? [] : ['-r', offer(value)];
  return [...names, ...takes, '-d', quoted(help)].filter(Boolean).join(' ');
}

function offer(value: Offer): string {
  if (value.kind === 'words') return `-f -a '${value.words.join(' ')}'`;
  if (value.kind === 'files') return '-F';
  return value.kind === 'folders' ? "-f -a '(__fish_complete_directories)'" : '-f';
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
