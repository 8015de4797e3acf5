import { firstIn } from '../shell/first-in.ts';
import type { ShellCommand, ShellPipeline, ShellWord } from '../shell/model.ts';
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

/** A command that brings something from the network, and from where, as far as its words say. */
export interface Fetch {
  readonly url: string | undefined;
  readonly remote: Remote | undefined;
  /** Through Tor or a SOCKS proxy. */
  readonly hidden: boolean;
}

/** The fetch that a command is, if it is one; also under another program name when a URL is among its words. */
export function fetchOf(command: ShellCommand): Fetch | undefined {
  const copied = copyOf(command) ?? lookedUp(command);
  if (copied !== undefined) return copied;
  const urls = command.args.map((arg) => arg.text).filter((text) => URL.test(text));
  const named = FETCHERS.test(command.name);
  const socket = command.redirects.find(
    ({ target, operator }) => operator === '<' && target.text.startsWith('/dev/tcp/'),
  );
  if (!named && urls.length === 0 && socket === undefined) return undefined;
  if (!named && (SPEAKERS.test(command.name) || command.name === '') && socket === undefined)
    return undefined;
  const url = urls[0] ?? socket?.target.text ?? hostArgument(command.args);
  const words = command.args.map((arg) => arg.text).join(' ');
  const hidden =
    command.wrappers.some((name) => /^(?:torsocks|torify|proxychains4?)$/.test(name)) ||
    /--socks[45]\w*|socks[45]h?:\/\/|-x\s*socks/.test(words);
  const remote =
    socket === undefined ? remoteOf(url ?? '') : remoteOf(socket.target.text.split('/')[3] ?? '');
  return { url, remote, hidden };
}

/** Text records of DNS: `dig +short TXT x.example`. */
function lookedUp(command: ShellCommand): Fetch | undefined {
  if (!/^(?:dig|drill|kdig|host|nslookup)$/.test(command.name)) return undefined;
  const args = command.args.map((arg) => arg.text);
  if (!args.some((arg) => /^(?:-(?:query)?type=|-q=|-t=?)?txt$/i.test(arg))) return undefined;
  const url = args.find((arg) => /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\.?$/.test(arg));
  return { url, remote: remoteOf(url ?? ''), hidden: false };
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
  if (COPIERS.test(command.name)) return args.filter((arg) => !arg.startsWith('-')).at(-1);
  const keepsName =
    /^(?:wget2?|aria2c|axel|fetch)$/.test(command.name) ||
    (command.name === 'curl' &&
      args.some((arg) => /^-(?=[a-zA-Z]*$)[a-zA-Z]*?O|^--remote-name(?:-all)?$/.test(arg)));
  const url = args.find((arg) => URL.test(arg));
  if (!keepsName || url === undefined) return undefined;
  return url.split(/[?#]/, 1)[0]?.split('/').at(-1) || undefined;
}
