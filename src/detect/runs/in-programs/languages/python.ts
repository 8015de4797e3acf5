import { TEXT_GATES } from '../../../text/word-gate.ts';
import type { Vocabulary } from '../vocabulary.ts';

export const python: Vocabulary = {
  words: TEXT_GATES.gate(['exec', 'eval', 'chmod', 'memfd', 'system', 'subprocess', 'popen', 'spawn']),
  fetch:
    /urlopen\s*\(|urlretrieve\s*\(|requests["')\]]{0,3}\.(?:get|post)\s*\(|httpx\.get\s*\(|http\.client|\.HTTPSConnection/,
  evaluate: /(?<![\w.])(?:exec|eval)\s*\(/,
  decode:
    /b64decode|b32decode|b85decode|a85decode|marshal\.loads|\.decompress\s*\(|bytes\.fromhex|unhexlify|codecs\.decode|rot_?13|\bchr\b|\[::-1\]|a2b_|\.decrypt\s*\(/,
  // A file in memory needs no bits.
  chmod:
    /chmod\s*\([^\n]{0,80}(?:0o?[0-7]{0,4}7[0-7]{2}\b|S_IX|S_IRWX|S_IEXEC|511|493|509)|memfd_create\s*\(/,
  run: /os\.system\s*\(|subprocess\.\w+\s*\(|Popen\s*\(|os\.(?:exec|spawn)\w*\s*\(|os\.popen\s*\(/,
};
