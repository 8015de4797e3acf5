import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One image in every form that a tool may want. */
export interface PeerTarget {
  readonly what: string;
  /** An OCI layout, and the same as a tar archive. */
  readonly layout: string;
  readonly archive: string;
  /** Its layers, unpacked over one another. */
  readonly unpacked: string;
  /** Own rules for yara, and own signatures for clamscan. */
  readonly rules: string;
  readonly signatures: string;
  /** Where a tool may write its result. */
  readonly result: string;
}

/** A tool as a user would call it, without its cache and without a network. */
export interface Peer {
  readonly program: string;
  /** What it reads and looks for. */
  readonly asked: string;
  readonly version: readonly string[];
  readonly args: (target: PeerTarget) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it found, from its exit code and output; throws where it can't have looked. */
  readonly found: (target: PeerTarget, run: { readonly status: number; readonly stdout: string }) => string;
}

/** A file with this word lies in what is unpacked: a scanner that does not find it has not scanned. */
export const CANARY = 'clearpull-bench-word-07';

/** Trivy over an image, for what needs no database; it reads OCI layouts as folders only. */
export function trivyArguments(
  { layout, result }: Pick<PeerTarget, 'layout' | 'result'>,
  scanners: string,
  ...more: readonly string[]
): readonly string[] {
  return [
    'image',
    '--input',
    layout,
    '--scanners',
    scanners,
    ...more,
    '--offline-scan',
    '--skip-check-update',
    '--skip-version-check',
    '--disable-telemetry',
    '--cache-backend',
    'memory',
    '--quiet',
    '--format',
    'json',
    '--output',
    result,
  ];
}

export const PEERS: readonly Peer[] = [
  {
    program: 'trivy',
    asked: 'the layout, for secrets and misconfiguration; no vulnerability database',
    version: ['--version'],
    args: (target) => trivyArguments(target, 'secret,misconfig'),
    found: ({ result }) => {
      const { Results = [] } = JSON.parse(readFileSync(result, 'utf8')) as {
        Results?: { Secrets?: unknown[] }[];
      };
      return `${Results.reduce((sum, { Secrets = [] }) => sum + Secrets.length, 0)} secrets`;
    },
  },
  {
    program: 'syft',
    asked: 'the archive, for packages (SBOM)',
    version: ['--version'],
    args: ({ archive, result }) => ['scan', `oci-archive:${archive}`, '-o', `syft-json=${result}`, '-q'],
    env: { SYFT_CHECK_FOR_APP_UPDATE: 'false' },
    found: ({ result }) => {
      const { artifacts } = JSON.parse(readFileSync(result, 'utf8')) as { artifacts: unknown[] };
      return `${artifacts.length} packages`;
    },
  },
  {
    program: 'clamscan',
    asked: 'the unpacked files, for 100 signatures of our own (the real database cannot be had here)',
    version: ['--version'],
    args: ({ unpacked, signatures }) => [
      '-d',
      signatures,
      '--recursive',
      '--infected',
      '--no-summary',
      '--max-filesize=2000M',
      '--max-scansize=2000M',
      unpacked,
    ],
    found: (_, { status, stdout }) => {
      if (status !== 1 || !stdout.includes('canary')) throw new Error(`clamscan did not scan: ${stdout}`);
      return 'the planted word';
    },
  },
  {
    program: 'yara',
    asked: 'the unpacked files, for 100 strings in 20 rules of our own',
    version: ['--version'],
    args: ({ rules, unpacked }) => ['-r', '-p', '2', rules, unpacked],
    found: (_, { stdout }) => {
      if (!stdout.includes('canary')) throw new Error(`yara did not scan: ${stdout}`);
      return 'the planted word';
    },
  },
];

/** Twenty rules of five words each, that no package holds. */
export function yaraRules(): string {
  return Array.from({ length: 20 }, (_, rule) => {
    const strings = words()
      .slice(rule * 5, rule * 5 + 5)
      .map((word, i) => `  $s${i} = "${word}"`);
    return `rule bench_${rule} {\nstrings:\n${strings.join('\n')}\ncondition:\n  any of them\n}\n`;
  }).join('\n');
}

/** A signature for each of the same words, in any file (ClamAV, "Extended signature format"). */
export function clamSignatures(): string {
  return words()
    .map((word, i) => `Bench.Word-${i}:0:*:${Buffer.from(word).toString('hex')}\n`)
    .join('');
}

function words(): readonly string[] {
  return Array.from({ length: 100 }, (_, i) => `clearpull-bench-word-${String(i).padStart(2, '0')}`);
}

/** Where the canary lies below what is unpacked. */
export function canaryIn(unpacked: string): string {
  return join(unpacked, 'canary.txt');
}

/** A version that was written down where a tool or a rule set does not know its own; undefined where none was. */
export function notedVersion(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
