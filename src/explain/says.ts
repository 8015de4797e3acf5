import type { BuildInfo } from '../image/build-info.ts';
import type { JarFacts } from '../image/jar-facts.ts';
import type { Content } from '../image/layer-facts.ts';
import { oneLine } from './printable.ts';

/** Characters of a commit that name it to a person. */
const SHORT_REVISION = 12;
const MAX_TEXT = 400;

/**
 * What a program or archive says of itself, in one phrase for a person: `Go program example.com/x v1.2.3, revision
 * 0123456789ab`. A claim that anybody can write there. Undefined for what says nothing.
 */
export function saysOf(content: Content | undefined): string | undefined {
  if (content?.kind === 'elf') return content.elf.build && buildPhrase(content.elf.build);
  return content !== undefined && 'jar' in content && content.jar !== undefined
    ? jarPhrase(content.jar)
    : undefined;
}

/** The same with every text made visible. */
export function visibleBuild(build: BuildInfo): BuildInfo {
  const shown = Object.entries(build).map(([key, value]: [string, unknown]) => [
    key,
    typeof value === 'string' ? oneLine(value, MAX_TEXT) : value,
  ]);
  return {
    ...(Object.fromEntries(shown) as BuildInfo),
    dependencies: build.dependencies.map((name) => oneLine(name, MAX_TEXT)),
  };
}

/** `Go program example.com/x v1.2.3 (go1.26.8), revision 0123456789ab`. */
function buildPhrase(build: BuildInfo): string {
  const { language, compiler, module, version, revision, modified, problem } = build;
  const name = [build.package ?? module, version].filter((part) => part !== undefined).join(' ');
  const tool = language === 'go' ? compiler : compiler && `rustc ${compiler}`;
  const parts = [
    `${language === 'go' ? 'Go' : 'Rust'} program${name === '' ? '' : ` ${name}`}${tool ? ` (${tool})` : ''}`,
    ...(revision === undefined ? [] : [`revision ${revision.slice(0, SHORT_REVISION)}`]),
    ...(modified === true ? ['with changes that were not committed'] : []),
    ...(problem === undefined ? [] : [problem]),
  ];
  return oneLine(parts.join(', '), 600);
}

/** `Java archive com.example:app:1.2.3, main class com.example.Main`; undefined where it says nothing at all. */
function jarPhrase(jar: JarFacts): string | undefined {
  const { mainClass, startClass, problem } = jar;
  const name = jarName(jar);
  const parts = [
    ...(name === undefined ? [] : [name]),
    ...(mainClass === undefined ? [] : [`main class ${mainClass}`]),
    ...(startClass === undefined ? [] : [`start class ${startClass}`]),
    ...(problem === undefined ? [] : [problem]),
  ];
  return parts.length === 0 ? undefined : oneLine(`Java archive ${parts.join(', ')}`, 600);
}

/** Its one coordinate; of several, which were merged into it, the first and how many more. */
function jarName({ coordinates, moreCoordinates = 0, title, version }: JarFacts): string | undefined {
  const [first] = coordinates;
  const own = [title, version].filter((part) => part !== undefined).join(' ');
  if (first === undefined) return own === '' ? undefined : own;
  const others = coordinates.length - 1 + moreCoordinates;
  if (others === 0) return first;
  return `${own === '' ? first : own}, with the artifacts ${first} and ${others} more`;
}
