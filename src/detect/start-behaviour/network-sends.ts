import type { ShellCommand } from '../shell/model.ts';
import { type Remote, remoteOf } from '../text/remote.ts';

const DATA =
  /^(?:-d|-F|-T|--data(?:-raw|-binary|-ascii|-urlencode)?|--form(?:-string)?|--upload-file|--json|--post-(?:data|file)|--body-(?:data|file))(?:=|$)|^-[dFT]\S/;

/** A command that sends something that it is given to another machine. */
export function isSend({ name, args, redirects }: ShellCommand): boolean {
  const words = args.map(({ text }) => text);
  switch (name) {
    case 'curl':
    case 'wget':
    case 'wget2':
    case 'http':
    case 'https':
      return (
        words.some((word) => DATA.test(word)) ||
        words.some((word) => /https?:\/\/\S{0,400}\$\(|\?\w{0,40}=\$/.test(word))
      );
    case 'nc':
    case 'ncat':
    case 'netcat':
    case 'socat':
    case 'telnet':
      return !words.some((word) => /^-\w*[zl]/.test(word));
    case 'scp':
    case 'rsync':
    case 'sftp':
    case 'ftp':
    case 'lftp':
    case 'rclone':
      return true;
    case 'openssl':
      return words[0] === 's_client';
    case 'nslookup':
    case 'dig':
    case 'host':
      return words.some((word) => /\$\(|`/.test(word));
    default:
      return redirects.some(
        ({ operator, target }) => operator.startsWith('>') && target.text.startsWith('/dev/tcp/'),
      );
  }
}

/** Where a command's words or redirections point to, as far as they say. */
export function remotesOf({ args, redirects }: ShellCommand): readonly Remote[] {
  const texts = [
    ...args.map(({ text }) => text),
    ...redirects.map(({ target }) => /^\/dev\/(?:tcp|udp)\/([^/]+)/.exec(target.text)?.[1] ?? ''),
  ];
  return texts.slice(0, 200).flatMap((text) => {
    if (text.length > 2000 || text.startsWith('-') || text.startsWith('@')) return [];
    const address = /^(?:[\w.-]{1,64}@)?([\w.-]{1,253}):/.exec(text)?.[1] ?? text;
    const host = /:\/\//.test(text) ? text : /^\w+:$/.test(address) ? '' : address;
    const socat = /^(?:TCP|OPENSSL|SSL|UDP)[46]?(?:-CONNECT)?:([\w.-]{1,253})/i.exec(text)?.[1];
    const remote = remoteOf(socat ?? host);
    return remote !== undefined && named(remote.host) ? [remote] : [];
  });
}

/** A host by name or address; not a file, an option's value or a variable. */
function named(host: string): boolean {
  if (/[$`(){}@/]/.test(host) || !/[.:]/.test(host)) return false;
  return !/\.(?:json|txt|sh|tgz|gz|zip|tar|log|pem|key|crt|conf|yml|yaml)$/.test(host);
}
