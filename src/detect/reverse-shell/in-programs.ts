import { activeText } from '../text/active-text.ts';
import type { Language } from '../text/language.ts';
import { TEXT_GATES } from '../text/word-gate.ts';
import { ReceivedNames } from './received-names.ts';

const SHELL = String.raw`["'\x60](?:/(?:usr/)?bin/)?(?:ba|da|a|z|k)?sh(?:["'\x60\s]|\s+-i)`;

interface Shape {
  /** All must occur in the program's active lines. */
  readonly all: readonly RegExp[];
  /** The place to show. */
  readonly show: RegExp;
  /** Where connections get their names, and which names the program's own input or output is tied to: one must be both. */
  readonly tied?: { readonly opened: RegExp; readonly to: RegExp };
}

/** How programs in each language tie a shell to a socket; every part has to be there. */
const SHAPES: ReadonlyMap<Language, readonly Shape[]> = new Map([
  [
    'python',
    [
      {
        all: [
          /socket/,
          /\.connect(?:_ex)?\s*\(|create_connection\s*\(|\.bind\s*\(/,
          /dup2\s*\(/,
          new RegExp(`${SHELL}|pty\\.spawn`),
        ],
        show: /dup2\s*\(/,
      },
      {
        all: [
          /socket/,
          /\.connect(?:_ex)?\s*\(|create_connection\s*\(|\.bind\s*\(/,
          new RegExp(`(?:Popen|call|run|spawn\\w{0,20})\\s*\\(\\s*(?:\\[\\s*)?${SHELL}`),
          /fileno\s*\(|\.recv\s*\(/,
        ],
        show: /(?:Popen|call|run|spawn\w{0,20})\s*\(/,
      },
    ],
  ],
  [
    'perl',
    [
      {
        all: [
          /Socket/,
          /\bconnect\b|\baccept\b|PeerAddr|LocalPort/,
          /open\s*(?:\(\s*)?STD(?:IN|OUT)\s*,\s*["'][+<>]{0,2}&|fdopen/,
          /\bexec\b|\bsystem\b/,
        ],
        show: /STD(?:IN|OUT)\s*,|fdopen/,
        tied: {
          opened:
            /\b(?:socket|connect|accept)\s*(?:\(\s*)?(?:my\s+)?\$?(\w{1,40})\s*,|\$(\w{1,40})\s*=\s*(?:new\s+)?IO::Socket|\$(\w{1,40})\s*=\s*\$\w{1,40}->accept/g,
          to: /STD(?:IN|OUT)\s*,\s*["'][+<>]{0,2}&=?\s*(?:["']\s*)?(?:[.,]\s*)?(?:fileno\s*(?:\(\s*)?)?\$?(\w{1,40})|fdopen\s*\(\s*\$?(\w{1,40})/g,
        },
      },
    ],
  ],
  [
    'php',
    [
      {
        all: [
          /fsockopen|stream_socket_client|socket_create/,
          new RegExp(
            `(?:exec|shell_exec|system|passthru|proc_open|popen)\\s*\\(\\s*${SHELL}|\\x60(?:/bin/)?(?:ba)?sh -i`,
          ),
        ],
        show: /fsockopen|stream_socket_client|socket_create/,
      },
    ],
  ],
  [
    'ruby',
    [
      {
        all: [/TCPSocket|TCPServer/, /\bexec\b[^\n]{0,80}\bsh\b|IO\.popen|\.reopen|Open3/],
        show: /TCPSocket|TCPServer/,
      },
    ],
  ],
  [
    'node',
    [
      {
        all: [
          /\bnet\b|require\(["']net["']\)/,
          /\.connect\s*\(|createConnection|createServer|new\s+net\.Socket/,
          new RegExp(`(?:spawn|exec|execFile)\\s*\\(\\s*${SHELL}`),
          /\.pipe\s*\(/,
        ],
        show: /(?:spawn|exec|execFile)\s*\(/,
      },
    ],
  ],
  [
    'lua',
    [{ all: [/socket/, /[:.]connect\s*\(/, /os\.execute|io\.popen/, /receive/], show: /[:.]connect\s*\(/ }],
  ],
  [
    'awk',
    [
      {
        // What comes in by `s |& getline c` is run by `c | getline` or `c |& getline`.
        all: [
          /\/inet[46]?\/(?:tcp|udp)\//,
          /\|&\s*getline/,
          /\w\s*\|\s*getline|\|&\s*getline\s+(\w{1,40})\b[^]{0,400}?\(\s*\1\s*\|&?\s*getline/,
        ],
        show: /\/inet[46]?\//,
      },
    ],
  ],
]);

/** What comes out of a connection goes straight into a function that runs it. */
const OBEYING: readonly { readonly where: readonly Language[]; readonly shape: RegExp }[] = [
  {
    where: ['python'],
    shape: /\w\(\s*\w{1,40}\.recv(?:from)?\([^\n]{0,120}shell\s*=\s*True/,
  },
  {
    where: ['python', 'ruby', 'perl', 'lua'],
    shape:
      /\b(?:system|popen|Popen|exec|eval|run|call|check_output|getoutput|execute)\s*\(\s*[\w.]{1,40}[.:](?:recv|recvfrom|receive|gets|readline)\b/,
  },
  {
    where: ['node'],
    shape:
      /\bon\s*\(\s*["']data["']\s*,\s*(?:async\s*)?(?:function\s*)?(?:\(\s*)?(\w{1,40})\b[^]{0,300}?\b(?:exec|execSync|spawn|spawnSync)\s*\(\s*(?:String\(\s*|\x60\$\{)?\1\b/,
  },
  {
    where: ['perl'],
    shape: /while\s*\(\s*<\$\w{1,40}>\s*\)[^]{0,200}?(?:\x60\$_\x60|(?:system|exec|qx)\b[\s({"]{0,4}\$_)/,
  },
  {
    where: ['perl'],
    shape: /\$(\w{1,40})\s*=\s*<\$\w{1,40}>[^]{0,300}?(?:\x60\$\1\b|(?:system|exec|qx)\b[\s({"]{0,4}\$\1\b)/,
  },
  {
    where: ['ruby'],
    shape:
      /(?<!\w)(\w{1,40})\s*=\s*\w{1,40}\.(?:gets|readline|recv)\b[^]{0,300}?(?:\x60#\{\1\}|%x\W#\{\1\}|(?:system|exec|popen|capture\w{0,5})\b[\s(]{0,3}\1\b)/,
  },
  {
    where: ['php'],
    shape:
      /\$(\w{1,40})\s*=\s*@?(?:p?fsockopen|stream_socket_client|socket_create|socket_accept)\b[^]{0,800}?\$(\w{1,40})\s*=\s*@?(?:fgets|fread|socket_read|stream_get_line)\s*\(\s*\$\1\b[^]{0,400}?(?:shell_exec|exec|system|passthru|popen|proc_open)\s*\(\s*\$\2\b/,
  },
];

const RUN_CALL =
  /(?:os\.popen|os\.system|subprocess\.\w{2,20}|\bPopen|\bgetoutput|\bexecSync|\bexec|\bshell_exec|\bsystem|io\.popen)\s*\(\s*(\w+)/g;

/** One of these stands in whatever the shapes and `OBEYING` ask for: a text without is not taken apart. */
const WORDS = TEXT_GATES.gate(['sock', 'tcpserver', 'net', 'tls']);

/** Index of the place that ties a shell to a connection in a program, if one does. */
export function remoteShellInProgram(text: string, language: Language): number | undefined {
  return WORDS.test(text) ? readForShell(text, language) : undefined;
}

/** The same without the gate, which must never hide anything from it. */
export function readForShell(text: string, language: Language): number | undefined {
  const shapes = SHAPES.get(language);
  if (shapes === undefined) return undefined;
  const active = activeText(text, language);
  for (const shape of shapes) {
    if (!shape.all.every((part) => part.test(active)) || !isTied(shape, active)) continue;
    return lineIndex(text, active, active.search(shape.show));
  }
  // Commands that arrive over a socket and are run one by one.
  if (!/socket|\bnet\b|["'](?:node:)?(?:net|tls)["']|fsockopen/i.test(active)) return undefined;
  for (const { where, shape } of OBEYING) {
    const found = where.includes(language) ? active.search(shape) : -1;
    if (found >= 0) return lineIndex(text, active, found);
  }
  const received = new ReceivedNames(active, language);
  for (const match of active.matchAll(RUN_CALL)) {
    if (received.has(match[1] ?? '', match.index)) return lineIndex(text, active, match.index);
  }
  return undefined;
}

function isTied({ tied }: Shape, active: string): boolean {
  if (tied === undefined) return true;
  const opened = new Set(namesIn(active, tied.opened));
  return namesIn(active, tied.to).some((name) => opened.has(name));
}

function namesIn(text: string, shape: RegExp): readonly string[] {
  return [...text.matchAll(shape)].flatMap((match) => match.slice(1).filter((name) => name !== undefined));
}

/** Active text keeps the lines but not the length of those before: find the same line's start. */
function lineIndex(text: string, active: string, index: number): number {
  const line = active.slice(0, Math.max(0, index)).split('\n').length;
  let at = 0;
  for (let number = 1; number < line; number++) at = text.indexOf('\n', at) + 1;
  return at;
}
