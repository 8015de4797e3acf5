import type { LayerEntry } from '../../image/layer-facts.ts';
import { isBulkPath, isTextToKeep } from './keep-text.ts';

const MODULE = /\.(?:[cm]?js|py|rb|p[lm]|php)$/i;

/**
 * Words without which no module of these languages runs another program or what it has fetched or decoded: one of them
 * at least, in lower case. Long, because every file is searched for them.
 */
export const MODULE_WORDS: readonly string[] = [
  'child_process',
  'execsync',
  'execfile',
  'spawnsync',
  'subprocess',
  'os.system',
  'os.popen',
  'os.exec',
  'os.spawn',
  'os.dup2',
  'pty.spawn',
  'popen(',
  'system(',
  'open3.',
  'shell_exec',
  'passthru',
  'proc_open',
  'urlopen',
  'urlretrieve',
  'requests.get',
  'http.get',
  'https.get',
  'node-fetch',
  'open-uri',
  'net/http',
  'http::tiny',
  'lwp::simple',
  'lwp::useragent',
  'curl_exec',
  'fsockopen',
  'file_get_contents',
  'b64decode',
  'fromcharcode',
  'process.binding',
  "'base64'",
  '"base64"',
];

/** How a module runs something. Perl's `eval { … }` only catches errors. */
const RUNS =
  /child_process|process\.binding|\b(?:exec|spawn)(?:file|l|v)?(?:sync)?\s{0,4}\(|subprocess|\bos\.(?:system|popen|exec|spawn|dup2)|pty\.spawn|shell_exec|passthru|proc_open|\bpopen|\bsystem\s{0,4}[("']|open3|\beval\s{0,4}[("'$]|\bnew function\b|\bvm\.run|marshal\.loads|__import__\s{0,4}\(/i;
/** Where what it runs can come from, or whom it can give a shell to. An address alone stands in the notes of most modules. */
const COMES_FROM =
  /\bcurl\b|\bwget\b|urlopen|urlretrieve|requests\.(?:get|post|request)|http\.client|httpconnection|\bhttps?\.(?:get|request)|["']https?["']|node-fetch|axios|\bfetch\s{0,4}\(|open-uri|net\/http|lwp::|http::tiny|file_get_contents|curl_exec|fsockopen|\bsocket\b|net\.connect|createconnection|base64|b64decode|\batob\b|fromcharcode|\bzlib\b|unhexlify|fromhex|\/dev\/tcp|\b(?:pip3?|npm|apt|apt-get|apk|gem) (?:install|add|i) |git clone/i;

/**
 * Whether a file is a module of a library that is no script by itself and lies where no texts are kept: what a started program
 * imports may be replaced by somebody who hides there. One whose text was kept has a word of `MODULE_WORDS` and `runsWhatItGets`.
 */
export function isLibraryModule({
  path,
  mode,
  content,
}: Pick<LayerEntry, 'path' | 'mode' | 'content'>): boolean {
  return content?.kind === 'text' && mayBeLibraryModule(path) && !isTextToKeep({ path, mode, content });
}

/** Whether a file can be one, as far as its path tells before its bytes are known. */
export function mayBeLibraryModule(path: string): boolean {
  return MODULE.test(path) && isBulkPath(path);
}

/** Whether it both runs something and gets something, so that the start chain has to be able to read it. One or two in a hundred do. */
export function runsWhatItGets(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  return RUNS.test(text) && COMES_FROM.test(text);
}
