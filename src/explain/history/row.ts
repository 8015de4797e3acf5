import type { HistoryRow } from '../../image/config.ts';
import type { Certainty } from '../explanation.ts';
import type { Builder } from './builder.ts';
import { foreignRow } from './foreign-row.ts';
import { formatList, parseQuotedList, words } from './go-values.ts';
import { normaliseShell } from './shell-text.ts';

/** A history row taken apart, before it is compared with the configuration. */
export interface ParsedRow {
  readonly builder: Builder;
  readonly keyword: string;
  /** What follows the keyword, raw. For UNKNOWN: all that the row says. */
  readonly argument: string;
  readonly certainty: Certainty;
  readonly note?: string;
  /** True where the classic builder and buildah write the same. */
  readonly eitherBuilder?: boolean;
}

const KEYWORD =
  /^(RUN|CMD|LABEL|MAINTAINER|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)(?=[ \t[]|$)/i;
const NOP = '#(nop) ';
/** How far into a row the `#(nop)` of the classic builder may stand: a SHELL is before it. */
const NOP_WITHIN = 400;
const RUN_FLAGS_LOST = 'BuildKit does not record the flags of RUN (--mount, --network, --security)';
const SOURCE_LOST =
  'BuildKit does not record --from, --link and --exclude: it may come from another stage or image';
const HASH_ONLY = 'the history keeps a checksum of what was copied, not its name';

/** Takes a row apart. `shell` is the SHELL in force, as one string: `/bin/sh -c`. */
export function parseRow(row: HistoryRow, shell: string): ParsedRow {
  const foreign = foreignRow(row);
  const by = row.created_by ?? '';
  if (foreign !== undefined) {
    return {
      builder: foreign.builder,
      keyword: 'UNKNOWN',
      argument: by === '' ? (row.comment ?? '') : by,
      certainty: 'partly-lost',
      note: foreign.note,
    };
  }
  if (row.comment?.startsWith('buildkit.dockerfile.') || by.endsWith(' # buildkit')) {
    return buildkitRow(by, shell);
  }
  const nop = by.slice(0, NOP_WITHIN).indexOf(NOP);
  if (nop !== -1 && !KEYWORD.test(by)) return nopRow(by.slice(nop + NOP.length));
  if (row.author === 'kaniko' || /^[A-Z]/.test(by)) {
    const plain = keywordRow(row.author === 'kaniko' ? 'kaniko' : 'unknown', by);
    if (plain !== undefined) return plain;
  }
  return shellRow(by, shell, row.comment ?? '');
}

function buildkitRow(text: string, shell: string): ParsedRow {
  const suffixed = text.endsWith(' # buildkit');
  const plain = suffixed ? text.slice(0, -' # buildkit'.length) : text;
  const row = keywordRow('buildkit', plain);
  if (row === undefined)
    return unknownRow('buildkit', plain, 'no instruction of a Dockerfile is known for it');
  if (row.keyword === 'COPY' || row.keyword === 'ADD') {
    return { ...row, certainty: 'partly-lost', note: SOURCE_LOST };
  }
  if (row.keyword !== 'RUN') return row;
  const run = unshell(row.argument, shell);
  if (/^\/dev\/pipes\/\S+$/.test(run.text.trim())) {
    const note =
      'a script written in the Dockerfile as a here-document: BuildKit keeps its text nowhere in the image';
    return { ...row, argument: run.text, certainty: 'partly-lost', note };
  }
  if (!run.shellForm) return { ...row, ...execForm(run.text) };
  return { ...row, argument: normaliseShell(run.text), certainty: 'normalised', note: RUN_FLAGS_LOST };
}

/** The part after `#(nop) `: the classic builder puts two spaces there, but one for WORKDIR, COPY and ADD. */
function nopRow(rest: string): ParsedRow {
  const spaced = rest.startsWith(' ');
  const text = rest.trim();
  const copies = /^(?:COPY|ADD|WORKDIR) /.test(text);
  const builder: Builder = spaced || copies ? 'classic' : 'buildah';
  const row = keywordRow(builder, text);
  if (row === undefined) return unknownRow(builder, text, 'no instruction of a Dockerfile is known for it');
  // Docker 17 printed these as Go lists: `USER [redis]`.
  if (row.keyword === 'USER' || row.keyword === 'STOPSIGNAL') {
    return { ...row, argument: row.argument.replace(/^\[(\S+)\]$/, '$1') };
  }
  if (row.keyword === 'WORKDIR') return { ...row, eitherBuilder: !spaced };
  if (row.keyword !== 'COPY' && row.keyword !== 'ADD') return row;
  // The classic builder leaves no space between the flags and the checksum.
  const argument = row.argument.replace(/(\S)((?:file|dir|multi):[0-9a-f]{64} in )/, '$1 $2');
  return { ...row, argument, certainty: 'partly-lost', note: HASH_ONLY, eitherBuilder: true };
}

/** `|N K=V … /bin/sh -c …` or `/bin/sh -c …`: a RUN of the classic builder or of buildah. */
function shellRow(text: string, shell: string, comment: string): ParsedRow {
  const run = unshell(text, shell);
  if (run.shellForm && run.text.trim() !== '') {
    // buildah writes the exec form behind the shell all the same.
    const list = run.text.startsWith('[') ? parseQuotedList(run.text) : undefined;
    const argument = list === undefined ? normaliseShell(run.text) : formatList(list);
    const builder = list === undefined ? 'classic' : 'buildah';
    const certainty = argument === run.text ? 'exact' : 'normalised';
    return { builder, keyword: 'RUN', argument, certainty, eitherBuilder: list === undefined };
  }
  if (run.buildArgs > 0) return { builder: 'classic', keyword: 'RUN', ...execForm(run.text) };
  if (text === '' && comment === '') return unknownRow('unknown', '', 'the row says nothing');
  const said = text === '' ? comment : text;
  return unknownRow(
    'unknown',
    said,
    'not an instruction of a Dockerfile: perhaps "docker commit" or another tool',
  );
}

function keywordRow(builder: Builder, text: string): ParsedRow | undefined {
  const match = KEYWORD.exec(text);
  if (match === null) return undefined;
  const keyword = (match[1] ?? '').toUpperCase();
  return { builder, keyword, argument: text.slice(match[0].length).trim(), certainty: 'exact' };
}

function unknownRow(builder: Builder, argument: string, note: string): ParsedRow {
  return { builder, keyword: 'UNKNOWN', argument, certainty: 'partly-lost', note };
}

/** The exec form of RUN is recorded with its words joined: where a word with spaces ends is lost. */
function execForm(text: string): { argument: string; certainty: Certainty; note: string } {
  return {
    argument: formatList(words(text)),
    certainty: 'partly-lost',
    note: 'written in exec form: where each of its words ends is not recorded',
  };
}

/** Takes the build arguments and the shell in force off the front of a recorded command. */
function unshell(text: string, shell: string): { text: string; shellForm: boolean; buildArgs: number } {
  const count = /^\|(\d{1,4}) /.exec(text);
  if (count === null) return { ...offShell(text, [shell, '/bin/sh -c']), buildArgs: 0 };
  // Values may hold spaces, so N says little: the first shell behind the arguments ends them.
  const from = count[0].length;
  const at = firstOf(text, ` ${shell} `, from) ?? firstOf(text, ' /bin/sh -c ', from);
  const buildArgs = Number(count[1]);
  if (at !== undefined) return { ...offShell(text.slice(at + 1), [shell, '/bin/sh -c']), buildArgs };
  const rest = words(text.slice(from)).slice(buildArgs).join(' ');
  return { text: rest, shellForm: false, buildArgs };
}

function offShell(text: string, shells: readonly string[]): { text: string; shellForm: boolean } {
  for (const shell of shells) {
    if (text.startsWith(`${shell} `)) return { text: text.slice(shell.length + 1), shellForm: true };
  }
  return { text, shellForm: false };
}

function firstOf(text: string, part: string, from: number): number | undefined {
  const at = text.indexOf(part, from - 1);
  return at === -1 ? undefined : at;
}
