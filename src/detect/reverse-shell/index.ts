import type { Detector } from '../detector.ts';
import type { Finding, Indicator } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { groupBy } from '../text/group.ts';
import { excerptAt, lineAt } from '../text/lines.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf } from '../text/placed/placed.ts';
import { remoteOf } from '../text/remote.ts';
import { ownPipelines } from '../text/text-unit.ts';
import { remoteShellInProgram } from './in-programs.ts';
import { remoteShells } from './in-shell.ts';

interface Seen {
  readonly [key: string]: string | boolean | undefined;
  readonly bind: boolean;
  /** `host:port` or host that the shell goes to, where it can be read. */
  readonly target?: string;
  readonly via?: string;
}

const RULE = 'reverse-shell/remote-shell';

/** Finds shells tied to a network connection, in every language that images carry scripts in. */
export const reverseShell: Detector<Seen> = {
  id: 'reverse-shell',
  version: 15,
  title: 'Reverse and bind shells',
  rules: [
    {
      id: RULE,
      leaves: 'Checks whether a port is open, and programs that only connect.',
      severity: ['info', 'critical'],
      title: 'Remote shell',
      category: 'backdoor',
      description:
        'A command or script that ties a shell to a network connection, so that whoever is at the other end runs commands in the container. Waiting for a port through /dev/tcp or nc -z is not one.',
      attack: 'T1059.004',
    },
  ],
  triggers: { literals: ['/dev/tcp/', '/dev/udp/', '--sh-exec', 'pty.spawn', 'fsockopen'] },
  texts: {
    look,
    wants: (role, entry) => role === 'active' || (role === 'library' && (entry.mode & 0o111) !== 0),
  },
  judge: (view) =>
    [...groupBy(placeHits(view, look), ({ where }) => where.path).values()].map((group) => toFinding(group)),
};

function look(file: LookedAt): readonly Hit<Seen>[] {
  const hits: Hit<Seen>[] = [];
  for (const unit of file.units) {
    for (const { pipeline, bind } of remoteShells(ownPipelines(unit))) {
      const target = targetIn(pipeline.text);
      const via = pipeline.via ?? unit.via;
      hits.push({
        line: unit.line ?? pipeline.line,
        excerpt: withVia(pipeline.text, via),
        data: { bind, ...(target !== undefined && { target }), ...(via !== undefined && { via }) },
      });
    }
    const index = remoteShellInProgram(unit.text, unit.language);
    if (index === undefined) continue;
    const target = targetIn(unit.text);
    hits.push({
      line: unit.line ?? lineAt(unit.text, index + 1),
      excerpt: withVia(excerptAt(unit.text, index), unit.via),
      data: {
        bind: /\.(?:bind|listen)\s*\(|TCPServer|createServer/.test(unit.text),
        ...(target !== undefined && { target }),
        ...(unit.via !== undefined && { via: unit.via }),
      },
    });
  }
  return hits;
}

function withVia(text: string, via: string | undefined): string {
  return via === undefined ? text : `[decoded: ${via}] ${text}`;
}

function targetIn(text: string): string | undefined {
  const socket = /\/dev\/(?:tcp|udp)\/([^/\s"'$]{1,253})\/(\d{1,5})/.exec(text);
  if (socket !== null) return `${socket[1]}:${socket[2]}`;
  const call =
    /(?:connect|Socket|fsockopen|TCPSocket\.(?:new|open))\s*\(\s*(?:\(\s*)?["']([\w.-]{1,253})["']\s*,\s*(\d{1,5})/.exec(
      text,
    );
  if (call !== null) return `${call[1]}:${call[2]}`;
  const address = /(?:TCP|OPENSSL|SSL|UDP)[46]?(?:-CONNECT)?:([\w.-]{1,253}):(\d{1,5})/i.exec(text);
  if (address !== null) return `${address[1]}:${address[2]}`;
  const netcat =
    /\b(?:nc|ncat|netcat|telnet)\b(?:\s+-\S{1,100}){0,20}\s+([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})\s+(\d{1,5})\b/.exec(
      text,
    );
  return netcat === null ? undefined : `${netcat[1]}:${netcat[2]}`;
}

function toFinding(group: readonly [Placed<Seen>, ...Placed<Seen>[]]): Finding {
  const [{ where, data }] = group;
  const what = data.bind ? 'a shell that anyone who connects can use' : 'a shell for somebody outside';
  const base = where.runs === undefined ? 'high' : 'critical';
  const gone = where.gone ? ' A later layer removes the file, but the image still carries it.' : '';
  const severity = where.role === 'library' ? lower(base, 2) : where.gone ? lower(base) : base;
  const runs = where.runs === undefined ? 'nothing seen here starts it by itself' : where.runs;
  return {
    rule: RULE,
    title: data.bind ? 'Bind shell' : 'Reverse shell',
    category: 'backdoor',
    severity,
    confidence: 'high',
    why: `${placeOf(where)} opens ${what}${data.target === undefined ? '' : ` (${data.target})`}; ${runs}.${gone}`,
    fix: 'Do not run this image. If the script is yours, take the remote shell out and rebuild.',
    attack: 'T1059.004',
    evidence: evidenceOf(group),
    ...indicatorsOf(group),
  };
}

function evidenceOf(group: readonly [Placed<Seen>, ...Placed<Seen>[]]): Finding['evidence'] {
  const [first, ...rest] = group;
  return [first.evidence, ...rest.map(({ evidence }) => evidence)];
}

function indicatorsOf(group: readonly Placed<Seen>[]): { indicators?: readonly Indicator[] } {
  const targets = new Set(group.flatMap(({ data }) => (data.target === undefined ? [] : [data.target])));
  const indicators = [...targets]
    .filter((target) => remoteOf(target)?.local === false)
    .map(
      (value): Indicator => ({
        kind: 'address',
        value: value.toLowerCase(),
        validation: 'target of a remote shell',
      }),
    );
  return indicators.length === 0 ? {} : { indicators };
}
