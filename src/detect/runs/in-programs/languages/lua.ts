import { TEXT_GATES } from '../../../text/word-gate.ts';
import type { Vocabulary } from '../vocabulary.ts';

export const lua: Vocabulary = {
  words: TEXT_GATES.gate(['load', 'dofile']),
  fetch: /\bhttps?\.request\s*\(|popen\s*\(\s*["'](?:curl|wget)\b|request_uri\s*\(/,
  evaluate: /(?<![\w.:])(?:load|loadstring)\s*\(/,
  decode: /\bunb64\b|base64|\bb64|mime\.|string\.char|\.decode\w*\s*\(/,
};
