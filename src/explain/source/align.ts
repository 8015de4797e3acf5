import type { Instruction } from '../explanation.ts';
import { asSource, isUnrecorded, variablesBehind } from './base-rows.ts';
import { canonical, copyWords } from './canonical.ts';
import type { SourceInstruction } from './parse-dockerfile.ts';
import { ANY_ARGUMENTS, matchesTemplate } from './template.ts';

/**
 * How an instruction of the Dockerfile stands to a row of the history. `arguments`: equal but for values that were
 * given to the build. `unrecorded`: the row keeps nothing that could be compared. `missing`: the Dockerfile has
 * it, the history not. `extra`: the other way round. `given`: a label behind all else, as `--label` adds it.
 */
export type AlignStatus = 'equal' | 'arguments' | 'unrecorded' | 'differs' | 'missing' | 'extra' | 'given';

export interface AlignedPair {
  readonly status: AlignStatus;
  /** Absent for `extra`. */
  readonly source?: SourceInstruction;
  /** The WORKDIR in force where it stands. */
  readonly workdir: string;
  /** Of COPY and ADD: what is copied and, last, where it goes; variables replaced by what is known of them. */
  readonly words?: readonly string[];
  /** Absent for `missing`. */
  readonly row?: Instruction;
}

export interface Alignment {
  /** Rows of the history, from the first, that are taken for the base image's. */
  readonly baseRows: number;
  readonly pairs: readonly AlignedPair[];
  /** 0: all agrees. 1 for each instruction that one side has alone, a little less for one that differs. */
  readonly cost: number;
  /** Build arguments as the history recorded them. */
  readonly args: ReadonlyMap<string, string>;
}

export interface AlignInput {
  readonly instructions: readonly SourceInstruction[];
  /** Rows of the history, from the first. */
  readonly rows: readonly Instruction[];
  /** Build arguments known from elsewhere. */
  readonly args: ReadonlyMap<string, string>;
  /** How many rows are the base's, where that is known; 0 for `FROM scratch`. */
  readonly baseRows?: number;
  /** How many can be the base's at most, where its layers are known. */
  readonly mostBaseRows?: number;
}

/** Instructions and rows compared: their product is the work. */
const MAX_COMPARED = 1500;

/** What each outcome costs, so that the alignment with the least cost is the most believable one. */
const COST: Readonly<Record<AlignStatus, number>> = {
  equal: 0,
  arguments: 0.1,
  unrecorded: 0.05,
  differs: 0.9,
  missing: 1,
  extra: 1,
  given: 0,
};
/** No builder needs to write a row for these. */
const MAY_BE_UNRECORDED: ReadonlySet<string> = new Set(['ARG', 'ONBUILD']);

/**
 * Lays a Dockerfile's instructions beside the rows of a history, in order, so that as little as possible
 * disagrees (Needleman and Wunsch, 1970; rows before the first that fits cost nothing, being the base's). Undefined
 * when either is too long to compare.
 */
export function align(input: AlignInput): Alignment | undefined {
  const { instructions, rows } = input;
  if (instructions.length > MAX_COMPARED || rows.length > MAX_COMPARED * 2) return undefined;
  const tail = rows.slice(-MAX_COMPARED);
  const args = new Map([...recordedArguments(tail), ...input.args]);
  const skipped = rows.length - tail.length;
  // Where the base ends decides which variables are known, and those where it ends: twice is enough.
  const most = input.mostBaseRows ?? rows.length;
  let base = input.baseRows ?? Math.min(most, Math.max(0, rows.length - instructions.length));
  let found = alignFrom(input, tail, skipped, base, args);
  if (input.baseRows === undefined && found.baseRows !== base) {
    base = found.baseRows;
    found = alignFrom(input, tail, skipped, base, args);
  }
  return found;
}

interface Prepared {
  readonly source: SourceInstruction;
  readonly workdir: string;
  readonly words?: readonly string[];
  readonly wanted: string;
  /** The same with every build argument as a placeholder. */
  readonly template: string;
}

function alignFrom(
  input: AlignInput,
  tail: readonly Instruction[],
  skipped: number,
  base: number,
  args: ReadonlyMap<string, string>,
): Alignment {
  const prepared = prepare(input.instructions, input.rows.slice(0, base), args);
  const rows = tail.map((row) => {
    const source = asSource(row);
    return { row, form: source === undefined ? '' : canonical(source, () => undefined) };
  });
  const most = input.baseRows ?? input.mostBaseRows;
  const free = most === undefined ? rows.length : most - skipped;
  const width = rows.length + 1;
  const costs = new Float64Array((prepared.length + 1) * width);
  for (let j = 1; j < width; j++)
    costs[j] = j <= free ? 0 : (costs[j - 1] ?? 0) + extraCost(rows[j - 1]?.row);
  for (let i = 1; i <= prepared.length; i++) {
    const one = prepared[i - 1] as Prepared;
    costs[i * width] = (costs[(i - 1) * width] ?? 0) + missingCost(one.source);
    for (let j = 1; j < width; j++) {
      const both = statusOf(one, rows[j - 1]);
      const aligned = both === undefined ? Infinity : (costs[(i - 1) * width + j - 1] ?? 0) + COST[both];
      const missing = (costs[(i - 1) * width + j] ?? 0) + missingCost(one.source);
      const extra = (costs[i * width + j - 1] ?? 0) + extraCost(rows[j - 1]?.row);
      costs[i * width + j] = Math.min(aligned, missing, extra);
    }
  }
  const pairs: AlignedPair[] = [];
  let [i, j] = [prepared.length, rows.length];
  while (i > 0 || j > 0) {
    const cost = costs[i * width + j] ?? 0;
    const one = prepared[i - 1];
    const other = rows[j - 1];
    if (i === 0 && j <= free) break;
    const both = one === undefined ? undefined : statusOf(one, other);
    if (both !== undefined && cost === (costs[(i - 1) * width + j - 1] ?? 0) + COST[both]) {
      pairs.push({ ...sideOf(one), status: both, ...(other && { row: other.row }) });
      i--;
      j--;
    } else if (one !== undefined && cost === (costs[(i - 1) * width + j] ?? 0) + missingCost(one.source)) {
      pairs.push({
        ...sideOf(one),
        status: MAY_BE_UNRECORDED.has(one.source.keyword) ? 'unrecorded' : 'missing',
      });
      i--;
    } else {
      pairs.push({ workdir: one?.workdir ?? '/', status: 'extra', ...(other && { row: other.row }) });
      j--;
    }
  }
  return {
    baseRows: skipped + j,
    pairs: withGivenLabels(pairs.reverse()),
    cost: costs[prepared.length * width + rows.length] ?? 0,
    args,
  };
}

