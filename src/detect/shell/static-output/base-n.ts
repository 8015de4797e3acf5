import { fromBase32, fromBase64, fromHex } from '../../text/decode/codings.ts';
import { asText } from './as-text.ts';
import type { Step } from './step.ts';

/** `base64 -d` and its like. */
export const BASE_N = {
  base64: based,
  'base64.real': based,
  gbase64: based,
  base32: based,
  basenc: based,
  'basenc.real': based,
};

function based(step: Step): string | undefined {
  const { name, args } = step;
  if (!args.some((arg) => /^-(?=[a-zA-Z]*$)[a-z]*?[dD][a-z]*$|^--decode$/.test(arg))) return undefined;
  const input = step.fromFile();
  if (input === undefined) return undefined;
  if (name === 'base32' || args.includes('--base32'))
    return step.decoded('base32', asText(fromBase32(input)));
  if (args.includes('--base16')) return step.decoded('hex', asText(fromHex(input)));
  return step.decoded('base64', asText(fromBase64(input)));
}
