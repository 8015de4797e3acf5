import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Compiler, initSync, Scanner } from '@virustotal/yara-x';
import type { Peer } from './peer.ts';
import { byFile, folderOf } from './programs.ts';

/**
 * The rules of malcontent, tried by YARA-X. Not malcontent itself: it leaves out some kinds of files and takes some
 * matches back, neither of which is done here.
 */
export const MALCONTENT_RULES: Peer = {
  name: 'malcontent’s rules',
  is: 'what programs are capable of, and known malware; its program could not be had',
  asked:
    'every file of the layers unpacked and the configuration, by YARA-X; rules that malcontent would call HIGH or CRITICAL count',
  version: ({ folder }) => noted(join(folder, 'malcontent')),
  ask({ folder }, images) {
    const root = join(folder, 'malcontent');
    const wasm = new URL('yara_x_js_bg.wasm', import.meta.resolve('@virustotal/yara-x'));
    initSync({ module: readFileSync(wasm) });
    const compiler = new Compiler();
    for (const path of filesBelow(root).filter((name) => name.endsWith('.yara'))) {
      compiler.newNamespace(relative(root, path));
      compiler.addSource(readFileSync(path, 'utf8'));
    }
    const scanner = new Scanner(compiler.build());
    scanner.setTimeoutMs(5000);
    const said = filesBelow(folderOf(images)).flatMap((file) => {
      const { matches } = scanner.scan(readFileSync(file)) as { matches: readonly RuleMatch[] };
      return matches.filter(isGrave).map(({ identifier }) => ({ file, says: identifier }));
    });
    return byFile(images, said);
  },
};

/** The rules that YaraHunter uses, tried by yara. */
export const YARAHUNTER_RULES: Peer = {
  name: 'YaraHunter’s rules',
  is: 'known malware; its program could not be had',
  asked: 'every file of the layers unpacked and the configuration: `yara --recursive`; every match counts',
  version: ({ folder }) => noted(join(folder, 'yarahunter')),
  ask({ folder, run }, images) {
    const rules = join(folder, 'yarahunter', 'malware.yar');
    const { stdout } = run('yara', ['--recursive', '--no-follow-symlinks', '--no-warnings', rules, folderOf(images)]);
    const said = stdout.split('\n').flatMap((line) => {
      const [, says, file] = /^(\w+) (\/.+)$/.exec(line) ?? [];
      return says === undefined || file === undefined ? [] : [{ file, says }];
    });
    return byFile(images, said);
  },
};

interface RuleMatch {
  readonly identifier: string;
  readonly namespace: string;
  readonly tags: readonly string[];
}

/** As malcontent grades a rule: by its tags, else by whose it is (its pkg/report, `behaviorRisk`). */
function isGrave({ namespace, identifier, tags }: RuleMatch): boolean {
  for (const tag of tags) {
    if (/^(?:suspicious|weird|high|crit|critical)$/.test(tag)) return true;
    if (/^(?:harmless|low|notable|medium|med|ignore)$/.test(tag)) return false;
  }
  return namespace.includes('third_party') && !/keyword/i.test(`${namespace} ${identifier}`);
}

/** What somebody wrote down about the rules' origin; undefined where there are none. */
function noted(folder: string): string | undefined {
  const file = join(folder, 'VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Files below a folder; links are not followed. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort();
}
