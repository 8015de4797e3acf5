import { buildCommand } from '../build-command.ts';
import type { Detector, ImageView } from '../detector.ts';
import { type Evidence, type Finding, type Indicator, SEVERITIES, type Severity } from '../finding.ts';
import { atMost, lower } from '../finding-order.ts';
import { URL_IN_CODE } from '../runs/fetchers.ts';
import type { ProgramRun } from '../runs/in-programs/program-run.ts';
import { programRuns } from '../runs/in-programs/program-runs.ts';
import type { How } from '../runs/in-shell/run.ts';
import { runsIn } from '../runs/in-shell/runs-in.ts';
import { verifies } from '../runs/in-shell/verifies.ts';
import { groupBy } from '../text/group.ts';
import { clip } from '../text/lines.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { placeHits } from '../text/placed/place-hits.ts';
import { type Placed, placeOf, type Where } from '../text/placed/placed.ts';
import { remoteOf } from '../text/remote.ts';
import type { TextUnit } from '../text/text-unit.ts';
import { unitsOf } from '../text/units.ts';

interface Seen {
  readonly [key: string]: string | boolean | undefined;
  readonly how: Fetched;
  readonly url?: string;
  /** What makes the source stand out, in words. */
  readonly suspicious?: string;
  /** Comes from the container's own network. */
  readonly local?: boolean;
  /** A checksum or signature is compared in the same script. */
  readonly verified?: boolean;
  readonly mild?: boolean;
  /** The program runs it itself, without a shell. */
  readonly inside?: boolean;
  readonly via?: string;
}

type Fetched = Exclude<How, 'decoded' | 'unclear'>;

const RULE = 'start/download-and-run';
const BUILD_RULE = 'start/download-at-build';

/** Finds programs that come from the network and are run at once. */
export const downloadAndRun: Detector<Seen> = {
  id: 'download-and-run',
  version: 19,
  title: 'Download and run',
  rules: [
    {
      id: RULE,
      leaves:
        'Downloads whose checksum or signature is compared, and those from the own network, weigh little.',
      severity: ['info', 'critical'],
      title: 'Downloads a program and runs it',
      category: 'start',
      description:
        'Something is fetched from the network and run at once, so what the container does is decided by somebody else each time it starts, and no scan of the image can see it.',
      attack: 'T1105',
    },
    {
      id: BUILD_RULE,
      leaves: 'Builds that only download.',
      title: 'Ran a downloaded program when it was built',
      category: 'start',
      severity: ['info', 'low'],
      description:
        'A RUN instruction piped a download into an interpreter. Common, and its result is in the layers; but the build is not repeatable.',
      attack: 'T1105',
    },
  ],
  texts: { look, wants: (role) => role === 'active' },
  judge: (view) => {
    const placed = placeHits(view, look);
    const groups = groupBy(placed, ({ where }) => where.path);
    return [...[...groups.values()].map((group) => toFinding(group)), ...atBuild(view)];
  },
};

function look(file: LookedAt): readonly Hit<Seen>[] {
  const hits: Hit<Seen>[] = [];
  for (const unit of file.units) {
    const verified = verifies(unit.commands);
    for (const run of runsIn(unit.commands)) {
      const { how } = run;
      if (how === 'decoded' || how === 'unclear') continue;
      const via = run.pipeline.via ?? unit.via;
      const { remote, url, hidden } = run.fetch ?? {};
      const suspicious = hidden === true ? 'through Tor or a SOCKS proxy' : remote?.suspicious;
      const text = run.ranIn === undefined ? run.pipeline.text : `${run.pipeline.text} … ${run.ranIn.text}`;
      hits.push({
        line: unit.line ?? run.pipeline.line,
        excerpt: via === undefined ? text : `[decoded: ${via}] ${text}`,
        data: {
          how,
          ...(url !== undefined && { url: url.slice(0, 500) }),
          ...(suspicious !== undefined && { suspicious }),
          ...(remote?.local === true && { local: true }),
          ...(verified && { verified }),
          ...(run.mild === true && { mild: true }),
          ...(via !== undefined && { via }),
        },
      });
    }
    for (const run of programRunsIn(unit)) {
      const { how } = run;
      if (how === 'decoded') continue;
      const remote = remoteOf(run.url ?? '');
      hits.push({
        line: unit.line ?? run.line,
        excerpt: unit.via === undefined ? run.excerpt : `[decoded: ${unit.via}] ${run.excerpt}`,
        data: {
          how,
          inside: true,
          ...(run.url !== undefined && { url: run.url }),
          ...(remote?.suspicious !== undefined && { suspicious: remote.suspicious }),
          ...(remote?.local === true && { local: true }),
          ...(run.verified === true && { verified: true }),
          ...(unit.via !== undefined && { via: unit.via }),
        },
      });
    }
  }
  return hits;
}

/** What a program's text shows by itself, and what it shows once values are followed. */
function programRunsIn({ text, language, runsFetched = [] }: TextUnit): readonly ProgramRun[] {
  const shown = programRuns(text, language);
  if (runsFetched.length === 0 || shown.some(({ how }) => how !== 'decoded')) return shown;
  const rows = text.split('\n');
  const url = URL_IN_CODE.exec(text)?.[0];
  const more = runsFetched.map((line) => ({
    how: 'piped' as const,
    line,
    excerpt: (rows[line - 1] ?? '').trim().slice(0, 400),
    ...(url !== undefined && { url }),
  }));
  return [...shown, ...more];
}

