import type { Certainty, Instruction } from '../../src/explain/explanation.ts';
import { instructionsOf } from '../../src/explain/history/instructions.ts';
import { canonical, jsonList, squeeze } from '../../src/explain/source/canonical.ts';
import { type Variables, variablesOf } from '../../src/explain/source/follow.ts';
import { parseDockerfile, type SourceInstruction } from '../../src/explain/source/parse-dockerfile.ts';
import type { Listing } from './listing.ts';

export interface Compared {
  readonly keyword: string;
  readonly certainty: Certainty;
  /** The history holds what the instruction says: not the names that COPY and ADD of the classic builder read. */
  readonly carried: boolean;
  /** Same meaning, after white space. */
  readonly equal: boolean;
  /** Same text, after white space. */
  readonly sameText: boolean;
  /** More certain than it has any right to be. */
  readonly overclaimed: boolean;
  readonly wanted: string;
  readonly got: string;
}

export type Outcome =
  | { readonly kind: 'compared'; readonly instructions: readonly Compared[] }
  /** The Dockerfile of that commit has other instructions than the history: another version was built. */
  | { readonly kind: 'other-dockerfile'; readonly detail: string };

/**
 * Holds what is won back from an image's history against the Dockerfile that it was built from. The image's
 * own rows are the last ones, as many as the last stage has instructions; those below are its base's.
 */
export function compare(listing: Listing, source: string): Outcome {
  const stage = parseDockerfile(source).stages.at(-1);
  if (stage === undefined) return { kind: 'other-dockerfile', detail: 'no FROM' };
  const history = instructionsOf({
    architecture: 'amd64',
    os: 'linux',
    config: listing.config,
    rootfs: { diff_ids: [] },
    history: [...listing.rows],
  }).instructions.filter(({ row }) => row !== undefined);
  const isBuildkit = listing.rows.some((row) => row.comment !== undefined);
  // BuildKit writes no row for ONBUILD.
  const wanted = stage.instructions.filter(({ keyword }) => !(isBuildkit && keyword === 'ONBUILD'));
  const own = history.slice(-wanted.length);
  const odd = wanted.findIndex(({ keyword }, i) => own[i]?.keyword !== keyword);
  if (odd !== -1) {
    const detail = `${wanted[odd]?.keyword} of line ${wanted[odd]?.line} against ${own[odd]?.keyword ?? 'no row'}`;
    return { kind: 'other-dockerfile', detail };
  }
  const variables = variablesOf(environmentBelow(history.slice(0, -wanted.length || undefined)));
  const instructions = wanted.map((instruction, i) => {
    const compared = one(instruction, own[i] as Instruction, variables, isBuildkit);
    variables.after(instruction);
    return compared;
  });
  return { kind: 'compared', instructions };
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function environmentBelow(instructions: readonly Instruction[]): Map<string, string> {
  const environment = new Map([['PATH', PATH]]);
  for (const { keyword, text } of instructions) {
    if (keyword !== 'ENV') continue;
    const parsed = parseDockerfile(`FROM x\n${text}`).stages[0]?.instructions[0];
    const env = variablesOf(environment);
    if (parsed === undefined) continue;
    env.after(parsed);
    for (const [, name] of parsed.argument.matchAll(/(?:^|\s)([A-Za-z_]\w*)=/g)) {
      const value = env.lookup(name ?? '');
      if (value !== undefined) environment.set(name ?? '', value);
    }
  }
  return environment;
}

function one(
  source: SourceInstruction,
  instruction: Instruction,
  { lookup, workdir }: Variables,
  isBuildkit: boolean,
): Compared {
  const wanted = canonical(source, lookup, workdir());
  const parsed = parseDockerfile(`FROM x\n${instruction.text}`).stages[0]?.instructions[0];
  const got = parsed === undefined ? '' : canonical(parsed, () => undefined, workdir());
  const written = squeeze([source.keyword, ...source.flags, source.argument, ...source.heredocs].join(' '));
  // White space inside a JSON list is white space too.
  const sameText = plain(source.keyword, written) === plain(source.keyword, squeeze(instruction.text));
  const equal = wanted === got;
  const { certainty, keyword } = instruction;
  return {
    keyword,
    certainty,
    carried: isBuildkit || (keyword !== 'COPY' && keyword !== 'ADD'),
    equal,
    sameText,
    overclaimed: (certainty === 'exact' && !sameText) || (certainty === 'normalised' && !equal),
    wanted,
    got,
  };
}

function plain(keyword: string, text: string): string {
  const list = jsonList(text.slice(keyword.length).trim());
  return list === undefined ? text : `${keyword} ${JSON.stringify(list)}`;
}
