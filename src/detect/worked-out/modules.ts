import { absolutePath, directory } from '../../explain/path-lookup.ts';
import { jsonValue } from './json-value.ts';
import type { Machine } from './machine.ts';
import { Dict, UNKNOWN, type Value } from './value.ts';

/** What a module of the program's own holds, by the name that it is imported by; undefined where the image has none beside it. */
export function moduleOf(machine: Machine, name: string): Value | undefined {
  const isOwn =
    machine.language === 'python' ? /^[\w.]{1,100}$/.test(name) : /^\.{0,2}\/[\w./-]{1,200}$/.test(name);
  if (machine.file === undefined || !isOwn) return undefined;
  const { modules } = machine;
  const file = findModule(machine, name, directory(machine.file));
  if (file === undefined) return undefined;
  const known = modules.values.get(file.path);
  if (known !== undefined) return known;
  if (file.text.length > modules.left) return undefined;
  modules.left -= file.text.length;
  // What imports one another has nothing of the other yet.
  modules.values.set(file.path, UNKNOWN);
  const value = file.path.endsWith('.json')
    ? jsonValue(file.text)
    : machine.parts.module(file.text, file.path);
  modules.values.set(file.path, value);
  return value;
}

function findModule(
  machine: Machine,
  name: string,
  folder: string,
): { text: string; path: string } | undefined {
  const plain = machine.language === 'python' ? name.replace(/^\./, '').replaceAll('.', '/') : name;
  const endings =
    machine.language === 'python'
      ? ['.py', '/__init__.py']
      : ['', '.js', '.json', '.cjs', '.mjs', '/index.js'];
  for (const ending of endings) {
    const path = absolutePath(`${plain}${ending}`, folder);
    const text = machine.readFile(path);
    if (text !== undefined) return { text, path };
  }
  return undefined;
}

/** The names that a module gives to who imports it, once it was read. */
export function exportsOf({ language, scope }: Machine): Value {
  const given = language === 'node' ? scope.get('module.exports') : undefined;
  if (given !== undefined) return given;
  const made = new Dict();
  for (const [name, value] of scope.own())
    made.entries.set(name.replace(/^(?:module\.)?exports\./, ''), value);
  return made;
}