type Group = readonly [Placed<Seen>, ...Placed<Seen>[]];

function toFinding(group: Group): Finding {
  const ranked = [...group].sort((a, b) => rank(b) - rank(a)) as [Placed<Seen>, ...Placed<Seen>[]];
  const [{ where, data }] = ranked;
  const severity = severityOf(data, where);
  const name = placeOf(where);
  const what = `${WORDS[data.how]}${data.suspicious === undefined ? '' : `, ${data.suspicious}`}`;
  const hidden = data.via === undefined ? '' : `, hidden by ${data.via}`;
  const when = where.runs === undefined ? 'nothing seen here starts it by itself' : where.runs;
  return {
    rule: RULE,
    title: 'Downloads a program and runs it',
    category: 'start',
    severity,
    confidence: 'high',
    why: `${name} ${what}${hidden}; ${when}.${reasons(data, where)}`,
    fix: 'Put what is needed into the image when it is built, with its checksum compared, instead of fetching it at start.',
    attack: 'T1105',
    evidence: ranked.map(({ evidence }) => evidence) as [Evidence, ...Evidence[]],
    ...indicatorsOf(ranked),
  };
}

const WORDS: Record<Fetched, string> = {
  piped: 'fetches a program and hands it straight to an interpreter',
  saved: 'fetches a program, saves it and runs it',
  unpacked: 'fetches an archive, unpacks it and runs what is inside',
  built: 'fetches source code, builds it and runs the result',
};

function severityOf(data: Seen, where: Where): Severity {
  let severity: Severity = 'high';
  if (where.runs === undefined)
    severity = data.suspicious === undefined && data.via === undefined ? 'low' : 'medium';
  else if (data.suspicious !== undefined || data.via !== undefined) severity = 'critical';
  if (data.mild === true && data.suspicious === undefined) severity = atMost(severity, 'medium');
  if (data.verified === true && data.suspicious === undefined) severity = atMost(severity, 'low');
  // Libraries that load others, compile templates or build for pages look so, and nothing may ever import them.
  if (where.perhaps === true && data.inside === true && severity !== 'critical')
    severity = atMost(severity, 'low');
  if (data.local === true) severity = atMost(severity, 'low');
  if (where.gone) severity = lower(severity);
  return severity;
}

function reasons(data: Seen, where: Where): string {
  const said: string[] = [];
  if (data.verified === true && data.suspicious === undefined)
    said.push('The same script compares a checksum or signature, so it weighs less.');
  if (data.local === true) said.push("It comes from the container's own network, so it weighs less.");
  if (data.mild === true) said.push('It runs in a language runtime, as applications load their own parts.');
  if (where.gone) said.push('A later layer removes the file, but the image still carries it.');
  return said.length === 0 ? '' : ` ${said.join(' ')}`;
}

function rank({ data, where }: Placed<Seen>): number {
  return SEVERITIES.indexOf(severityOf(data, where));
}

function indicatorsOf(group: readonly Placed<Seen>[]): { indicators?: readonly Indicator[] } {
  const urls = new Set<string>();
  for (const { data } of group) {
    if (data.url !== undefined && data.local !== true && !data.url.includes('$')) urls.add(data.url);
  }
  const indicators = [...urls].slice(0, 20).flatMap((url): readonly Indicator[] => {
    const remote = remoteOf(url);
    if (remote === undefined) return [];
    return [
      { kind: /^[a-z]+:\/\//i.test(url) ? 'url' : 'address', value: url, validation: 'fetched and run' },
    ];
  });
  return indicators.length === 0 ? {} : { indicators };
}

/** `RUN curl … | bash` of the history: one finding that sums them up. */
function atBuild(view: ImageView<Seen>): readonly Finding[] {
  const evidence: Evidence[] = [];
  let suspicious: string | undefined;
  for (const instruction of view.explanation.instructions) {
    const command = buildCommand(instruction);
    if (command === undefined || evidence.length >= 10) continue;
    const units = unitsOf('', undefined, command, { language: 'shell' });
    const [hit] = look({ path: 'RUN', role: 'active', units, executable: true }).filter(
      ({ data }) => data.how === 'piped',
    );
    const decoded = units.flatMap((unit) => runsIn(unit.commands)).find(({ how }) => how === 'decoded');
    const excerpt = hit?.excerpt ?? decoded?.pipeline.text;
    if (excerpt === undefined || hit?.data.verified === true) continue;
    suspicious ??= hit === undefined ? 'out of coded text' : hit.data.suspicious;
    evidence.push({
      path: 'RUN',
      ...(instruction.layer !== undefined && { layer: instruction.layer }),
      excerpt: clip(excerpt),
    });
  }
  const [first, ...rest] = evidence;
  if (first === undefined) return [];
  return [
    {
      rule: BUILD_RULE,
      title: 'Ran a downloaded program when it was built',
      category: 'start',
      severity: suspicious === undefined ? 'info' : 'low',
      confidence: 'high',
      why: `The build ran a program straight from the network${suspicious === undefined ? '' : `, ${suspicious}`}; it does not run again at start, and what it left is in the layers.`,
      fix: 'Download to a file, compare its checksum, then run it.',
      attack: 'T1105',
      evidence: [first, ...rest],
    },
  ];
}
