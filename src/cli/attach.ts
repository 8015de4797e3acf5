import { type AttachedStatement, attachStatements } from '../app/attach.ts';
import { visible } from '../base/visible.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { parseLimits } from './limits-option.ts';
import { readGiven } from './read-given.ts';
import { checkLogin } from './read-options.ts';
import { type RegistrySettings, registryOptions } from './registry-options.ts';

export interface AttachSettings extends Omit<RegistrySettings, 'mirror' | 'downloads'> {
  readonly format: 'text' | 'json';
  readonly dryRun: boolean;
  readonly limit: readonly string[];
}

/** `clearpull attach`: the only command that writes to a registry. */
export async function runAttach(
  [target = '', ...names]: readonly string[],
  settings: AttachSettings,
  io: Io,
): Promise<ExitCode> {
  checkLogin([target], settings);
  const limits = parseLimits(settings.limit);
  const files: { readonly name: string; readonly bytes: Buffer }[] = [];
  for (const name of names) {
    files.push({ name, bytes: Buffer.from(await readGiven(name, undefined, limits.maxAttestationBytes)) });
  }
  const { dryRun, format } = settings;
  const attached = await attachStatements(target, files, {
    registry: await registryOptions({ ...settings, mirror: [], downloads: 1 }, io),
    limits,
    signal: io.signal,
    dryRun,
  });
  await io.stdout.write(
    format === 'json' ? json(attached, dryRun) : attached.map((one) => text(one, dryRun)).join(''),
  );
  return EXIT.ok;
}

function text(
  { where, predicateType, repository, subject, descriptor, tag }: AttachedStatement,
  dryRun: boolean,
): string {
  const lines = [
    `${dryRun ? 'Would attach' : 'Attached'} ${where} (${predicateType})`,
    `  to ${repository}@${subject.digest}`,
    `  as ${descriptor.digest}${tag === undefined ? '' : `, listed under the tag ${tag}`}`,
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}

function json(attached: readonly AttachedStatement[], dryRun: boolean): string {
  const rows = attached.map(({ where, predicateType, repository, subject, descriptor, tag }) => ({
    file: where,
    predicateType,
    repository,
    subject: subject.digest,
    digest: descriptor.digest,
    artifactType: descriptor.artifactType,
    ...(tag === undefined ? {} : { referrersTag: tag }),
  }));
  return `${JSON.stringify({ written: !dryRun, attached: rows }, undefined, 2)}\n`;
}
