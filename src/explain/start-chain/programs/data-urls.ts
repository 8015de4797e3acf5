import type { StartStep } from '../../explanation.ts';
import type { Chain, Invocation } from '../chain.ts';
import { readToldText } from './program-text.ts';

const MAX_URLS = 20;
const URL =
  /^(?:--?[\w-]{1,40}=)?data:(?:text|application)\/(?:javascript|ecmascript|typescript)((?:;[\w=-]{1,40}){0,4}),(.*)$/is;

/**
 * Programs that stand in the words of Node.js, Deno or Bun themselves: `--import data:text/javascript,…` (RFC 2397), of the
 * command and of NODE_OPTIONS.
 *
 * @param name the interpreter's
 */
export function dataUrlSteps(
  chain: Chain,
  { argv, environment, place }: Invocation,
  name: string,
): readonly StartStep[] {
  if (!/^(?:node|nodejs|deno|bun)$/.test(name)) return [];
  const options = environment.variables.get('NODE_OPTIONS')?.split(/\s+/) ?? [];
  const programs = [...argv.flatMap(({ value }) => value ?? []), ...options].flatMap(
    (word) => programOf(word) ?? [],
  );
  const reader = { language: 'node', interpreter: name, environment } as const;
  return programs.slice(0, MAX_URLS).flatMap((text) => readToldText(chain, text, reader, place).children);
}

function programOf(word: string): string | undefined {
  const [, parameters = '', data] = URL.exec(word) ?? [];
  if (data === undefined) return undefined;
  if (/;base64$/i.test(parameters)) return Buffer.from(data, 'base64').toString('utf8');
  // What is no code of a character stays as it is.
  return data.replace(/(?:%[\da-f]{2}){1,2000}/gi, (codes) =>
    Buffer.from(codes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
