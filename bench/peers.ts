import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeDebianImage } from './images/debian.ts';
import { layersOf } from './images/layers-of.ts';
import { interleave, median, type Sample, timed } from './measure.ts';

/**
 * `npm run bench:peers [-- --rounds N --write FILE]`: other tools over the same archive, each as a user would call
 * it, offline and without its cache, beside a cold `clearpull check`. `bench/install-peers.sh` gets those that the
 * package registries offer. They answer other questions; the ratios say what it costs to ask them, no more.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, write: { type: 'string' } },
});
const out = fileURLToPath(new URL('./out', import.meta.url));
const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const archive = join(out, 'debian.tar');
const unpacked = join(out, 'debian-root');
const rules = join(out, 'bench.yar');
const signatures = join(out, 'bench.ndb');
const PATH = `${join(out, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`;

interface Peer {
  readonly program: string;
  /** What it looks at and for. */
  readonly asked: string;
  readonly version: readonly string[];
  readonly args: readonly string[];
}

const PEERS: readonly Peer[] = [
  {
    program: 'trivy',
    asked: 'packages and secrets, no vulnerability database',
    version: ['--version'],
    args: [
      'image',
      '--input',
      archive,
      '--scanners',
      'secret',
      '--offline-scan',
      '--cache-backend',
      'memory',
      '--quiet',
      '--skip-version-check',
    ],
  },
  {
    program: 'syft',
    asked: 'packages (SBOM)',
    version: ['--version'],
    args: ['scan', `oci-archive:${archive}`, '-o', 'syft-json', '-q'],
  },
  {
    program: 'clamscan',
    asked: 'one signature, the archive unpacked by itself, default limits',
    version: ['--version'],
    args: ['-d', signatures, '--infected', '--no-summary', archive],
  },
  {
    program: 'yara',
    asked: 'twenty strings in the unpacked files',
    version: ['--version'],
    args: ['-r', '-p', '2', rules, unpacked],
  },
];

prepare();
const found = PEERS.filter(
  ({ program }) => spawnSync(program, ['--version'], { env: { PATH } }).error === undefined,
);
const cache = join(out, 'cache-peers');
const jobs: Record<string, () => Sample> = {
  clearpull: () => {
    rmSync(cache, { recursive: true, force: true });
    return timed(process.execPath, [cli, 'check', archive, '--cache-dir', cache, '-q', '--fail-on', 'never']);
  },
};
for (const { program, args } of found) jobs[program] = () => timed(program, args, { PATH, HOME: out });
const samples = interleave(Number(values.rounds), jobs);
rmSync(cache, { recursive: true, force: true });

const seconds = (name: string): number =>
  median((samples[name] ?? []).map((sample: Sample) => sample.seconds));
const peak = (name: string): number => median((samples[name] ?? []).map((sample: Sample) => sample.peakMiB));
const row = (name: string, asked: string): string =>
  `| ${name} | ${asked} | ${seconds(name).toFixed(1)} s | ${(seconds(name) / seconds('clearpull')).toFixed(2)} | ${peak(name).toFixed(0)} MiB |`;
const missing = PEERS.filter((peer) => !found.includes(peer)).map(({ program }) => program);
const report = [
  '# Beside other tools',
  '',
  `Made by \`npm run bench:peers -- --write docs/bench-peers.md\`, ${values.rounds} rounds interleaved, medians; the archive of 1.2 GB of`,
  'Debian packages that `npm run bench` makes. Each tool is called as a user would call it, offline, without a cache,',
  'and answers questions of its own: the ratios say what asking costs, not which tool is better.',
  '',
  '| tool | asked for | wall time | ratio | peak memory |',
  '|---|---|---|---|---|',
  row('clearpull', 'everything it knows, cold'),
  ...found.map(({ program, asked }) => row(program, asked)),
  '',
  ...found.map(({ program, version }) => `- ${program}: ${versionOf(program, version)}`),
  ...(missing.length === 0 ? [] : [`- not on this machine: ${missing.join(', ')}`]),
  '',
].join('\n');
console.log(report);
if (values.write !== undefined) writeFileSync(values.write, report);

function versionOf(program: string, args: readonly string[]): string {
  const { stdout } = spawnSync(program, args, { env: { PATH, HOME: out }, encoding: 'utf8' });
  return stdout.split('\n')[0]?.trim() ?? '';
}

/** The archive, its files unpacked for tools that read folders, and inert rules: words that no package holds. */
function prepare(): void {
  mkdirSync(out, { recursive: true });
  const layout = makeDebianImage(out);
  if (!existsSync(archive)) execFileSync('tar', ['-C', layout, '-cf', archive, '.']);
  if (!existsSync(unpacked)) {
    mkdirSync(unpacked);
    for (const { path } of layersOf(layout))
      execFileSync('tar', ['-xzf', path, '-C', unpacked, '--no-same-owner']);
  }
  const strings = Array.from({ length: 20 }, (_, i) => `  $s${i} = "clearpull-bench-word-${i}"`);
  writeFileSync(rules, `rule bench {\nstrings:\n${strings.join('\n')}\ncondition:\n  any of them\n}\n`);
  const word = Buffer.from('clearpull-bench-word').toString('hex');
  writeFileSync(signatures, `Bench.Word:0:*:${word}\n`);
}
