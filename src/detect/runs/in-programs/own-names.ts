import { aliasCall, spawnAliases } from '../../../explain/program-text/spawn-aliases.ts';
import type { Language } from '../../text/language.ts';
import { LONG_PROGRAM } from '../../text/program-parts.ts';
import { minifiedPlaces } from './minified.ts';

const CHILD_PROCESS =
  /([A-Za-z_]\w{0,60})\s{0,9}=\s{0,9}(?:await\s{1,9}import|require)\s{0,9}\(\s{0,9}["'](?:node:)?child_process["']|import\s{1,9}(?:\*\s{1,9}as\s{1,9})?([A-Za-z_]\w{0,60})\s{1,9}from\s{0,9}["'](?:node:)?child_process["']/g;

/** The same program with what starts programs under its own name, where it was given another. */
export function withOwnNames(text: string, language: Language): string {
  if (language === 'python') return withOwnFunctions(text, language);
  return language === 'node' && text.includes('child_process')
    ? withOwnFunctions(withChildProcess(text), language)
    : text;
}

function withOwnFunctions(text: string, language: 'python' | 'node'): string {
  const aliases = spawnAliases(text, language);
  const call = aliasCall(aliases, '');
  if (call === undefined) return text;
  const names = new Map(aliases.map(({ alias, name }) => [alias, name]));
  const minified = minifiedPlaces(text);
  return text.replaceAll(call, (found, at: number) => {
    const alias = found.slice(0, -1).trim();
    // In minified code a name of a letter or two stands for many things.
    const isShort = alias.length <= 2 && text.length >= LONG_PROGRAM;
    const name = isShort || minified(at) ? undefined : names.get(alias);
    if (name === undefined || text.endsWith('function ', at)) return found;
    if (language === 'node') return `${name}(`;
    return /^(?:system|popen|exec|spawn)/.test(name) ? `os.${name}(` : `subprocess.${name}(`;
  });
}

function withChildProcess(text: string): string {
  const names = [...text.matchAll(CHILD_PROCESS)].slice(0, 10).map((match) => match[1] ?? match[2] ?? '');
  return names.reduce(
    (plain, name) =>
      plain.replaceAll(new RegExp(`(?<![\\w.$])${name}\\.(exec|fork)\\b`, 'g'), 'child_process.$1'),
    text,
  );
}
