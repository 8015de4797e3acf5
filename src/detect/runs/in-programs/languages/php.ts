import { TEXT_GATES } from '../../../text/word-gate.ts';
import type { Vocabulary } from '../vocabulary.ts';

export const php: Vocabulary = {
  words: TEXT_GATES.gate([
    'eval',
    'include',
    'require',
    'assert',
    'create_function',
    'system',
    'exec',
    'passthru',
    'popen',
    'proc_open',
  ]),
  fetch:
    /(?:file_get_contents|fopen|curl_init)\s*\(\s*["'](?:https?|ftp):|curl_exec|(?:include|require)(?:_once)?\s*(?:\(\s*)?["'](?:https?|ftp):/,
  evaluate:
    /(?<!\w)(?:eval|assert|create_function)\s*\(|(?<!\w)(?:include|require)(?:_once)?\s*(?:\(\s*)?["'](?:https?|ftp|data):/,
  decode:
    /data:[^,"'\n]{0,60};base64,|base64_decode|gzinflate|gzuncompress|gzdecode|str_rot13|strrev|hex2bin|convert_uu|openssl_decrypt|\bchr\s*\(/,
  run: /(?<![\w>:])(?:system|exec|shell_exec|passthru|popen|proc_open)\s*\(/,
  variable: /(?<!\\)(?:\$\{?|->|::)([A-Za-z_]\w*)/g,
};
