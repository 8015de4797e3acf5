import type { BuildInfo } from '../../image/build-info.ts';
import type { JarFacts } from '../../image/jar-facts.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import type { AnyPackage } from './package.ts';

/** What a program or archive says that it is made of. */
export function packagesIn({ content }: LayerEntry): readonly AnyPackage[] {
  if (content?.kind === 'elf') return content.elf.build === undefined ? [] : ofBuild(content.elf.build);
  if (content?.kind === 'archive' || content?.kind === 'script')
    return content.jar === undefined ? [] : ofJar(content.jar);
  return [];
}

function ofBuild({ language, module, version, compiler, dependencies }: BuildInfo): readonly AnyPackage[] {
  const parts = [
    ...dependencies,
    ...(module === undefined || version === undefined ? [] : [`${module}@${version}`]),
  ];
  const packages = parts.flatMap((part): readonly AnyPackage[] => {
    const at = part.lastIndexOf('@');
    const of = part.slice(at + 1);
    // Built from a folder: it has no version that anybody could list.
    return at <= 0 || of === '(devel)' ? [] : [{ manager: language, name: part.slice(0, at), version: of }];
  });
  const go = language === 'go' ? /^go(\d[\w.]{0,30})/.exec(compiler ?? '')?.[1] : undefined;
  return go === undefined ? packages : [...packages, { manager: 'go', name: 'stdlib', version: go }];
}

function ofJar({ coordinates }: JarFacts): readonly AnyPackage[] {
  return coordinates.flatMap((one): readonly AnyPackage[] => {
    const [group, artifact, version] = one.split(':');
    if (group === undefined || artifact === undefined || version === undefined) return [];
    return [{ manager: 'java', name: `${group}:${artifact}`, version }];
  });
}
