import type { CompletionModel } from './model.ts';

/**
 * Of a loop over the words so far, for bash and zsh alike: the branch for a word that is neither an option nor the value of one,
 * which sets `command`, or `group` as long as its second word is missing.
 *
 * @param or what stands between the patterns of a case
 */
export function wordCase({ commands, groups, longer, first }: CompletionModel, or: string): string {
  const single = commands.map(({ name }) => name).filter((name) => !name.includes(' '));
  return `      *)
        if [[ -n $command ]]; then
          case "$command $word" in
            ${longer.length === 0 ? "''" : longer.map((name) => `'${name}'`).join(or)}) command="$command $word" ;;
          esac
        elif [[ -n $group ]]; then
          command="$group $word"
        else
          case $word in
            ${groups.length === 0 ? "''" : groups.map(([group]) => group).join(or)}) group=$word ;;
            ${single.join(or)}) command=$word ;;
            *) command=${first.name} ;;
          esac
        fi
        ;;`;
}
