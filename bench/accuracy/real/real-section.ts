import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { shareOf, table } from '../table.ts';

/** bench/accuracy/real/judged.json: what the runs over real material gave, and what a person said to it. */
export interface Judged {
  readonly sources: readonly {
    readonly kind: string;
    readonly count: number;
    readonly files: number;
    readonly bytes: number;
    /** Of all severities. */
    readonly findings: number;
    /** Of which the built-in policy asked about something. */
    readonly review: number;
    readonly block: number;
    readonly notFullyRead: number;
  }[];
  /** What a reader must know of the figures. */
  readonly note?: string;
  readonly looks: readonly {
    /** Beginning of the key that the run gives it: `deb:backuppc`. */
    readonly where: string;
    readonly rule: string;
    readonly severity: string;
    readonly what: string;
    /** `right`, or what was mended. */
    readonly judgement: string;
  }[];
}

export function realSection(): string {
  const file = fileURLToPath(new URL('./judged.json', import.meta.url));
  const { sources, looks, note } = JSON.parse(readFileSync(file, 'utf8')) as Judged;
  return [
    '## Real material',
    'Packages of Debian, npm and PyPI, each as the image that installing it alone gives (its files, dpkg’s notes, its first ' +
      'service or command started); images that public Dockerfiles describe, as far as they can be made without running anything ' +
      '(what is copied, all settings, RUN as history; versions of one image once); and images of Debian’s services, built with ' +
      'all that they need. Made by `npm run bench:accuracy:real -- --out FILE FOLDER …`, which goes on where it ended; nothing ' +
      'of it is run. Everything that the built-in policy asks about, and all of high severity, was looked at by a person.',
    table(
      [
        'Source',
        'Images',
        'Files',
        'Bytes',
        'Findings',
        'Asked about (95 %)',
        'Blocked (95 %)',
        'Not fully read',
      ],
      sources.map(({ kind, count, files, bytes, findings, review, block, notFullyRead }) => [
        kind,
        String(count),
        files.toLocaleString('en'),
        `${(bytes / 1e9).toFixed(1)} GB`,
        String(findings),
        `${review}: ${shareOf(review, count)}`,
        `${block}: ${shareOf(block, count)}`,
        String(notFullyRead),
      ]),
    ),
    ...(note === undefined ? [] : [note]),
    '### What was looked at',
    'What was mended is told as it was before; the figures above are of the rules as they are now.',
    table(
      ['Where', 'Rule, severity', 'What it is', 'Judgement'],
      looks.map(({ where, rule, severity, what, judgement }) => [
        where,
        `${rule}, ${severity}`,
        what,
        judgement,
      ]),
    ),
  ].join('\n\n');
}
