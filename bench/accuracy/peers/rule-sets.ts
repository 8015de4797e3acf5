import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { notedVersion } from '../../peer-tools.ts';
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
  version: ({ folder }) => notedVersion(join(folder, 'malcontent', 'VERSION')),
  ask({ folder, run }, images) {
    const script = fileURLToPath(new URL('./yara_x_scan.py', import.meta.url));
    const { stdout, status } = run('python3', [script, join(folder, 'malcontent'), folderOf(images)]);
    if (status !== 0) throw new Error('yara_x_scan.py did not scan; it needs `pip install yara-x`');
    const matches = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RuleMatch);
    return byFile(
      images,
      matches.filter(isGrave).map(({ file, rule }) => ({ file, says: rule })),
    );
  },
};

/** The rules that YaraHunter uses, tried by yara. */
export const YARAHUNTER_RULES: Peer = {
  name: 'YaraHunter’s rules',
  is: 'known malware; its program could not be had',
  asked: 'every file of the layers unpacked and the configuration: `yara --recursive`; every match counts',
  version: ({ folder }) => notedVersion(join(folder, 'yarahunter', 'VERSION')),
  ask({ folder, run }, images) {
    const rules = join(folder, 'yarahunter', 'malware.yar');
    const { stdout } = run('yara', [
      '--recursive',
      '--no-follow-symlinks',
      '--no-warnings',
      rules,
      folderOf(images),
    ]);
    const said = stdout.split('\n').flatMap((line) => {
      const [, says, file] = /^(\w+) (\/.+)$/.exec(line) ?? [];
      return says === undefined || file === undefined ? [] : [{ file, says }];
    });
    return byFile(images, said);
  },
};

/** A line of yara_x_scan.py. */
interface RuleMatch {
  readonly file: string;
  readonly rule: string;
  readonly namespace: string;
  readonly tags: readonly string[];
}

/** As malcontent grades a rule: by its tags, else by whose it is (its pkg/report, `behaviorRisk`). */
function isGrave({ namespace, rule, tags }: RuleMatch): boolean {
  for (const tag of tags) {
    if (/^(?:suspicious|weird|high|crit|critical)$/.test(tag)) return true;
    if (/^(?:harmless|low|notable|medium|med|ignore)$/.test(tag)) return false;
  }
  return namespace.includes('third_party') && !/keyword/i.test(`${namespace} ${rule}`);
}
