import { baseName } from '../../base/base-name.ts';
import { firstIn } from '../shell/first-in.ts';
import type { ShellCommand, ShellPipeline, ShellWord } from '../shell/model.ts';
import { languageOfInterpreter } from '../text/language.ts';
import { type Remote, remoteOf } from '../text/remote.ts';

const FETCHERS =
  /^(?:curl|wget|wget2|fetch|aria2c|axel|lwp-download|lwp-request|GET|http|https|xh|curlie|ftp|tftp|lynx|links|elinks|w3m|lftp)$/;
/** Copies from another machine: `scp host:/x /tmp/x`, `aws s3 cp s3://b/x /tmp/x`. */
const COPIERS = /^(?:scp|rsync|sftp|rclone|aws|gsutil|gcloud|mc|s3cmd)$/;
const ELSEWHERE =
  /^(?:(?:s3|gs|sftp|rsync|scp):\/\/\S+|(?:[\w.-]{1,64}@)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}:\S*)$/;
const SPEAKERS =
  /^(?:echo|printf|grep|egrep|sed|awk|test|\[|case|export|cat|ls|rm|git|apt-get|apt|apk|yum|dnf|pip\d?|npm|docker)$/;
const URL = /^(?:https?|ftps?|tftp):\/\/\S{3,}/i;

/** Clients with commands of their own, on the command line or in a here-document: `get x /tmp/x`. */
const FILE_CLIENTS = /^(?:ftp|tftp|sftp|lftp|ncftp|pftp|smbclient)$/;
const GET = /(?:^|[\s;"'])(?:m?get|recv|pget)((?:\s+[^\s;"']+){1,6})/;

/** A command that brings something from the network, and from where, as far as its words say. */
export interface Fetch {
  readonly url: string | undefined;
  readonly remote: Remote | undefined;
  /** Through Tor or a SOCKS proxy. */
  readonly hidden: boolean;
}

/** The fetch that a command is, if it is one; also under another program name when a URL is among its words. */
export function fetchOf(command: ShellCommand): Fetch | undefined {
  const copied = copyOf(command) ?? lookedUp(command) ?? gotByClient(command) ?? gotByCode(command);
  if (copied !== undefined) return copied;
  const urls = command.args.map((arg) => arg.text).filter((text) => URL.test(text));
  const named = FETCHERS.test(command.name);
  const socket = command.redirects.find(
    ({ target, operator }) => operator === '<' && target.text.startsWith('/dev/tcp/'),
  );
  if (!named && urls.length === 0 && socket === undefined) return undefined;
  if (!named && (SPEAKERS.test(command.name) || command.name === '') && socket === undefined)
    return undefined;
  const url = urls[0] ?? curlSetting(command, 'url') ?? socket?.target.text ?? hostArgument(command.args);
  const words = command.args.map((arg) => arg.text).join(' ');
  const hidden =
    command.wrappers.some((name) => /^(?:torsocks|torify|proxychains4?)$/.test(name)) ||
    /--socks[45]\w*|socks[45]h?:\/\/|-x\s*socks/.test(words);
  const remote =
    socket === undefined ? remoteOf(url ?? '') : remoteOf(socket.target.text.split('/')[3] ?? '');
  return { url, remote, hidden };
}

/** A setting in what curl is given by `-K -` and a here-document: `output = /tmp/x`. */
function curlSetting({ name, redirects }: ShellCommand, key: string): string | undefined {
  const bodies = name === 'curl' ? redirects.flatMap(({ body }) => body ?? []) : [];
  if (bodies.length === 0) return undefined;
  const pattern = new RegExp(`^\\s*(?:--)?${key}\\s*[=: ]\\s*"?([^\\s"]{1,500})`, 'm');
  return bodies.map((body) => pattern.exec(body.slice(0, 10_000))?.[1]).find((value) => value !== undefined);
}

/** Text records of DNS: `dig +short TXT x.example`. */
function lookedUp(command: ShellCommand): Fetch | undefined {
  if (!/^(?:dig|drill|kdig|host|nslookup)$/.test(command.name)) return undefined;
  const args = command.args.map((arg) => arg.text);
  if (!args.some((arg) => /^(?:-(?:query)?type=|-q=|-t=?)?txt$/i.test(arg))) return undefined;
  const url = args.find((arg) => /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\.?$/.test(arg));
  return { url, remote: remoteOf(url ?? ''), hidden: false };
}

/** What a client of files is told to get, and where it is put. */
function toGet(command: ShellCommand): readonly [name: string, file: string] | undefined {
  if (command.name !== 'ftpget' && !FILE_CLIENTS.test(command.name)) return undefined;
  const args = command.args.map((arg) => arg.text);
  if (command.name === 'ftpget') {
    // BusyBox: host, local file, remote file.
    const words = args.filter(
      (arg, index) => !arg.startsWith('-') && !/^-[upP]$/.test(args[index - 1] ?? ''),
    );
    const [, local, remote = local] = words;
    return local === undefined || remote === undefined ? undefined : [remote, local];
  }
  // BusyBox' tftp -g -r REMOTE -l LOCAL.
  const after = (option: string): string | undefined => args[args.indexOf(option) + 1 || args.length];
  const remote = command.name === 'tftp' && args.includes('-g') ? (after('-r') ?? after('-l')) : undefined;
  if (remote !== undefined) return [remote, after('-l') ?? remote];
  const told = [args.join(' '), ...command.redirects.map(({ body }) => body ?? '')];
  const words = told
    .map((text) => GET.exec(text.slice(0, 10_000))?.[1])
    .find((text) => text !== undefined)
    ?.trim()
    .split(/\s+/)
    .filter((word) => !word.startsWith('-'));
  const [name, file] = words ?? [];
  return name === undefined ? undefined : [name, file ?? baseName(name)];
}

function gotByClient(command: ShellCommand): Fetch | undefined {
  const got = toGet(command);
  if (got === undefined) return undefined;
  const words = command.args.map((arg) => arg.text).filter((text) => !text.startsWith('-'));
  const opened = words.map((text) => /\bopen\s+([\w.-]{3,200})/.exec(text)?.[1]).find((host) => host);
  const host =
    opened ??
    words
      .map((text) => /^(?:\/\/|\w{2,5}:\/\/)?(?:[\w.-]{1,64}@)?([\w.-]{3,200})/.exec(text)?.[1])
      .find(isHost);
  return {
    url: host === undefined ? got[0] : `${host}/${got[0]}`,
    remote: remoteOf(host ?? ''),
    hidden: false,
  };
}

function isHost(word: string | undefined): boolean {
  return word !== undefined && /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/.test(word);
}

/** An address as it stands among a program's text. */
export const URL_IN_CODE = /(?:https?|ftp):\/\/[^\s"'`)<>]{3,200}/;
const SAVES =
  /urlretrieve|getstore|file_put_contents|\bcopy\s*\(|write|mirror\s*\(|createWriteStream|Net::HTTP|URI\.open|to_file|\bopen\b/;
const PATH_LITERAL = /["'](\.{0,2}\/[\w./+-]{1,200})["']/;

/** `python3 -c "…urlretrieve('http://…', '/tmp/x')"`: an interpreter told to fetch by its own command line. */
function gotByCode(command: ShellCommand): Fetch | undefined {
  const code = codeOf(command);
  const url = code === undefined ? undefined : URL_IN_CODE.exec(code)?.[0];
  return url === undefined ? undefined : { url, remote: remoteOf(url), hidden: false };
}

/** The program in an interpreter's command line that saves something to a file. */
function codeOf({ name, args }: ShellCommand): string | undefined {
  const language = languageOfInterpreter(name);
  if (language === undefined || language === 'shell' || language === 'awk') return undefined;
  const option = args.findIndex(({ text }) => /^-\w{0,9}[cer]$/.test(text));
  const code = option < 0 ? undefined : args[option + 1]?.text.slice(0, 10_000);
  return code !== undefined && SAVES.test(code) && PATH_LITERAL.test(code) ? code : undefined;
}

function copyOf(command: ShellCommand): Fetch | undefined {
  const args = command.args.map((arg) => arg.text);
  if (COPIERS.test(command.name)) {
    // From elsewhere to here; the other way round is a backup.
    const from = args.findIndex((arg) => ELSEWHERE.test(arg));
    if (from < 0 || from === args.length - 1) return undefined;
    const url = args[from] ?? '';
    const host = url.includes('://') ? url : url.replace(/^.*@/, '').split(':', 1)[0];
    return { url, remote: remoteOf(host ?? ''), hidden: false };
  }
  const out = command.redirects.some(({ operator, fd }) => operator === '>' && (fd ?? 1) === 1);
  if (!/^(?:nc|ncat|netcat)$/.test(command.name) || !out) return undefined;
  if (args.some((arg) => /^-\w*[zl]/.test(arg))) return undefined;
  const url = hostArgument(command.args);
  return url === undefined ? undefined : { url, remote: remoteOf(url), hidden: false };
}

/** For `curl -s pastebin.example/raw/x`: curl and wget need no scheme. */
function hostArgument(args: readonly ShellWord[]): string | undefined {
  const texts = args.map((arg) => arg.text);
  return texts.find(
    (text, index) =>
      !/^-(?:o|O|-output|H|A|e|m|-max-time|T|d|X|u)$/.test(texts[index - 1] ?? '') &&
      (/^[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?::\d{1,5})?(?:\/\S*)?$/.test(text) || /^\$\{?\w+/.test(text)),
  );
}

/** The first fetch anywhere in a pipeline, also inside groups and loops. */
export function fetchIn(pipeline: ShellPipeline): Fetch | undefined {
  return firstIn(pipeline, fetchOf);
}

/** The file that a fetch is saved to, by its options or redirection. */
export function savedTo(command: ShellCommand, pipeline: ShellPipeline): string | undefined {
  const args = command.args.map((arg) => arg.text);
  const got =
    toGet(command)?.[1] ?? curlSetting(command, 'output') ?? PATH_LITERAL.exec(codeOf(command) ?? '')?.[1];
  if (got !== undefined) return got;
  if (COPIERS.test(command.name)) return pipeline.writesTo ?? args.findLast((arg) => !arg.startsWith('-'));
  const option =
    command.name === 'wget' || command.name === 'wget2'
      ? /^-(?:\w*O|-output-document)$/
      : /^-(?:\w*o|-output|-out)$/;
  for (const [index, arg] of args.entries()) {
    if (option.test(arg)) return args[index + 1];
    const joined = /^(?:--output(?:-document)?=|-O(?=\/))(.+)$/.exec(arg);
    if (joined?.[1] !== undefined) return joined[1];
  }
  if (pipeline.writesTo !== undefined) return pipeline.writesTo;
  const keepsName =
    /^(?:wget2?|aria2c|axel|fetch)$/.test(command.name) ||
    (command.name === 'curl' &&
      args.some((arg) => /^-(?=[a-zA-Z]*$)[a-zA-Z]*?O|^--remote-name(?:-all)?$/.test(arg)));
  const url = args.find((arg) => URL.test(arg));
  if (!keepsName || url === undefined) return undefined;
  return url.split(/[?#]/, 1)[0]?.split('/').at(-1) || undefined;
}
