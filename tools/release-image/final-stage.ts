import { parseDockerfile } from '../../src/explain/index.ts';
import { copyWords, jsonList, pairsOf } from '../../src/explain/source/canonical.ts';
import { variablesOf } from '../../src/explain/source/follow.ts';
import { expand } from '../../src/explain/source/variables.ts';
import type { RunConfig } from '../../src/image/config.ts';
import type { Step } from '../../testkit/image.ts';
import type { TarItem } from '../../testkit/tar.ts';
import { ReleaseError } from './release-error.ts';

export interface FinalStage {
  /** One for each instruction; those of COPY make layers. */
  readonly steps: readonly Step[];
  readonly config: RunConfig;
}

/** What `COPY` takes: paths in the stage named `from`, or in the build context. */
export type CopyFiles = (
  sources: readonly string[],
  destination: string,
  from?: string,
) => readonly TarItem[];

/** What every builder sets where nothing else does. */
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** In rows of the history, so that nobody takes them for BuildKit's. */
const COMMENT = 'clearpull release-image';

/**
 * Follows the last stage of a Dockerfile, which must begin with `FROM scratch` and run nothing.
 *
 * @param args build arguments by name
 * @throws Error for an instruction that needs a container engine, or that is not followed
 */
export function followFinalStage(
  dockerfile: string,
  args: ReadonlyMap<string, string>,
  copy: CopyFiles,
): FinalStage {
  const stage = parseDockerfile(dockerfile).stages.at(-1);
  if (stage?.from !== 'scratch')
    throw new ReleaseError('The last stage of the Dockerfile is not FROM scratch.');
  const steps: Step[] = [];
  const labels = new Map<string, string>();
  const env = [PATH];
  let config: RunConfig = {};
  const variables = variablesOf(new Map(), args);
  for (const instruction of stage.instructions) {
    const { keyword, flags, argument, line } = instruction;
    const row = (text: string, items?: readonly TarItem[]): void => {
      const createdBy = [keyword, ...flags, text].join(' ');
      steps.push({ createdBy, comment: COMMENT, ...(items === undefined ? {} : { items }) });
    };
    switch (keyword) {
      case 'ARG': {
        variables.after(instruction);
        const name = /^\w+/.exec(argument)?.[0] ?? '';
        const value = variables.lookup(name);
        row(value === undefined ? argument : `${name}=${value}`);
        break;
      }
      case 'LABEL':
      case 'ENV': {
        const pairs = pairsOf(argument, variables.lookup);
        variables.after(instruction);
        for (const [key, value] of pairs) {
          if (keyword === 'LABEL') labels.set(key, value);
          else env.push(`${key}=${value}`);
        }
        row(pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(' '));
        break;
      }
      case 'COPY': {
        const words = copyWords(instruction, variables.lookup);
        const from = flags.find((flag) => flag.startsWith('--from='))?.slice('--from='.length);
        if (flags.length > (from === undefined ? 0 : 1) || words.length < 2) throw notFollowed(instruction);
        row(words.join(' '), copy(words.slice(0, -1), words.at(-1) ?? '', from));
        break;
      }
      case 'USER':
        config = { ...config, User: expand(argument, variables.lookup) };
        row(config.User ?? '');
        break;
      case 'ENTRYPOINT': {
        const words = jsonList(argument);
        if (words === undefined) throw notFollowed(instruction);
        config = { ...config, Entrypoint: words };
        row(JSON.stringify(words));
        break;
      }
      default:
        throw notFollowed({ keyword, line });
    }
  }
  return { steps, config: { ...config, Env: env, Labels: Object.fromEntries(labels) } };
}

function notFollowed({ keyword, line }: { readonly keyword: string; readonly line: number }): ReleaseError {
  return new ReleaseError(
    `Dockerfile, line ${line}: this form of ${keyword} is not followed. The image can be built with a container engine, or tools/release-image/final-stage.ts must learn it.`,
  );
}
