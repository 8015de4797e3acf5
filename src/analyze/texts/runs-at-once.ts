/** A shell told to run what it fetches, and what gives a shell to somebody: hardly any library has a use for it. */
const OUTRIGHT =
  /\b(?:curl|wget)\b[^\n|]{0,300}\|\s{0,4}(?:sudo\s{1,4})?(?:\/(?:usr\/)?bin\/)?(?:(?:ba|da|a|z|k)?sh|python[\d.]{0,4}|perl|node)\b|(?:\$|<)\(\s{0,4}(?:curl|wget)\b|\/dev\/(?:tcp|udp)\/|\bdup2\s{0,4}\(|\bpty\.spawn\b|\b(?:nc|ncat|socat)\b[^\n]{0,60}(?:\s-e\s|exec:)/i;
const RUN =
  'exec|eval|new Function|marshal\\.loads|runIn\\w{1,20}|_compile|execSync|execFileSync|spawnSync|system|popen|check_output|subprocess\\.\\w{1,20}';
const SOURCE =
  'b64decode|[bB]ase64|atob|decompress|inflate\\w{0,10}|gunzip\\w{0,10}|unhexlify|fromhex|fromCharCode|urlopen|requests\\.get|https?\\.get|fetch\\s{0,4}\\(';
/** What it decodes or fetches and runs in one expression. */
const NESTED = new RegExp(`\\b(?:${RUN})\\s{0,4}\\([^\\n]{0,160}?(?:${SOURCE})`);
/** What it runs by a name, in a text with something in code. */
const BY_NAME = new RegExp(`\\b(?:${RUN})\\s{0,4}\\(\\s{0,4}[A-Za-z_$]`);
const IN_CODE = /["'`][A-Za-z0-9+/_-]{80,}={0,2}["'`]|(?:\\x[0-9a-f]{2}){20}/i;
/** A name that such a text is taken from: `r = requests.get(…)`, then `exec(r.text)`. */
const TAKEN = new RegExp(`\\b(?:${SOURCE})`);
const EVALUATED =
  /(?:^|[^.\w$])(?:exec|eval)\s{0,4}\(\s{0,4}[A-Za-z_$]|\bnew Function\s{0,4}\(\s{0,4}[A-Za-z_$]/;

/**
 * Whether a module may run at once what it fetches or decodes, or give somebody a shell: what is told by a few words, without
 * reading it. Of modules that run something and get something, most only run a program that they are told, or fetch data.
 */
export function mayRunAtOnce(text: string): boolean {
  if (OUTRIGHT.test(text) || NESTED.test(text)) return true;
  if (EVALUATED.test(text) && TAKEN.test(text)) return true;
  return IN_CODE.test(text) && BY_NAME.test(text);
}
