import { findCampaigns } from '../app/campaign/find-campaigns.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { GroupOptions } from '../campaign/index.ts';
import { parsePayments, parsePulls } from '../campaign/index.ts';
import {
  type CampaignFormat,
  type CampaignReportInput,
  campaignBundle,
  renderCampaigns,
  renderQuietCampaigns,
} from '../report/campaign/index.ts';
import type { FailedTarget } from '../report/index.ts';
import { checkBundle, writeBundle } from './bundle.ts';
import { type CheckSurroundings, checkOptions, failureOf, NO_SUPPRESSIONS } from './check.ts';
import { wantsColor } from './color.ts';
import { EXIT, type ExitCode, exitCodeOfFailed } from './exit-codes.ts';
import { interruption, orInterrupted } from './interrupted.ts';
import { readGiven } from './read-given.ts';
import { checkLogin } from './read-options.ts';
import { readingEvents } from './reading-events.ts';
import type { CheckSettings } from './settings.ts';

export interface CampaignSettings extends Omit<CheckSettings, 'format'> {
  readonly format: CampaignFormat;
  readonly pulls?: string;
  readonly payments?: string;
  readonly known?: string;
  readonly smallest: number;
  readonly group: readonly string[];
  readonly bundle?: string;
  readonly overwrite: boolean;
}

/** Bytes of a file of pulls or payments. */
const MAX_LEDGER_BYTES = 128 * 1024 * 1024;

/** `clearpull campaign`: what could be read is grouped, whatever else failed. Throws for what is wrong with the call. */
export async function runCampaign(
  operands: readonly string[],
  settings: CampaignSettings,
  { io, log, version }: CheckSurroundings,
): Promise<ExitCode> {
  checkLogin(operands, settings);
  if (settings.bundle !== undefined) await checkBundle(settings.bundle, settings.overwrite);
  const options = await checkOptions(operands.length, { ...settings, ...NO_SUPPRESSIONS }, io, log);
  const group = await groupOptions(settings, options.limits.maxLedgerRows);
  const { bar, events } = readingEvents(settings, io, log);
  const failed: FailedTarget[] = [];
  const found = await orInterrupted(
    findCampaigns(
      operands,
      { ...options, group, evidence: settings.bundle !== undefined },
      {
        ...events,
        onTarget: (target, index, total) => bar?.begin(target, index, total),
        onFailed: async (target, error) => {
          failed.push(failureOf(target, error));
          await bar?.clear();
          await log.error(error);
        },
      },
    ),
    io.signal,
  )
    .catch((error: unknown) => {
      throw io.signal.aborted ? interruption(0, operands.length, undefined) : error;
    })
    .finally(() => bar?.clear());
  const input = chosen({ ...found, failed }, settings.group);
  await io.stdout.write(await rendered(input, settings, version, io));
  if (settings.bundle !== undefined) {
    await writeBundle(settings.bundle, campaignBundle(input, version), settings.overwrite);
    await log.note(`The take-down bundle is in ${visible(settings.bundle)}.`);
  }
  if (failed.length > 0) {
    // Where something was grouped, what is missing is told by 3, be it a damaged report of the user's own.
    return found.images > 0 ? EXIT.target : exitCodeOfFailed(failed.map(({ code }) => code));
  }
  return settings.strict && !found.allRead ? EXIT.notFullyRead : EXIT.ok;
}

async function rendered(
  input: CampaignReportInput,
  settings: CampaignSettings,
  version: string,
  io: CheckSurroundings['io'],
): Promise<string> {
  if (settings.quiet && settings.format === 'text') return renderQuietCampaigns(input);
  return renderCampaigns(settings.format, input, version, {
    columns: settings.columns ?? io.stdout.columns ?? 80,
    color: wantsColor(settings.color, io.env, io.stdout.isTerminal),
    verbose: settings.verbose,
  });
}

async function groupOptions(settings: CampaignSettings, rows: number): Promise<GroupOptions> {
  const { pulls, payments, known, smallest } = settings;
  return {
    smallest,
    ...(pulls === undefined
      ? {}
      : { pulls: parsePulls(await readGiven(pulls, '--pulls', MAX_LEDGER_BYTES), pulls, rows) }),
    ...(payments === undefined
      ? {}
      : {
          payments: parsePayments(await readGiven(payments, '--payments', MAX_LEDGER_BYTES), payments, rows),
        }),
    ...(known === undefined ? {} : { known: listIn(await readGiven(known, '--known')) }),
  };
}

/** A value a line; what stands behind ` #` is a comment. */
function listIn(text: string): readonly string[] {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** Only the campaigns that were asked for. */
function chosen(input: CampaignReportInput, ids: readonly string[]): CampaignReportInput {
  if (ids.length === 0) return input;
  for (const id of ids) {
    if (input.campaigns.some((campaign) => campaign.id === id)) continue;
    throw new ClearpullError('usage', `--group ${visible(id)}: there is no such campaign.`, {
      hint: 'Without --group all are listed, each with its id.',
    });
  }
  return { ...input, campaigns: input.campaigns.filter(({ id }) => ids.includes(id)) };
}
