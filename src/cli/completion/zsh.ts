import type { CompletedCommand, CompletionModel, Offer } from './model.ts';
import { wordCase } from './word-case.ts';

/** Completion for zsh: to be evaluated after compinit, or to lie as `_clearpull` in a folder of fpath. */
export function zshCompletion(model: CompletionModel): string {
  const { commands, words, groups, first, valueFlags } = model;
  return `#compdef clearpull
# zsh completion for clearpull, made by: clearpull completion zsh
_clearpull() {
  local prev word i group='' command=''
  local -a list
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    case $word in
      ${valueFlags.join('|')}) ((i++)) ;;
      -*) ;;
${wordCase(model, '|')}
    esac
  done
  prev=$words[CURRENT-1]
  if [[ $PREFIX == --*=* ]]; then
    prev=\${PREFIX%%=*}
    compset -P '*='
  fi
  case "\${command:-${first.name}}:$prev" in
${commands.flatMap(values).join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    case \${command:-${first.name}} in
${commands.map(flags).join('\n')}
    esac
    _describe -o option list
    return
  fi
  if [[ -z $command && -n $group ]]; then
    case $group in
${groups.map(([group, next]) => `      ${group}) list=(${described(next)}) ;;`).join('\n')}
    esac
    _describe command list
    return
  fi
  if [[ -z $command ]]; then
    list=(${described(words)})
    _describe command list || ${offer(first.operands)}
    return
  fi
  case $command in
${commands.map(({ name, operands }) => `    '${name}') ${offer(operands)} ;;`).join('\n')}
  esac
}

# Run as a file of fpath, or evaluated.
if [[ $funcstack[1] == _clearpull ]]; then
  _clearpull "$@"
else
  compdef _clearpull clearpull
fi
`;
}

function values({ name, options }: CompletedCommand): readonly string[] {
  return options.flatMap(({ flags: names, value }) => {
    if (value === undefined) return [];
    return [`    ${names.map((flag) => `'${name}:${flag}'`).join('|')}) ${offer(value)}; return ;;`];
  });
}

function flags({ name, options }: CompletedCommand): string {
  const pairs = options.flatMap((option) => option.flags.map((flag) => [flag, option.help] as const));
  return `      '${name}') list=(${described(pairs)}) ;;`;
}

/** `_describe` parts word and text at the first colon that is not escaped. */
function described(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([word, text]) => quoted(`${word.replaceAll(':', '\\:')}:${text}`)).join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function offer(value: Offer): string {
  if (value.kind === 'words') return `compadd -- ${value.words.join(' ')}`;
  if (value.kind === 'files') return '_files';
  return value.kind === 'folders' ? '_files -/' : ':';
}
