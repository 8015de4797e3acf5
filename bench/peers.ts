import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeDebianImage } from './images/debian.ts';
import { layersOf } from './images/layers-of.ts';
import { makeSmallFilesImage } from './images/small-files.ts';
import { interleave, median, type TimedSample, timed } from './measure.ts';
import {
  CANARY,
  canaryIn,
  clamSignatures,
  notedVersion,
  PEERS,
  type Peer,
  type PeerTarget,
  yaraRules,
} from './peer-tools.ts';

/**
 * `npm run bench:peers [-- --rounds N --write FILE]`: other tools over the same images, each as a user would call
 * it, offline and without its cache, beside a cold `clearpull check`. `bench/install-peers.sh` gets those that the
 * package registries offer. They answer other questions; the ratios say what it costs to ask them, no more.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, write: { type: 'string' } },
});
const rounds = Number(values.rounds);
const out = fileURLToPath(new URL('./out', import.meta.url));
const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const env = { PATH: `${join(out, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`, HOME: out };
mkdirSync(out, { recursive: true });

const present = PEERS.filter(({ program }) => spawnSync(program, ['--version'], { env }).error === undefined);
const missing = PEERS.filter((peer) => !present.includes(peer)).map(({ program }) => program);
const loads = [loadavg()[0]];
const tables = [
  tableOf(prepare('1.2 GB of Debian packages', makeDebianImage(out))),
  tableOf(prepare('200,000 small files', await makeSmallFilesImage(out))),
];
loads.push(loadavg()[0]);

const report = `# Beside other tools

Made by \`npm run bench:peers -- --write docs/bench-peers.md\`, after \`bench/install-peers.sh\`: rounds: ${rounds}, interleaved,
medians. Each tool is called as a user would call it, without its cache and without a network, and answers questions of
its own: the ratios say what asking costs, not which tool is better. Vulnerability and virus databases could not be had,
so tools run in the modes that need none; grype has no such mode. Ratios are to a cold \`clearpull check\` of the same
archive with every detector on. A word planted among the unpacked files shows that the scanners looked.

A machine with ${availableParallelism()} cores and a load of ${loads.map((load) => (load ?? 0).toFixed(1)).join(' at the start and ')} at the end: where that is more than the
benchmark's own two or so, others used it as well, and processor time tells more than wall time.

${tables.join('\n\n')}

- clearpull: ${versionOf(process.execPath, [cli, '--version'])}, Node ${process.version}
${present.map(({ program, version }) => `- ${program}: ${versionOf(program, version)}`).join('\n')}
${missing.length === 0 ? '' : `- not on this machine: ${missing.join(', ')}\n`}`;
console.log(report);
if (values.write !== undefined) writeFileSync(values.write, report);

function tableOf(target: PeerTarget): string {
  const cache = join(out, 'cache-peers');
  const found = new Map([['clearpull', 'its report']]);
  const jobs: Record<string, () => TimedSample> = {
    clearpull: () => {
      rmSync(cache, { recursive: true, force: true });
      const args = ['check', target.archive, '--cache-dir', cache, '-q', '--fail-on', 'never'];
      const sample = timed(process.execPath, [cli, ...args]);
      found.set(
        'clearpull',
        sample.stdout
          .trim()
          .split(/\s{2,}/)
          .at(-1) ?? '',
      );
      return sample;
    },
  };
  for (const peer of present) {
    jobs[peer.program] = () => {
      rmSync(target.result, { force: true });
      const sample = timed(peer.program, peer.args(target), { ...env, ...peer.env });
      found.set(peer.program, peer.found(target, sample));
      return sample;
    };
  }
  const samples = interleave(rounds, jobs);
  console.error(`${target.what}: done`);
  rmSync(cache, { recursive: true, force: true });
  const figure = (program: string, of: (sample: TimedSample) => number): number =>
    median((samples[program] ?? []).map(of));
  const row = ({ program, asked }: Pick<Peer, 'program' | 'asked'>): string => {
    const ratio = (of: (sample: TimedSample) => number): string =>
      (figure(program, of) / figure('clearpull', of)).toFixed(2);
    const [wall, cpu] = [
      (one: TimedSample): number => one.seconds,
      (one: TimedSample): number => one.cpuSeconds,
    ];
    const cells = [
      program,
      asked,
      found.get(program) ?? '',
      `${figure(program, wall).toFixed(1)} s`,
      ratio(wall),
      `${figure(program, cpu).toFixed(1)} s`,
      ratio(cpu),
      `${figure(program, ({ peakMiB }) => peakMiB).toFixed(0)} MiB`,
    ];
    return `| ${cells.join(' | ')} |`;
  };
  return [
    `## ${target.what}`,
    '',
    '| tool | reads and looks for | found | wall time | ratio | processor time | ratio | peak memory |',
    '|---|---|---|---|---|---|---|---|',
    row({ program: 'clearpull', asked: 'the archive, for everything it knows, cold' }),
    ...present.map(row),
  ].join('\n');
}

/** What was built by Go does not know its version; `install-peers.sh` wrote it down. */
function versionOf(program: string, args: readonly string[]): string {
  const noted = notedVersion(join(out, 'bin', `${program}.version`));
  if (noted !== undefined) return noted;
  const { stdout } = spawnSync(program, args, { env, encoding: 'utf8' });
  return stdout.split('\n')[0]?.trim() ?? '';
}

/** The archive, its files unpacked for tools that read folders, and inert rules: words that no package holds. */
function prepare(what: string, layout: string): PeerTarget {
  const archive = `${layout}.tar`;
  const unpacked = `${layout}-root`;
  const [rules, signatures] = [join(out, 'bench.yar'), join(out, 'bench.ndb')];
  // Without "./" before the names, which syft takes for an attack.
  if (!existsSync(archive)) execFileSync('tar', ['-C', layout, '-cf', archive, ...readdirSync(layout)]);
  if (!existsSync(canaryIn(unpacked))) {
    rmSync(unpacked, { recursive: true, force: true });
    mkdirSync(unpacked);
    for (const { path } of layersOf(layout))
      execFileSync('tar', ['-xzf', path, '-C', unpacked, '--no-same-owner']);
    writeFileSync(canaryIn(unpacked), `${CANARY}\n`);
  }
  writeFileSync(rules, yaraRules());
  writeFileSync(signatures, clamSignatures());
  return { what, layout, archive, unpacked, rules, signatures, result: join(out, 'peer-result.json') };
}
