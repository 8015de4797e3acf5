import { decodeWallet } from '../../detect/coins/find-wallets.ts';
import { standardAddress } from '../../detect/coins/standard-address.ts';
import type { Evidence, Finding, Indicator } from '../../detect/finding.ts';
import { SEVERITIES, type Severity } from '../../detect/finding.ts';
import { bySeverity } from '../../detect/finding-order.ts';
import type { FlaggedFile } from '../flagged-file.ts';
import { type CampaignIndicator, compareIndicators, type Sighting } from '../indicator.ts';
import { ownPlace, poolPlace } from './host.ts';
import { isPublishedKey } from './known-keys.ts';
import { isKnownWallet } from './known-wallets.ts';
import { passwordHashesIn } from './password-hashes.ts';
import { loginsIn } from './pool-logins.ts';

export interface SightingsInput {
  readonly findings: readonly Finding[];
  readonly flaggedFiles: readonly FlaggedFile[];
  /** By index, from the bottom. */
  readonly layers: readonly { readonly digest: string; readonly diffId?: string | undefined }[];
}

/** What is seen of one image is bounded: a list of a thousand wallets is data about wallets. */
const MAX_SIGHTINGS = 200;
/** So is what a made-up report can make us look at; the gravest findings come first. */
const MAX_FINDINGS = 1000;
const MAX_INDICATORS = 200;
const MAX_EVIDENCE = 100;
const MAX_EXCERPT = 4096;

/**
 * The indicators that an image's findings show, each at the place that tells most. The findings may come from a saved
 * report, so wallets are validated anew. Never there are known wallets (donations, test vectors), published keys,
 * public hosts and what only stands in comments, lists or documents (severity info).
 */
export function sightingsOf(input: SightingsInput): readonly Sighting[] {
  const found = new Map<string, Sighting>();
  const add = (sighting: Sighting): void => {
    const { kind, value, layer, rule, path, line } = sighting;
    const key = JSON.stringify([kind, value, layer, rule, path, line]);
    if (found.size < MAX_SIGHTINGS && !found.has(key)) found.set(key, sighting);
  };
  const places = placesOf(input.layers);
  const findings = input.findings.slice(0, MAX_FINDINGS);
  for (const finding of findings) {
    if (found.size >= MAX_SIGHTINGS) break;
    if (finding.severity === 'info') continue;
    for (const { indicator, evidence } of [...ofIndicators(finding), ...ofExcerpts(finding)]) {
      add({
        ...indicator,
        rule: finding.rule,
        ...places(evidence.path, evidence.layer, evidence.line),
        inheritable: mayBeInherited(indicator, finding),
        firm: isFirm(indicator, finding),
      });
    }
  }
  for (const file of input.flaggedFiles) {
    const finding = findingOf(file, findings);
    if (finding === undefined) continue;
    for (const indicator of ofFile(file, finding.severity)) {
      add({
        ...indicator,
        rule: finding.rule,
        ...places(file.path, file.layer, undefined),
        inheritable: true,
        firm: true,
      });
    }
  }
  return [...found.values()].sort(compareIndicators);
}

interface At {
  readonly indicator: CampaignIndicator;
  readonly evidence: Evidence;
}

function atLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

function ofIndicators(finding: Finding): readonly At[] {
  return (finding.indicators ?? []).slice(0, MAX_INDICATORS).flatMap((one) => {
    const indicator = joinedBy(one, finding);
    if (indicator === undefined) return [];
    return [{ indicator, evidence: evidenceFor(finding, one.value, indicator.value) }];
  });
}

function joinedBy({ kind, value: written }: Indicator, { severity }: Finding): CampaignIndicator | undefined {
  switch (kind) {
    case 'wallet': {
      const wallet = decodeWallet(written);
      if (wallet === undefined) return undefined;
      const value = standardAddress(wallet.address) ?? wallet.address;
      return isKnownWallet(value) ? undefined : { kind: 'wallet', value, coin: wallet.coin };
    }
    case 'pool':
      return poolPlace(written);
    case 'ssh-key':
      if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(written) || isPublishedKey(written)) return undefined;
      return { kind: 'ssh-key', value: written };
    case 'url':
    case 'domain':
    case 'address':
      // What weighs less is compared with a checksum, or fetched within the container's own network.
      return atLeast(severity, 'medium') ? ownPlace(written) : undefined;
    default:
      return undefined;
  }
}

