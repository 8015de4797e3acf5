const FROM = /^[ \t]*from[ \t]+([\w.]{1,60})[ \t]+import[ \t]+(?:\(([^)]{1,2000})\)|([^\n(]{1,500}))/gm;
const IMPORT = /^[ \t]*import[ \t]+([^\n]{1,300})$/gm;
const STAR: Readonly<Record<string, readonly string[]>> = {
  os: ['system', 'popen'],
  subprocess: ['run', 'call', 'Popen', 'check_output', 'check_call', 'getoutput', 'getstatusoutput'],
};

/** Names of a Python program and the modules or functions that they stand for: `p` → `os.popen`. */
export function namesImported(text: string, modules: RegExp): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const add = (name: string, full: string): void => {
    if (name !== full && names.size < 500) names.set(name, full);
  };
  for (const match of text.matchAll(FROM)) {
    const module = match[1] ?? '';
    if (!modules.test(module)) continue;
    for (const part of (match[2] ?? match[3] ?? '').split(',')) {
      const [name = '', as, alias] = part.trim().split(/\s+/);
      if (name === '*') for (const known of STAR[module] ?? []) add(known, `${module}.${known}`);
      // `request` of a framework is known by its own name.
      else if (name !== 'request')
        add(as === 'as' && alias !== undefined ? alias : name, `${module}.${name}`);
    }
  }
  for (const match of text.matchAll(IMPORT)) {
    for (const part of (match[1] ?? '').split(',')) {
      const [module = '', as, alias] = part.trim().split(/\s+/);
      if (as === 'as' && alias !== undefined && modules.test(module)) add(alias, module);
    }
  }
  return names;
}

const REQUIRED =
  /(?:const|let|var)\s+(?:(\w{1,60})|\{([^}]{1,500})\})\s*=\s*(?:await\s+import|require)\s*\(\s*["'](?:node:)?([\w/-]{1,40})["']\s*\)(?:\.(\w{1,40}))?/g;
const IMPORTED =
  /\bimport\s+(?:\*\s+as\s+(\w{1,60})|(\w{1,60})|(?:\w{1,60}\s*,\s*)?\{([^}]{1,500})\})\s+from\s+["'](?:node:)?([\w/-]{1,40})["']/g;
const PROMISIFIED =
  /(?:const|let|var)\s+(\w{1,60})\s*=\s*(?:\w{1,40}\.)?promisify\s*\(\s*([\w.]{1,80})\s*\)/g;

/** The same for Node: `const { exec: run } = require('child_process')`, `import cp from 'node:child_process'`. */
export function namesRequired(text: string, modules: RegExp): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const add = (name: string | undefined, full: string): void => {
    if (name !== undefined && name !== '' && names.size < 500) names.set(name, full);
  };
  const addAll = (list: string | undefined, module: string): void => {
    for (const part of (list ?? '').split(',')) {
      const [name = '', alias] = part.trim().split(/\s*:\s*|\s+as\s+/);
      add(alias ?? name, `${module}.${name}`);
    }
  };
  for (const [, whole, list, module = '', member] of text.matchAll(REQUIRED)) {
    if (!modules.test(module)) continue;
    add(whole, member === undefined ? module : `${module}.${member}`);
    addAll(list, module);
  }
  for (const [, star, whole, list, module = ''] of text.matchAll(IMPORTED)) {
    if (!modules.test(module)) continue;
    add(star ?? whole, module);
    addAll(list, module);
  }
  for (const [, name, path = ''] of text.matchAll(PROMISIFIED)) {
    const dot = path.indexOf('.');
    const first = dot < 0 ? path : path.slice(0, dot);
    add(name, `${names.get(first) ?? first}${dot < 0 ? '' : path.slice(dot)}`);
  }
  return names;
}
