import type { CompletedCommand, CompletionModel, Offer } from './model.ts';
import { wordCase } from './word-case.ts';

/** Completion for bash, 3.2 and later. Words of ours hold nothing that a shell would take for its own. */
export function bashCompletion(model: CompletionModel): string {
  const { commands, words, groups, first, valueFlags } = model;
  const list = (names: readonly (readonly [string, string])[]): string =>
    names.map(([word]) => word).join(' ');
  return `# bash completion for clearpull, made by: clearpull completion bash
_clearpull() {
  local cur prev word i group='' command='' glue=''
  COMPREPLY=()
  cur=\${COMP_WORDS[COMP_CWORD]}
  prev=\${COMP_WORDS[COMP_CWORD - 1]}
  # Bash takes --format=json apart at the sign, unless it was told not to.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $cur == --*=* ]]; then
    prev=\${cur%%=*} glue=\${cur%%=*}= cur=\${cur#*=}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${valueFlags.join(' | ')})
        ((i++))
        [[ \${COMP_WORDS[i]} == '=' ]] && ((i++))
        ;;
      -*) ;;
${wordCase(model, ' | ')}
    esac
  done
  case "\${command:-${first.name}}:$prev" in
${commands.flatMap(values).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    case \${command:-${first.name}} in
${commands.map(flags).join('\n')}
    esac
    return
  fi
  if [[ -z $command && -n $group ]]; then
    case $group in
${groups.map(([group, next]) => `      ${group}) _clearpull_words '${list(next)}' ;;`).join('\n')}
    esac
    return
  fi
  if [[ -z $command ]]; then
    _clearpull_words '${list(words)}'
    [[ \${#COMPREPLY[@]} -gt 0 ]] || ${offer(first.operands)}
    return
  fi
  case $command in
${commands.map(({ name, operands }) => `    '${name}') ${offer(operands)} ;;`).join('\n')}
  esac
}

# Both use what the caller calls cur and glue.
_clearpull_words() {
  local IFS=$' \\n'
  COMPREPLY=($(compgen -P "$glue" -W "$1" -- "$cur"))
}

_clearpull_files() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen "$1" -P "$glue" -- "$cur"))
  compopt -o filenames 2>/dev/null
}

complete -F _clearpull clearpull
`;
}

function values({ name, options }: CompletedCommand): readonly string[] {
  return options.flatMap(({ flags: names, value }) => {
    if (value === undefined) return [];
    return [`    ${names.map((flag) => `'${name}:${flag}'`).join(' | ')}) ${offer(value)}; return ;;`];
  });
}

function flags({ name, options }: CompletedCommand): string {
  return `      '${name}') _clearpull_words '${options.flatMap((option) => option.flags).join(' ')}' ;;`;
}

function offer(value: Offer): string {
  if (value.kind === 'words') return `_clearpull_words '${value.words.join(' ')}'`;
  if (value.kind === 'files') return '_clearpull_files -f';
  return value.kind === 'folders' ? '_clearpull_files -d' : ':';
}