/** Accounts at pools and password hashes have no field of their own: they stand in the lines that are shown. */
function ofExcerpts(finding: Finding): readonly At[] {
  const mining = finding.category === 'miner' || finding.category === 'pool';
  const entry = finding.category === 'access' || finding.category === 'backdoor';
  if (!mining && !entry) return [];
  const pool = poolOf(finding);
  return finding.evidence.slice(0, MAX_EVIDENCE).flatMap((evidence) => {
    const indicators = mining
      ? loginsIn(evidence.excerpt.slice(0, MAX_EXCERPT), pool)
      : passwordHashesIn(evidence.excerpt.slice(0, MAX_EXCERPT)).map((value) => ({
          kind: 'password-hash' as const,
          value,
        }));
    return indicators.map((indicator) => ({ indicator, evidence }));
  });
}

function poolOf({ indicators = [] }: Finding): string | undefined {
  const pool = indicators.find(({ kind }) => kind === 'pool');
  return pool === undefined ? undefined : poolPlace(pool.value)?.value;
}

function ofFile(file: FlaggedFile, severity: Severity): readonly CampaignIndicator[] {
  if (file.kind === 'program' || file.kind === 'data') return [{ kind: 'program', value: file.sha256 }];
  // Helpers that come with a miner or a server are flagged less, and are everybody's.
  if (!atLeast(severity, 'high')) return [];
  const shape: readonly CampaignIndicator[] =
    file.shape === undefined ? [] : [{ kind: 'script-shape', value: file.shape }];
  return [{ kind: 'file', value: file.sha256 }, ...shape];
}

const FILE_CATEGORIES: ReadonlySet<string> = new Set(['miner', 'backdoor', 'start', 'hidden']);

/** Whether a finding says of the files that it points at that they are somebody's work. */
export function flagsFiles({ category, severity }: Finding): boolean {
  return FILE_CATEGORIES.has(category) && atLeast(severity, 'medium');
}

/** The gravest finding that points at the file; undefined where none does so for more than a hint. */
function findingOf(file: FlaggedFile, findings: readonly Finding[]): Finding | undefined {
  const flagging = findings.filter(
    (finding) =>
      flagsFiles(finding) &&
      finding.evidence.some(({ path, layer }) => path === file.path && layer === file.layer),
  );
  return flagging.sort(bySeverity)[0];
}

/** Wallets, keys, pools and remote shells serve somebody whoever built the layer; the rest a base may bring. */
function mayBeInherited({ kind }: CampaignIndicator, { category }: Finding): boolean {
  if (kind === 'password-hash') return true;
  return (kind === 'host' || kind === 'url') && category === 'start';
}

/** A wallet that stands alone may be anybody's, a donation for instance; with a pool or a miner it is paid. */
function isFirm({ kind }: CampaignIndicator, { category, severity }: Finding): boolean {
  return kind !== 'wallet' || category === 'miner' || atLeast(severity, 'medium');
}

/** The evidence that shows the indicator, as written or in its normal form; the first where none does. */
function evidenceFor({ evidence }: Finding, written: string, normal: string): Evidence {
  const some = evidence.slice(0, MAX_EVIDENCE);
  return (
    some.find(({ excerpt }) => excerpt.includes(written)) ??
    some.find(({ excerpt }) => excerpt.includes(normal)) ??
    evidence[0]
  );
}

function placesOf(layers: SightingsInput['layers']) {
  return (path: string, index: number | undefined, line: number | undefined) => {
    const layer = index === undefined ? undefined : layers[index];
    return {
      path,
      ...(layer === undefined ? {} : { layer: layer.diffId ?? layer.digest, layerDigest: layer.digest }),
      ...(line === undefined ? {} : { line }),
    };
  };
}
