import { type BuildInfo, buildText, MAX_DEPENDENCIES } from '../../../image/build-info.ts';

type ModInfo = Omit<BuildInfo, 'language' | 'compiler'>;

/** Settings of the build that are kept, and under which name. */
const SETTINGS: Readonly<Record<string, 'revision' | 'time'>> = {
  'vcs.revision': 'revision',
  'vcs.time': 'time',
};

/**
 * Go's text form of the modules of a program (Go's runtime/debug, `BuildInfo.String`): a line each, fields behind
 * tabs. What is no such line is passed over.
 */
export function readModInfo(text: string): ModInfo {
  const found: { -readonly [K in keyof ModInfo]?: ModInfo[K] } = {};
  const dependencies: string[] = [];
  let more = 0;
  let last: 'main' | 'dependency' | undefined;
  for (const line of text.split('\n')) {
    const [kind, name = '', version = ''] = line.split('\t', 4);
    if (kind === 'path') found.package = buildText(name);
    else if (kind === 'mod') {
      last = 'main';
      Object.assign(found, moduleOf(name, version));
    } else if (kind === 'dep') {
      last = 'dependency';
      if (dependencies.length < MAX_DEPENDENCIES) dependencies.push(buildText(`${name}@${version}`));
      else more++;
    } else if (kind === '=>') {
      // What the line before names was replaced by this.
      if (last === 'main') Object.assign(found, moduleOf(name, version));
      else if (last === 'dependency' && more === 0)
        dependencies.splice(-1, 1, buildText(`${name}@${version}`));
    } else if (kind === 'build') Object.assign(found, settingOf(line.slice('build\t'.length)));
  }
  return { ...found, dependencies, ...(more === 0 ? {} : { moreDependencies: more }) };
}

function moduleOf(name: string, version: string): Pick<ModInfo, 'module' | 'version'> {
  return { module: buildText(name), ...(version === '' ? {} : { version: buildText(version) }) };
}

/** `key=value`; Go quotes a value with special characters, which none of those kept has. */
function settingOf(text: string): Partial<ModInfo> {
  const equals = text.indexOf('=');
  const key = text.slice(0, equals);
  const value = text.slice(equals + 1);
  if (key === 'vcs.modified') return { modified: value === 'true' };
  const name = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined;
  return name === undefined || value === '' ? {} : { [name]: buildText(value) };
}
