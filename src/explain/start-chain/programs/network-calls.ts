import { LineIndex } from '../../program-text/line-index.ts';
import { isProgramComment, type ProgramLanguage } from '../../program-text/program-language.ts';

/** A call that fetches from, or waits on, the network, with what it names. */
export interface NetworkCall {
  /** `download http://…`, `listen on 8080`. */
  readonly what: string;
  readonly at: number;
  /** The line as written. */
  readonly line: string;
}

const MAX_CALLS = 50;
const URL = '["\'`](?<url>(?:https?|ftp)://[^"\'`\\s]{1,500})["\'`]';
const FETCH = new RegExp(
  '\\b(?:urlopen|urlretrieve|Request|requests\\.(?:get|post|put|request)|httpx\\.\\w{1,20}|fetch|axios(?:\\.\\w{1,20})?|got|' +
    'https?\\.(?:get|request)|file_get_contents|fopen|curl_init|open-uri|URI\\.open|URI\\.parse|Net::HTTP\\.\\w{1,20}|' +
    `getstore|LWP::Simple::get|open|get)\\s{0,10}\\(?\\s{0,10}(?:new URL\\()?${URL}`,
  'g',
);
const LISTEN =
  /\.listen\s{0,10}\(\s{0,10}(?<port>\d{1,5})\b|\.bind\s{0,10}\(\s{0,10}\(\s{0,10}["'][^"'\n]{0,60}["']\s{0,10},\s{0,10}(?<bound>\d{1,5})|\b(?:HTTPServer|TCPServer)(?:\.new)?\s{0,10}\(\s{0,10}\(?\s{0,10}["'][^"'\n]{0,60}["']\s{0,10},\s{0,10}(?<served>\d{1,5})|\.run\s{0,10}\([^)\n]{0,200}\bport\s{0,5}=\s{0,5}(?<run>\d{1,5})/g;

/** Calls that name an address or a port in plain text. What is put together while running is not found. */
export function networkCalls(text: string, language: ProgramLanguage): readonly NetworkCall[] {
  const found: NetworkCall[] = [];
  const index = new LineIndex(text);
  for (const pattern of [FETCH, LISTEN]) {
    for (const match of text.matchAll(pattern)) {
      if (found.length >= MAX_CALLS) break;
      const start = index.lineStart(match.index);
      const line = text.slice(start, start + 2000).split('\n', 1)[0] ?? '';
      if (isProgramComment(line.slice(0, 200), language)) continue;
      const { url, port, bound, served, run } = match.groups ?? {};
      const what = url === undefined ? `listen on ${port ?? bound ?? served ?? run}` : `download ${url}`;
      found.push({ what, at: match.index, line });
    }
  }
  return found;
}
