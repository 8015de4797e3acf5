import type { Hit, LookedAt } from '../text/looked-at.ts';
import { isHiddenPath } from './finding-of.ts';
import type { HiddenStart } from './hidden-start.ts';

const COMMANDS = 'every command';
/** `how` of a folder in PATH. */
export const LOOKS_FOR_COMMANDS = looksInto(COMMANDS);

/** Variables that make programs of a language load or run something, and whose programs those are. */
const HOOKS: ReadonlyMap<string, string> = new Map([
  ['NODE_OPTIONS', 'every program of Node'],
  ['PYTHONSTARTUP', 'every Python shell'],
  ['PYTHONPATH', 'every Python program'],
  ['PYTHONHOME', 'every Python program'],
  ['PERL5OPT', 'every Perl program'],
  ['PERL5LIB', 'every Perl program'],
  ['RUBYOPT', 'every Ruby program'],
  ['RUBYLIB', 'every Ruby program'],
  ['JAVA_TOOL_OPTIONS', 'every Java program'],
  ['_JAVA_OPTIONS', 'every Java program'],
  ['JDK_JAVA_OPTIONS', 'every Java program'],
  ['LD_LIBRARY_PATH', 'every program'],
  ['OPENSSL_CONF', 'every program'],
  ['OPENSSL_ENGINES', 'every program'],
  ['OPENSSL_MODULES', 'every program'],
  ['GCONV_PATH', 'every program'],
  ['GTK_PATH', 'every program of GTK'],
  ['GIO_EXTRA_MODULES', 'every program of GTK'],
  ['QT_PLUGIN_PATH', 'every program of Qt'],
  ['PHP_INI_SCAN_DIR', 'every PHP program'],
  ['GEM_PATH', 'every Ruby program'],
  ['PATH', COMMANDS],
  ['GIT_SSH_COMMAND', 'every git'],
  ['GIT_EXTERNAL_DIFF', 'every git'],
  ['ENV', 'every shell'],
]);

/** ENV that has programs load something out of a hidden place. */
export function variableHooks({ path, units }: LookedAt): readonly Hit<HiddenStart>[] {
  if (path !== 'ENV') return [];
  return units.flatMap(({ text }): readonly Hit<HiddenStart>[] => {
    const equals = text.indexOf('=');
    const whose = HOOKS.get(text.slice(0, Math.max(0, equals)));
    if (whose === undefined) return [];
    const words = text.slice(equals + 1).split(/[\s:,;="']+/, 100);
    const hidden = words
      .map((word) => /\/\S*/.exec(word)?.[0])
      .find((word) => word !== undefined && isHiddenPath(`${word}/`));
    return hidden === undefined
      ? []
      : [{ excerpt: text, data: { how: looksInto(whose), what: hidden.slice(0, 200) } }];
  });
}

function looksInto(whose: string): string {
  return `has ${whose} look into`;
}
