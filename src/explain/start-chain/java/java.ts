import type { StartStep } from '../../explanation.ts';
import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import type { Chain, Follower, Following, Invocation, Program } from '../chain.ts';
import { textOf } from '../managers/service-files.ts';
import { findFile } from '../program.ts';
import { readForeignFile } from '../programs/foreign-programs.ts';
import { hasHole } from '../shell/holes.ts';
import { makeStep } from '../step.ts';
import { archiveSteps, classFile, missingEntries, readClassPath } from './class-path.ts';
import { effectSteps } from './effects.ts';
import { CLASS_NOT_READ, followJar } from './jar.ts';
import { type Main, readJavaOptions } from './java-options.ts';
import { optionWords } from './option-words.ts';

const SPRING_LAUNCHER = /^org\.springframework\.boot\.loader\.(?:launch\.)?\w{1,60}Launcher$/;
const MAX_MANIFEST = 64 * 1024;

/** `java`: agents and what else its options run, then the archive, class or module that it is told. */
export const followJava: Follower = (invocation, program, chain) => {
  if (program.name !== 'java') return undefined;
  const { environment } = invocation;
  const { words, problems } = optionWords(chain, invocation.argv.slice(1), environment);
  const options = readJavaOptions(words);
  const effects = effectSteps(chain, options.effects, invocation);
  const set = environment.variables.get('CLASSPATH') ?? '.';
  const classPath =
    options.classPath === undefined ? set : (options.classPath.value ?? options.classPath.partly);
  const following = runMain(chain, options.main, invocation, classPath);
  const reasons = [
    ...(options.open ? ['some of its options come from a variable'] : []),
    ...problems,
    ...(following.unknown === undefined ? [] : [following.unknown]),
  ];
  const children = [...effects, ...following.children];
  return reasons.length === 0 ? { children } : { children, unknown: oneLine(reasons.join('; '), 500) };
};

function runMain(chain: Chain, main: Main, invocation: Invocation, classPath: string | undefined): Following {
  const { cwd } = invocation.environment;
  if (main.kind === 'none') return { children: [] };
  const { value } = main.word;
  if (value === undefined) return { children: [], unknown: 'which file it reads comes from a variable' };
  switch (main.kind) {
    case 'jar':
      return runJar(chain, findFile(chain, value, cwd), invocation);
    case 'class':
      return runClass(chain, value, invocation, classPath);
    case 'source':
      return readForeignFile(chain, invocation, value, 'java');
    default:
      return { children: [], unknown: 'it runs a module, not a file: not read' };
  }
}

function runJar(chain: Chain, file: Program, invocation: Invocation): Following {
  const following = file.kind === 'missing' ? { children: [] } : followJar(chain, file);
  return runFile(chain, file, invocation, following);
}

function runFile(
  chain: Chain,
  program: Program,
  { place, command }: Invocation,
  following: Following,
): Following {
  chain.budget.stepsLeft--;
  const unknown = program.unknown ?? following.unknown;
  const { children } = following;
  return {
    children: [
      makeStep(chain, { what: program.what, command, kind: program.kind, place, program, unknown, children }),
    ],
  };
}

function runClass(chain: Chain, name: string, invocation: Invocation, path: string | undefined): Following {
  const { environment, place, command } = invocation;
  const entries = path?.split(':', 1000) ?? [];
  const known = entries.filter((entry) => !hasHole(entry));
  const partly = known.length < entries.length;
  const classPath = readClassPath(chain, known, environment.cwd);
  const found = classFile(chain, name, classPath);
  const missing = missingEntries(classPath);
  const { archives } = classPath;
  const listed = archiveSteps(chain, classPath, command, place);
  if (found === undefined && archives.length === 0 && path !== undefined && !partly) {
    const unknown = [`the class ${name} is in no folder of its class path`, missing];
    return { children: [], unknown: oneLine(unknown.filter((why) => why !== undefined).join('; '), 300) };
  }
  const where =
    found !== undefined
      ? ''
      : path === undefined || (partly && archives.length === 0)
        ? '; its class path comes from a variable'
        : `${partly ? '; part of its class path comes from a variable' : ''}; in which of ${archives.length === 1 ? 'its archive' : `its ${archives.length} archives`} is not known: they are not opened`;
  chain.budget.stepsLeft--;
  const children = [...springSteps(chain, name, invocation, classPath.folders), ...listed];
  const step = makeStep(chain, {
    what: name,
    command,
    kind: 'program',
    place,
    ...(found === undefined ? {} : { program: { ...found, kind: 'program', what: name } }),
    withoutSays: true,
    unknown: CLASS_NOT_READ + where,
    children,
  });
  return missing === undefined ? { children: [step] } : { children: [step], unknown: missing };
}

/** Spring Boot's launcher out of an unpacked archive runs the class that the manifest beside it names. */
function springSteps(
  chain: Chain,
  name: string,
  { place }: Invocation,
  folders: readonly string[],
): readonly StartStep[] {
  if (!SPRING_LAUNCHER.test(name)) return [];
  for (const folder of folders) {
    const manifest = absolutePath('META-INF/MANIFEST.MF', folder);
    const text = textOf(chain, manifest)
      ?.slice(0, MAX_MANIFEST)
      .replace(/\r?\n /g, '');
    const startClass = /^Start-Class:[ \t]{0,10}([\w.$]{1,300})/im.exec(text ?? '')?.[1];
    if (startClass === undefined) continue;
    chain.budget.stepsLeft--;
    const file = `${folder}/BOOT-INF/classes/${startClass.replaceAll('.', '/')}.class`;
    const program = findFile(chain, file, '/');
    const found = program.node === undefined ? {} : { program: { ...program, kind: 'program' as const } };
    const step = { what: startClass, command: `Start-Class: ${startClass}`, kind: 'program' as const };
    return [
      makeStep(chain, { ...step, ...found, place: { ...place, file: manifest }, unknown: CLASS_NOT_READ }),
    ];
  }
  return [];
}
