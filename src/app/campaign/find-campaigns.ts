import { createReadStream } from 'node:fs';
import type { Assessment } from '../../assess/assessment.ts';
import { ClearpullError } from '../../base/errors.ts';
import { plural } from '../../base/quantities.ts';
import { visible } from '../../base/visible.ts';
import { type Campaigns, campaignsOf, type GroupOptions, SeenImages } from '../../campaign/index.ts';
import { jsonParts } from '../../report/read/json-stream.ts';
import { readReport } from '../../report/read/read-report.ts';
import type { StandardInput } from '../../source/index.ts';
import { type CheckEvents, type CheckOptions, checkTarget } from '../check.ts';
import { type CampaignInput, findInputs, looksLikeJson } from './inputs.ts';
import { seenOf } from './seen-of.ts';

export interface CampaignOptions extends Omit<CheckOptions, 'suppressions' | 'base' | 'files'> {
  readonly group: GroupOptions;
  /** Keep places and excerpts of every finding, for a take-down bundle; they need memory. */
  readonly evidence: boolean;
}

export interface CampaignEvents extends CheckEvents {
  /** An image is about to be checked; `index` from 1. */
  onTarget?(target: string, index: number, total: number): void;
  /** An input could not be read; the rest goes on. */
  onFailed?(target: string, error: unknown): Promise<void> | void;
}

export interface CampaignOutcome extends Campaigns {
  /** False when an image was not read to its end. */
  readonly allRead: boolean;
}

/**
 * Groups the images of saved reports, of folders of them, and of images that are checked on the spot. Of each report
 * only what groups images is kept. What cannot be read is told to `onFailed`.
 *
 * @throws ClearpullError `interrupted`; `limit-reached` where there are too many files
 */
export async function findCampaigns(
  operands: readonly string[],
  options: CampaignOptions,
  events: CampaignEvents = {},
): Promise<CampaignOutcome> {
  const { inputs, failed, leftOut } = await findInputs(operands, options.limits);
  for (const { target, error } of failed) await events.onFailed?.(target, error);
  const gathered = new Gathered(options);
  for (const [index, input] of inputs.entries()) {
    if (options.signal?.aborted) throw new ClearpullError('interrupted', 'interrupted');
    const name = input.kind === 'reports' ? input.path : input.target;
    try {
      await take(input, gathered, options, {
        ...events,
        onTarget: () => events.onTarget?.(name, index + 1, inputs.length),
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      await events.onFailed?.(name, error);
    }
  }
  const found = campaignsOf(gathered.images.sorted(), options.group);
  const notes = [...gathered.notes(), ...(leftOut > 0 ? [leftOutNote(leftOut)] : []), ...found.notes];
  return { ...found, notes, allRead: gathered.allRead };
}

class Gathered {
  readonly images = new SeenImages();
  allRead = true;
  readonly #options: CampaignOptions;
  #beyond = 0;

  constructor(options: CampaignOptions) {
    this.#options = options;
  }

  add(assessment: Assessment): void {
    if (!assessment.coverage.complete) this.allRead = false;
    if (this.images.size >= this.#options.limits.maxCampaignImages) this.#beyond++;
    else this.images.add(seenOf(assessment, this.#options.evidence));
  }

  notes(): readonly string[] {
    if (this.#beyond === 0) return [];
    return [
      `${plural(this.#beyond, 'report')} beyond the limit maxCampaignImages (${this.#options.limits.maxCampaignImages}) were left out.`,
    ];
  }
}

function leftOutNote(count: number): string {
  return `${plural(count, 'file')} in the folders ${count === 1 ? 'is' : 'are'} neither a report (.json, .jsonl, .ndjson) nor an archive, or a link, and left out.`;
}

type Told = CampaignEvents & { onTarget(): void };

async function take(
  input: CampaignInput,
  gathered: Gathered,
  options: CampaignOptions,
  events: Told,
): Promise<void> {
  if (input.kind === 'reports') {
    await takeReports(
      createReadStream(input.path, { highWaterMark: 1 << 20 }),
      input.path,
      gathered,
      options,
      events,
    );
    return;
  }
  if (input.kind === 'image') {
    await takeImage(input.target, gathered, options, events);
    return;
  }
  const { stdin, first } = await peek(options.stdin);
  if (looksLikeJson(first)) await takeReports(stdin.bytes, 'standard input', gathered, options, events);
  else await takeImage(input.target, gathered, { ...options, stdin }, events);
}

async function takeImage(target: string, gathered: Gathered, options: CampaignOptions, events: Told) {
  events.onTarget();
  const { group: _group, evidence: _evidence, ...check } = options;
  const assessments = await checkTarget(target, check, events);
  for (const assessment of assessments) gathered.add(assessment);
}

/** Reports one after another; a bad one is told and does not end the rest. */
async function takeReports(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  gathered: Gathered,
  { limits, signal }: CampaignOptions,
  events: CampaignEvents,
): Promise<void> {
  let number = 0;
  let bad = 0;
  for await (const part of jsonParts(chunks, limits.maxReportBytes)) {
    if (signal?.aborted) throw new ClearpullError('interrupted', 'interrupted');
    number++;
    const title = number === 1 ? name : `${name} (report ${number})`;
    try {
      if (part.kind === 'bad') throw noReport(title, part.what);
      for (const assessment of readReport(part.text, title).input.assessments) gathered.add(assessment);
    } catch (error) {
      // A file full of something else is told about once.
      if (++bad <= MAX_BAD) await events.onFailed?.(title, error);
    }
  }
  if (number === 0) throw noReport(name, 'is empty');
}

const MAX_BAD = 100;

function noReport(name: string, what: string): ClearpullError {
  return new ClearpullError('usage', `${visible(name)} ${what}.`, {
    hint: 'It takes what clearpull check -f json prints.',
  });
}

/** The first bytes of standard input, and all of it again. */
async function peek(
  stdin: StandardInput | undefined,
): Promise<{ readonly stdin: StandardInput; readonly first: Uint8Array }> {
  if (stdin === undefined || stdin.isTerminal) {
    throw new ClearpullError('usage', 'Nothing is piped into standard input.', {
      hint: 'For instance: cat reports/*.json | clearpull campaign -',
    });
  }
  const iterator = stdin.bytes[Symbol.asyncIterator]();
  const start = await iterator.next();
  async function* all(): AsyncGenerator<Uint8Array> {
    for (let next = start; next.done !== true; next = await iterator.next()) yield next.value;
  }
  const first = start.done === true ? new Uint8Array() : start.value;
  return { stdin: { isTerminal: false, bytes: all() }, first };
}
