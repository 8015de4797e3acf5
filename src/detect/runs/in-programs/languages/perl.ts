import { TEXT_GATES } from '../../../text/word-gate.ts';
import type { Vocabulary } from '../vocabulary.ts';

export const perl: Vocabulary = {
  words: TEXT_GATES.gate(['eval', 'system', 'exec', 'qx(', 'qx{', 'qx ']),
  fetch: /LWP::|HTTP::Tiny|\bget\s*(?:\(\s*)?["']https?:|(?:`|qx\s*[{(/])\s*(?:curl|wget)\b/,
  evaluate: /\beval\b\s*(?:\(\s*)?[\w$:"'`]/,
  decode: /decode_base64|unpack\s*(?:\(\s*)?["'][uH]|\bpack\s*(?:\(\s*)?["'][HCcu]|\bchr\b/,
  run: /(?<!\w)(?:system|exec|qx)\s*[({]/,
  variable: /(?<!\\)[$@%]\{?([A-Za-z_]\w*)/g,
  // `eval "require LWP::UserAgent; 1"`, `eval "use $class"`: how a module that may be missing is loaded.
  loads:
    /(?<=^eval\s{0,9}\(?\s{0,9})(["'])\s{0,9}(?:require|use)\s{1,9}[\w:$]{1,100}(?:\s{1,9}[\d.]{1,20}|\s{1,9}qw\([\w\s:]{0,200}\)|\s{0,9}\(\s{0,9}\))?\s{0,9};?\s{0,9}(?:1\s{0,9};?\s{0,9})?\1/,
};
