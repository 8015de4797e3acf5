import { plural } from '../base/quantities.ts';
import type { ElfStep } from '../explain/explanation.ts';

/** The same of a program that is not linked as most are: by itself, packed, or with something that is not there. */
export function unusualElf(elf: ElfStep): string | undefined {
  const { linked, interpreter, interpreterFound, libraries, language, packer } = elf;
  const lacks = libraries.some(({ path }) => path === undefined) || (interpreter && !interpreterFound);
  return linked === 'static' || language || packer || lacks ? elfLine(elf) : undefined;
}

/** How a compiled program is linked, on one line. */
export function elfLine({
  linked,
  interpreter,
  interpreterFound,
  libraries,
  language,
  build,
  packer,
}: ElfStep): string {
  const missing = libraries.filter(({ path }) => path === undefined).map(({ name }) => name);
  const parts = [
    linked === 'static'
      ? 'linked statically'
      : `linked with ${plural(libraries.length, 'library', 'libraries')}`,
    interpreter === undefined ? '' : `loader ${interpreter}${interpreterFound ? '' : ' (not in the image)'}`,
    missing.length === 0 ? '' : `not in the image: ${missing.slice(0, 10).join(', ')}`,
    build === undefined || build.dependencies.length === 0
      ? ''
      : plural(
          build.dependencies.length + (build.moreDependencies ?? 0),
          'module or crate',
          'modules or crates',
        ) + ' in it',
    language === undefined ? '' : `written in ${language === 'go' ? 'Go' : 'Rust'}`,
    packer === undefined ? '' : `packed with ${packer}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}
