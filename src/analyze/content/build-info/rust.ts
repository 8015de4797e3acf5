import { inflateSync } from 'node:zlib';
import { type BuildInfo, buildText, MAX_DEPENDENCIES } from '../../../image/build-info.ts';
import type { Section } from '../elf-file.ts';

/** cargo-auditable's own reader allows 8 MiB. */
const MAX_JSON_BYTES = 8 * 1024 * 1024;
const MAX_SECTION_BYTES = 4 * 1024 * 1024;
const MAX_COMMENT_BYTES = 64 * 1024;
const MAX_PACKAGES = 100_000;
const COMPILER = /(?:^|\0)rustc version ([^\0]{1,300})/;

/**
 * What a Rust program says of its build: rustc's version in `.comment`, and the crates that cargo-auditable puts into
 * `.dep-v0` (zlib-compressed JSON). Undefined for what has neither.
 *
 * @param bytes the file; sections of one that is only begun are not there
 */
export function readRustBuild(bytes: Buffer, sections: ReadonlyMap<string, Section>): BuildInfo | undefined {
  const comment = sectionBytes(bytes, sections.get('.comment'), MAX_COMMENT_BYTES);
  const compiler = COMPILER.exec(comment?.toString('utf8') ?? '')?.[1];
  const section = sections.get('.dep-v0');
  if (compiler === undefined && section === undefined) return undefined;
  return {
    language: 'rust',
    ...(compiler === undefined ? {} : { compiler: buildText(compiler) }),
    ...(section === undefined
      ? { dependencies: [] }
      : readCrates(sectionBytes(bytes, section, MAX_SECTION_BYTES))),
  };
}

function sectionBytes(bytes: Buffer, section: Section | undefined, max: number): Buffer | undefined {
  if (section === undefined || section.size > max || section.offset + section.size > bytes.length)
    return undefined;
  return bytes.subarray(section.offset, section.offset + section.size);
}

type Crates = Pick<BuildInfo, 'module' | 'version' | 'dependencies' | 'moreDependencies' | 'problem'>;

const NONE: Crates = { dependencies: [], problem: 'its list of crates (.dep-v0) could not be read' };

/** cargo-auditable's form: `{packages: [{name, version, source, kind, dependencies, root}]}`. */
function readCrates(compressed: Buffer | undefined): Crates {
  const packages = packagesIn(compressed);
  if (packages === undefined) return NONE;
  let main: Pick<Crates, 'module' | 'version'> = {};
  const dependencies: string[] = [];
  let more = 0;
  for (const one of packages.slice(0, MAX_PACKAGES)) {
    const { name, version, root, kind } = (one ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string' || typeof version !== 'string') continue;
    if (root === true) main = { module: buildText(name), version: buildText(version) };
    // What only builds the program is not in it.
    else if (kind === 'build') continue;
    else if (dependencies.length < MAX_DEPENDENCIES) dependencies.push(buildText(`${name}@${version}`));
    else more++;
  }
  return { ...main, dependencies, ...(more === 0 ? {} : { moreDependencies: more }) };
}

function packagesIn(compressed: Buffer | undefined): readonly unknown[] | undefined {
  if (compressed === undefined) return undefined;
  try {
    const json = inflateSync(compressed, { maxOutputLength: MAX_JSON_BYTES }).toString('utf8');
    const { packages } = (JSON.parse(json) ?? {}) as { packages?: unknown };
    return Array.isArray(packages) ? packages : undefined;
  } catch {
    return undefined;
  }
}
