import { plural } from '../../base/quantities.ts';
import { oneLine } from '../../explain/index.ts';
import type { Check, CheckInput } from './check.ts';

const MAX_SHOWN = 20;
/** Instructions named that only one side has. */
const MAX_ODD = 5;

/** The text of the Dockerfile, against the history, instruction by instruction. */
export function checkDockerfile({ provenance, fit }: CheckInput): readonly Check[] {
  if (fit === undefined) return [];
  const path = oneLine(provenance.dockerfile?.path ?? 'Dockerfile', 200);
  const { stage } = fit;
  if (stage === undefined) {
    const odd = fit.odd.slice(0, MAX_ODD).join('; ');
    const text = `no stage of its ${path} has the instructions of the history${odd === '' ? '' : `: ${odd}`}`;
    return [{ about: 'dockerfile', result: 'differs', text }];
  }
  if (stage.contradicted.length === 0) {
    const text = `${plural(stage.own.length, 'instruction')} of its ${path} agree with the history`;
    return [{ about: 'dockerfile', result: 'agrees', text }];
  }
  return stage.contradicted.slice(0, MAX_SHOWN).map(({ text, note = '' }) => ({
    about: 'dockerfile',
    result: 'differs',
    text: `the history has "${oneLine(text, 300)}": ${note}`,
  }));
}

/** Build arguments, against the values that ARG rows of the history have. */
export function checkArguments({ provenance, explanation }: CheckInput): readonly Check[] {
  if (provenance.args.size === 0) return [];
  const recorded = recordedArguments(explanation);
  const checks: Check[] = [];
  for (const [name, value] of provenance.args) {
    const values = recorded.get(name);
    if (values === undefined) continue;
    checks.push({
      about: 'arguments',
      result: values.has(value) ? 'agrees' : 'differs',
      text: values.has(value)
        ? `build argument ${name}=${oneLine(value, 200)}`
        : `build argument ${name}=${oneLine(value, 200)}, the history has ${oneLine([...values].join(', '), 200)}`,
    });
  }
  return checks;
}

/** Values by name out of `ARG NAME=VALUE` rows, the base's among them. */
function recordedArguments({ instructions }: CheckInput['explanation']): Map<string, Set<string>> {
  const recorded = new Map<string, Set<string>>();
  for (const { source } of instructions) {
    const row = /^ARG ([A-Za-z_]\w{0,200})=(.*)$/s.exec(source?.created_by ?? '');
    if (row === null) continue;
    const [, name = '', value = ''] = row;
    const values = recorded.get(name) ?? new Set();
    recorded.set(name, values.add(value));
  }
  return recorded;
}
