import { fromBase64, fromUuencoded } from '../../text/decode/codings.ts';
import { asText } from './as-text.ts';
import type { Step } from './step.ts';

export const UUDECODE = { uudecode: (step: Step) => step.decoded('uuencode', uudecode(step.input)) };

function uudecode(input: string | undefined): string | undefined {
  if (input === undefined) return undefined;
  const lines = input.split('\n');
  const first = lines.findIndex((line) => /^begin(?:-base64)? /.test(line));
  const body = lines.slice(first + 1);
  if (lines[first]?.startsWith('begin-base64') !== true) return asText(fromUuencoded(body.join('\n')));
  return asText(fromBase64(body.slice(0, Math.max(0, body.indexOf('===='))).join('')));
}
