import type { ShellCommand } from '../../shell/model.ts';
import { type Fetch, fetchOf } from '../fetchers.ts';

/** `npx https://…/x.tgz`, `deno run https://…`, `groovy https://…`: what fetches and runs what an address names. */
export function packageByUrl(command: ShellCommand): Fetch | undefined {
  const words = command.args.map(({ text }) => text);
  const [first = ''] = words;
  const runs =
    /^(?:npx|pnpx|bunx|uvx|groovy|dotnet-script|jbang)$/.test(command.name) ||
    (/^(?:deno|bun)$/.test(command.name) && (ADDRESS.test(first) || /^(?:run|serve|x)$/.test(first))) ||
    (/^(?:pipx|pnpm|yarn|uv|npm|dotnet)$/.test(command.name) && /^(?:run|dlx|x|exec|script)$/.test(first));
  if (!runs) return undefined;
  // Behind a file of its own, an address is what that is told.
  const operand = words.filter(
    (word) => !word.startsWith('-') && !/^(?:run|serve|dlx|x|exec|script)$/.test(word),
  )[0];
  const url = [operand, ...words.filter((_word, at) => /^(?:--from|-p|--package)$/.test(words[at - 1] ?? ''))]
    .map((word) => ADDRESS.exec(word ?? '')?.[1])
    .find((found) => found !== undefined);
  return url === undefined
    ? undefined
    : fetchOf({ ...command, name: 'curl', args: [{ text: url.replace(/^git\+/, ''), inner: [] }] });
}

const ADDRESS = /^(?:@?[\w./-]{1,100}@)?((?:git\+)?(?:https?|ssh):\/\/\S+)/;
