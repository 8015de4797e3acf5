import type { HistoryRow, ImageConfig } from '../../image/config.ts';
import type { Instruction } from '../explanation.ts';
import { oneLine, visible } from '../printable.ts';
import type { Builder } from './builder.ts';
import { parseGoKeys, parseQuotedList } from './go-values.ts';
import { placeRows } from './last-rows.ts';
import { type ParsedRow, parseRow } from './row.ts';
import { settle } from './settle.ts';
import { unrecordedInstructions } from './unrecorded.ts';

export interface History {
  /** Row by row, then what only the configuration says. Layers are not yet given. */
  readonly instructions: readonly Instruction[];
  /** Builders that wrote the rows, in order of first appearance. */
  readonly builders: readonly Builder[];
  /** Rows marked as empty that changed files all the same: buildah by default makes one layer at the end. */
  readonly sharedRows: ReadonlySet<number>;
  /** One sentence for each contradiction between the history and the configuration. */
  readonly notes: readonly string[];
}

const SHARED_LAYER = 'buildah wrote no layer for it alone: it shares its layer with a later instruction';
/** Characters kept of one instruction; a row may hold the whole of the configuration's limit. */
const MAX_TEXT = 200_000;
const MAX_NOTES = 50;

/** Instructions from the history, held against the configuration. */
export function instructionsOf(config: ImageConfig): History {
  const parsed = nameBuilders(parseRows(config.history), config);
  const places = placeRows(parsed);
  const builders = new Set<Builder>();
  const notes: string[] = [];
  const sharedRows = new Set<number>();
  const instructions: Instruction[] = [];
  for (const [index, row] of parsed.entries()) {
    const place = places[index];
    const source = config.history[index];
    if (place === undefined || source === undefined) continue;
    builders.add(row.builder);
    if (sharesLayer(row, source)) sharedRows.add(index);
    const instruction = toInstruction(row, settle(row, config.config, place), source, index);
    instructions.push(instruction);
    if (instruction.certainty === 'contradicted' && notes.length < MAX_NOTES) {
      notes.push(`The history says "${oneLine(instruction.text, 200)}", but ${instruction.note}.`);
    }
  }
  instructions.push(...unrecordedInstructions(config.config, parsed));
  return { instructions, builders: [...builders], sharedRows, notes };
}

function parseRows(rows: readonly HistoryRow[]): ParsedRow[] {
  // A SHELL row changes what the rows after it begin with.
  let shell = '/bin/sh -c';
  return rows.map((row) => {
    const parsed = parseRow(row, shell);
    if (parsed.keyword === 'SHELL') {
      const list = parseQuotedList(parsed.argument) ?? parseGoKeys(parsed.argument);
      if (list !== undefined && list.length > 0) shell = list.join(' ');
    }
    return parsed;
  });
}

/** Rows that the classic builder and buildah write alike belong to the builder of the next row that tells. */
function nameBuilders(rows: readonly ParsedRow[], config: ImageConfig): ParsedRow[] {
  let next: Builder = config.config.Labels?.['io.buildah.version'] === undefined ? 'classic' : 'buildah';
  const named = rows.toReversed().map((row) => {
    if (row.eitherBuilder) return { ...row, builder: next };
    if (row.builder === 'classic' || row.builder === 'buildah') next = row.builder;
    return row;
  });
  return named.reverse();
}

function sharesLayer(row: ParsedRow, source: HistoryRow): boolean {
  const changesFiles = row.keyword === 'RUN' || row.keyword === 'COPY' || row.keyword === 'ADD';
  return changesFiles && source.empty_layer === true && row.builder === 'buildah';
}

function toInstruction(
  row: ParsedRow,
  settled: Pick<Instruction, 'certainty' | 'note'> & { argument: string },
  source: HistoryRow,
  index: number,
): Instruction {
  const argument = visible(settled.argument.slice(0, MAX_TEXT));
  const cut = settled.argument.length > MAX_TEXT ? `${argument}…` : argument;
  const notes = [settled.note, sharesLayer(row, source) ? SHARED_LAYER : undefined].filter(
    (note) => note !== undefined,
  );
  return {
    text:
      row.keyword === 'UNKNOWN' ? cut.slice(0, 500) || 'no text recorded' : `${row.keyword} ${cut}`.trim(),
    keyword: row.keyword,
    builder: row.builder,
    row: index,
    source,
    certainty: settled.certainty,
    ...(notes.length > 0 ? { note: oneLine(notes.join('; '), 500) } : {}),
  };
}
