import { TEXT_GATES } from '../../../text/word-gate.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** R, Julia, Groovy, Tcl, PowerShell and others, by their libraries' manuals; an address among a call's words is fetched by it. */
const FOREIGN_FETCH =
  /(?:https?|ftp):\/\/|\bhttp::geturl\b|\bexec\s{1,9}(?:curl|wget)\b|\bHTTP\.get\b|\bdownload(?:\.file)?\s{0,9}\(|\bnew\s{1,9}URL\s{0,9}\(|\b(?:getURL|GET|url)\s{0,9}\(|\bslurp\s|\b(?:irm|iwr|DownloadString|invoke-(?:webrequest|restmethod))\b|httpc:request|HTTPoison\./i;

export const foreign: Vocabulary = {
  words: TEXT_GATES.gate([
    'source',
    'eval',
    'include',
    'load',
    'GroovyShell',
    'invoke-expression',
    'iex',
    'chmod',
    'setExecutable',
    'PosixFilePermissions',
    'system',
    'exec',
    'run',
    'ProcessBuilder',
    'shell',
    'Code.',
    'Meta.',
    'scriptblock',
    'InvokeScript',
    'gcm',
    'get-command',
    "+'ex'",
    '+"ex"',
  ]),
  fetch: FOREIGN_FETCH,
  evaluate:
    // What stands before a pipe or a bracket is fetched, and what stands behind it is not read twice.
    /(?:\b(?:irm|iwr|curl|wget|DownloadString|invoke-(?:webrequest|restmethod))\b[^\n;|]{0,500}\|\s{0,9}(?:iex|invoke-expression)\b)|(?:\[scriptblock\]::create|\.InvokeScript|&\s{0,9}\((?:gcm|get-command|["']i["']\s{0,5}\+\s{0,5}["']ex["'])[^()\n]{0,60}\))\s{0,9}\(|(?<![\w.])(?:eval(?:uate|_string|String|q)?|parseEval|source(?:_url|_gist)?|sourceCpp|include(?:_string)?|load(?:-string|-file|_file|-reader)?|iex|invoke-expression)(?:\s{0,9}\(|\s{1,9}(?=[[$({"']|\S{0,80}:\/\/))|(?:GroovyShell\s{0,9}\([^)\n]{0,80}\)|\bshell|Code|Meta)\s{0,9}\.\s{0,9}(?:evaluate|eval_string|parse|eval)\s{0,9}\(/i,
  decode:
    /base64|rawToChar|rot_?13|binary\s{1,9}decode|unhexlify|hex2bytes|hexToRaw|FromBase64String|\.decode\s{0,9}\(|charToRaw|intToUtf8|inflate|memDecompress/i,
  chmod: /\bSys\.chmod\s*\(|setExecutable\s*\(|setPosixFilePermissions|\bchmod\b/,
  run: /\bsystem2?\s*\(|\.execute\s*\(|\bexec\b|\brun\s*\(|ProcessBuilder/,
};
