import { TEXT_GATES } from '../../../text/word-gate.ts';
import type { Vocabulary } from '../vocabulary.ts';

export const node: Vocabulary = {
  words: TEXT_GATES.gate([
    'eval',
    'Function',
    'vm.',
    'chmod',
    'exec',
    'spawn',
    'fork',
    '_compile',
    'Context',
    'import',
  ]),
  fetch:
    /https?\.(?:get|request)\s*\(|require\(["'](?:node:)?https?["']\)|\bfetch\s*\(|axios|require\(["'](?:request|got|node-fetch)["']\)/,
  // `eval(?:` is an expression that looks for it.
  evaluate:
    /(?<![\w.])eval\s*\((?!\?)|new\s+Function\s*\(|vm\.(?:run\w+|Script)|\brunIn(?:This|New)?Context\s*\(|\._compile\s*\(|\(\s{0,9}0\s{0,9},\s{0,9}eval\s{0,9}\)\s{0,9}\(|\bimport\s*\(\s*["'`]data:[^"'`\n]{0,80}["'`]\s{0,9}\+|\.then\s{0,9}\(\s{0,9}(?:eval|Function)\s{0,9}\)/,
  decode:
    /["']base64(?:url)?["']|\batob\s*\(|["']hex["']|fromCharCode|unescape\s*\(|(?:gunzip|inflate|unzip|brotliDecompress|createDecipher)\w{0,40}\s*\(/,
  chmod: /chmod(?:Sync)?\s*\([^\n]{0,80}(?:0o?[0-7]{0,4}7[0-7]{2}|["']7\d\d|["']\+x)/,
  // Regular expressions have an `exec`, parsers and streams a `fork`; see `withOwnNames`.
  run: /(?<![\w.$])(?:exec|execFile|spawn)(?:Sync)?\s*\(|(?:[cC]hild_?[pP]rocess|\bcp|(?<=["']\)))\.(?:exec|fork)\s*\(|\.(?:execSync|execFile(?:Sync)?|spawn(?:Sync)?)\s*\(/,
  // A member of something is no variable; what is spread (`...args`) is.
  variable: /(?<![\w$])(?<!(?<!\.\.)\.)\$?([A-Za-z_]\w*)/g,
  plain: /"(?:[^"\\\n]|\\.){0,500}"|'(?:[^'\\\n]|\\.){0,500}'/g,
};
