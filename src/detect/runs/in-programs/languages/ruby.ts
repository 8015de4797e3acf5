import { TEXT_GATES } from '../../../text/word-gate.ts';
import type { Vocabulary } from '../vocabulary.ts';

export const ruby: Vocabulary = {
  words: TEXT_GATES.gate(['eval', 'system', 'exec', 'spawn']),
  fetch: /Net::HTTP|URI\.open|open-uri|\bopen\s*\(\s*["']https?:/,
  evaluate: /(?<!\w)(?:eval|instance_eval|class_eval)\s*(?:\(\s*)?[\w$:"']/,
  decode: /Base64\.\w*decode|\.unpack1?\s*(?:\(\s*)?["'][mu]|\.pack\s*(?:\(\s*)?["'][HCcU]|Zlib::/,
  run: /(?<![\w.])(?:system|exec|spawn)\s*\(/,
};
