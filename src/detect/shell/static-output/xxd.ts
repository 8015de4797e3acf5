import { fromHex } from '../../text/decode/codings.ts';
import { asText } from './as-text.ts';
import type { Step } from './step.ts';

export const XXD = { xxd };

/** `xxd -r -p`. */
function xxd(step: Step): string | undefined {
  const { args } = step;
  if (!args.some((arg) => /^-[a-z]*r/.test(arg)) || !args.some((arg) => /^-[a-z]*p/.test(arg)))
    return undefined;
  return step.decoded('hex', asText(fromHex(step.fromFile() ?? '')));
}
