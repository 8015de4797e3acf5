/** A place on the network that something is fetched from or sent to. */
export interface Remote {
  /** Lower case, without port. */
  readonly host: string;
  /** The container itself, its host or its own network. */
  readonly local: boolean;
  /** What makes the place stand out, in words. */
  readonly suspicious?: string;
}

const URL_SHAPE =
  /^(?:[a-z][a-z0-9+.-]{1,12}:\/\/)?(?:[^@/\s]{1,100}@)?(\[[0-9a-f:.]+\]|[^:/\s?#]{1,253})(?::\d{1,5})?([/?#]\S*)?$/i;

const PASTE =
  /(?:^|\.)(?:pastebin\.com|paste\.ee|paste\.rs|hastebin\.com|ix\.io|termbin\.com|transfer\.sh|0x0\.st|rentry\.(?:co|org)|controlc\.com|ghostbin\.\w+|dpaste\.\w+|sprunge\.us|clbin\.com|temp\.sh|file\.io|bashupload\.com|oshi\.at|anonfiles?\.\w+|catbox\.moe|pixeldrain\.com|cdn\.discordapp\.com)$/;
const TUNNEL =
  /(?:^|\.)(?:ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|serveo\.net|localtunnel\.me|loca\.lt|portmap\.io|duckdns\.org|no-ip\.\w+|ddns\.net|hopto\.org|zapto\.org)$/;
const SHORTENER = /^(?:bit\.ly|tinyurl\.com|t\.co|is\.gd|v\.gd|cutt\.ly|goo\.gl|rb\.gy|shorturl\.at|ow\.ly)$/;
const DISGUISE = /\.(?:jpe?g|png|gif|ico|bmp|webp|css|woff2?|mp[34]|pdf)(?:[?#]|$)/i;

/** Reads a URL or `host[:port][/path]`. Undefined when there is no host to speak of. */
export function remoteOf(text: string): Remote | undefined {
  const match = URL_SHAPE.exec(text.trim());
  const host = match?.[1]?.toLowerCase().replace(/^\[|\]$/g, '');
  if (host === undefined || host === '') return undefined;
  const local = isLocal(host);
  const suspicious = local ? undefined : whySuspicious(host, match?.[2] ?? '');
  return { host, local, ...(suspicious !== undefined && { suspicious }) };
}

function isLocal(host: string): boolean {
  if (/^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0$)/.test(host))
    return isAddress(host);
  if (/^(?:::1|fe80:.*|f[cd][0-9a-f]{2}:.*)$/.test(host)) return true;
  if (/^(?:localhost|.*\.(?:local|localhost|internal|svc|cluster\.local|lan))$/.test(host)) return true;
  // A name without a dot is a neighbour on the container's own network.
  return /^[\w-]+$/.test(host) && !/^\d+$/.test(host);
}

export function isAddress(host: string): boolean {
  return (
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || /^[0-9a-f]*:[0-9a-f:.]+$/i.test(host) || /^\d{8,10}$/.test(host)
  );
}

function whySuspicious(host: string, path: string): string | undefined {
  if (isAddress(host)) return 'from a bare IP address';
  if (/\.onion$|\.onion\.\w{2,4}$|\.tor2web\.\w+$/.test(host)) return 'from a Tor hidden service';
  if (PASTE.test(host)) return 'from a paste or throw-away file site';
  if (TUNNEL.test(host)) return 'through a tunnel or dynamic-DNS name';
  if (SHORTENER.test(host)) return 'behind a URL shortener';
  if (DISGUISE.test(path)) return 'disguised as a picture or other harmless file';
  return undefined;
}
