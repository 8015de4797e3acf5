import { type JarFacts, MAX_CLASS_PATH, MAX_JAR_TEXT } from '../../../image/jar-facts.ts';

type Named = Pick<JarFacts, 'mainClass' | 'startClass' | 'title' | 'version' | 'classPath'>;

/** Attributes of a manifest's main section that are kept, by their names in lower case. */
const ATTRIBUTES: Readonly<Record<string, keyof Named>> = {
  'main-class': 'mainClass',
  'start-class': 'startClass',
  'implementation-title': 'title',
  'implementation-version': 'version',
  'class-path': 'classPath',
};

/**
 * The main section of a manifest (JAR File Specification, "JAR Manifest"): `Name: value`, a line that begins with a
 * space goes on with the one before, an empty line ends the section. Of a name given twice the last counts, as in Java.
 */
export function readManifest(text: string): Named {
  const found: { -readonly [K in keyof Named]: string } = {};
  let name: keyof Named | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') break;
    if (line.startsWith(' ')) {
      if (name !== undefined) found[name] = cut(name, (found[name] ?? '') + line.slice(1));
      continue;
    }
    const colon = line.indexOf(':');
    const key = line.slice(0, colon).toLowerCase();
    name = Object.hasOwn(ATTRIBUTES, key) ? ATTRIBUTES[key] : undefined;
    if (name !== undefined) found[name] = cut(name, line.slice(colon + 1).trim());
  }
  return found;
}

function cut(name: keyof Named, value: string): string {
  return value.slice(0, name === 'classPath' ? MAX_CLASS_PATH : MAX_JAR_TEXT);
}

/** `group:artifact:version` of a `pom.properties` as Maven writes it; undefined where one of the three is missing. */
export function readCoordinates(text: string): string | undefined {
  const found = new Map<string, string>();
  for (const line of text.split(/\r\n|\n|\r/)) {
    const equals = line.indexOf('=');
    if (equals > 0) found.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  const parts = ['groupId', 'artifactId', 'version'].map((key) => found.get(key) ?? '');
  return parts.includes('') ? undefined : parts.join(':').slice(0, MAX_JAR_TEXT);
}