/** Labels of the command line have rows of their own in the end; they change nothing that runs. */
function withGivenLabels(pairs: readonly AlignedPair[]): AlignedPair[] {
  const last = pairs.findLastIndex(({ status, row }) => status !== 'extra' || row?.keyword !== 'LABEL');
  return pairs.map((pair, i) => (i > last ? { ...pair, status: 'given' } : pair));
}

function sideOf(one: Prepared | undefined): Pick<AlignedPair, 'source' | 'workdir' | 'words'> {
  if (one === undefined) return { workdir: '/' };
  const { source, workdir, words } = one;
  return { source, workdir, ...(words === undefined ? {} : { words }) };
}

/** A label more is the commonest difference, and the one that says least. */
function extraCost(row: Instruction | undefined): number {
  return row?.keyword === 'LABEL' ? 0.3 : COST.extra;
}

function missingCost({ keyword }: SourceInstruction): number {
  return MAY_BE_UNRECORDED.has(keyword) ? 0.2 : COST.missing;
}

/** Each instruction in the form that it is compared in, variables followed from the first to the last. */
function prepare(
  instructions: readonly SourceInstruction[],
  baseRows: readonly Instruction[],
  args: ReadonlyMap<string, string>,
): Prepared[] {
  const known = variablesBehind(baseRows, args);
  const open = variablesBehind(baseRows, ANY_ARGUMENTS);
  return instructions.map((source) => {
    const workdir = known.workdir();
    const prepared = {
      source,
      workdir,
      ...(source.keyword === 'COPY' || source.keyword === 'ADD'
        ? { words: copyWords(source, known.lookup) }
        : {}),
      wanted: canonical(source, known.lookup, workdir),
      template: canonical(source, open.lookup, open.workdir()),
    };
    known.after(source);
    open.after(source);
    return prepared;
  });
}

/** Undefined when the two cannot be the same instruction at all. */
function statusOf(
  { source, wanted, template }: Prepared,
  other: { readonly row: Instruction; readonly form: string } | undefined,
): AlignStatus | undefined {
  if (other === undefined || other.row.keyword !== source.keyword) return undefined;
  const { row, form } = other;
  if (isUnrecorded(row)) return unrecordedFits(source, wanted, row) ? 'unrecorded' : 'differs';
  if (wanted === form) return 'equal';
  if (source.keyword === 'ARG') return argumentFits(wanted, form);
  return matchesTemplate(template, form) ? 'arguments' : 'differs';
}

/** `COPY file:HASH in DEST` has at least where it goes; a here-document's RUN nothing. */
function unrecordedFits(source: SourceInstruction, wanted: string, row: Instruction): boolean {
  if (source.keyword === 'RUN') return source.heredocs.length > 0;
  const to = /(?:file|dir|multi):[0-9a-f]{64} in (.*)$/.exec(row.text)?.[1] ?? '';
  const destination = wanted.slice(wanted.lastIndexOf(' ') + 1);
  return trimmed(to) === trimmed(destination);
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '').replace(/^(?:\.?\/)+/, '');
}

/** buildah names all arguments declared so far, sorted and without values. */
function argumentFits(wanted: string, form: string): AlignStatus | undefined {
  const [name = ''] = argumentNames(wanted);
  const recorded = argumentNames(form);
  if (!recorded.includes(name)) return undefined;
  return recorded.length > 1 ? 'equal' : 'arguments';
}

function argumentNames(form: string): readonly string[] {
  return [...form.matchAll(/ (\w+)(?=[ =]|$)/g)].map(([, name]) => name ?? '');
}

/** `ARG A=b` of the history has the value that was used (BuildKit, `dispatchArg`). */
function recordedArguments(rows: readonly Instruction[]): Map<string, string> {
  const args = new Map<string, string>();
  for (const { keyword, text } of rows) {
    const [, name, value] = keyword === 'ARG' ? (/^ARG (\w+)=(.*)$/.exec(text) ?? []) : [];
    if (name !== undefined && value !== undefined) args.set(name, value);
  }
  return args;
}
