import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { type Expectation, sourcePatternProblem, type TraceLevel } from '../trace/index.ts';

/** The settings that make a trace a gate. */
export interface GateSettings {
  readonly require?: TraceLevel;
  readonly requireSource: readonly string[];
  readonly requireBuilder: readonly string[];
  readonly acceptClaimed: boolean;
}

/** What an image has to show; undefined when nothing was asked for. Throws `usage` for what makes no sense. */
export function expectationOf({
  require,
  requireSource,
  requireBuilder,
  acceptClaimed,
}: GateSettings): Expectation | undefined {
  for (const pattern of requireSource) {
    const problem = sourcePatternProblem(pattern);
    if (problem === undefined) continue;
    throw new ClearpullError('usage', `--require-source ${visible(pattern)} ${problem}.`, {
      hint: 'Write HOST/OWNER/NAME, for instance github.com/acme/app or github.com/acme/*.',
    });
  }
  const named = requireSource.length + requireBuilder.length > 0;
  if (acceptClaimed && !named) {
    throw new ClearpullError(
      'usage',
      '--accept-claimed speaks of a source or builder, and none is asked for.',
      {
        hint: 'Give --require-source or --require-builder.',
      },
    );
  }
  if (require === undefined && !named) return undefined;
  return {
    ...(require === undefined ? {} : { level: require }),
    ...(requireSource.length === 0 ? {} : { sources: requireSource }),
    ...(requireBuilder.length === 0 ? {} : { builders: requireBuilder }),
    acceptClaimed,
  };
}
