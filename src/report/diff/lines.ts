import { formatBytes, formatCount } from '../../base/quantities.ts';
import type {
  Difference,
  FileChange,
  InstructionChange,
  NewHost,
  ProgramChange,
  Totals,
  ValueChange,
} from '../../compare/difference.ts';
import type { HostUse, HostUseKind } from '../../compare/hosts.ts';
import type { Finding } from '../../detect/finding.ts';
import type { StartStep } from '../../explain/explanation.ts';
import { shortSums } from '../places.ts';

/** `+` is new, `-` gone, `~` changed. */
export type Sign = '+' | '-' | '~';

/** One change in words, for text and Markdown alike; as it stands in the image, not yet made visible. */
export interface ChangeLine {
  readonly sign: Sign;
  readonly text: string;
  /** Where it comes from, and what else there is to say. */
  readonly remark?: string;
  /** Deserves attention. */
  readonly alarm?: boolean;
}

export interface ChangeSection {
  readonly title: string;
  readonly lines: readonly ChangeLine[];
  /** Further changes that the difference itself does not list. */
  readonly unlisted?: number;
}

const IN_USE: Readonly<Record<HostUseKind, string>> = {
  start: 'used at start',
  finding: 'named by a finding',
  environment: 'in the environment',
  script: 'in a script',
  build: 'used while it was built',
};

/** Everything but the files, the most telling first; sections without a change are left out. */
export function changeSections(difference: Difference): readonly ChangeSection[] {
  const { findings, startSteps, hosts, packages, ports } = difference;
  const sections: readonly ChangeSection[] = [
    {
      title: 'Findings',
      lines: [
        ...findings.new.map((one) => findingLine('+', one, `${one.severity}, ${one.confidence}`)),
        ...findings.worse.map(({ finding, before }) =>
          findingLine(
            '~',
            finding,
            `was ${before.severity}, ${before.confidence}; now ${finding.severity}, ${finding.confidence}`,
          ),
        ),
        ...findings.gone.map((one) => findingLine('-', one, 'no longer found')),
      ],
    },
    {
      title: 'What it does at start',
      lines: [
        ...startSteps.new.map((one) => stepLine('+', one)),
        ...startSteps.gone.map((one) => stepLine('-', one)),
      ],
    },
    {
      title: 'Outbound hosts',
      lines: [...hosts.new.map(newHostLine), ...hosts.gone.map((one) => hostLine('-', one))],
    },
    {
      title: 'Programs',
      lines: difference.programs.map(programLine),
      unlisted: difference.unlistedPrograms,
    },
    {
      title: 'Packages',
      lines: [
        ...packages.new.map(({ name, version }): ChangeLine => ({ sign: '+', text: `${name} ${version}` })),
        ...packages.changed.map(
          ({ name, version, before }): ChangeLine => ({ sign: '~', text: `${name} ${before} → ${version}` }),
        ),
        ...packages.gone.map(({ name, version }): ChangeLine => ({ sign: '-', text: `${name} ${version}` })),
      ],
    },
    {
      title: 'Ports',
      lines: [
        ...ports.new.map((text): ChangeLine => ({ sign: '+', text, alarm: true })),
        ...ports.gone.map((text): ChangeLine => ({ sign: '-', text })),
      ],
    },
    { title: 'Configuration', lines: difference.configuration.map(valueLine) },
    { title: 'Environment', lines: difference.environment.map(valueLine) },
    { title: 'Instructions', lines: difference.instructions.map(instructionLine) },
  ];
  return sections.filter(({ lines, unlisted }) => lines.length > 0 || (unlisted ?? 0) > 0);
}

function findingLine(sign: Sign, { title, evidence }: Finding, remark: string): ChangeLine {
  const [{ path, line, layer }] = evidence;
  const spot = line === undefined ? path : `${path}, line ${line}`;
  const place = layer === undefined ? spot : `${spot}, layer ${layer + 1}`;
  return { sign, text: title, remark: `${remark}: ${place}`, alarm: sign !== '-' };
}

function stepLine(sign: Sign, step: StartStep): ChangeLine {
  const { command, runs, file, line, when, taken, layer } = step;
  const parts = [
    ...(runs === undefined ? [] : [`comes to ${runs}`]),
    ...(when === undefined
      ? []
      : [`behind ${when}${taken === false ? ', which the defaults do not take' : ''}`]),
    line === undefined ? file : `${file}, line ${line}`,
    ...(layer === undefined ? [] : [`layer ${layer + 1}`]),
  ];
  return { sign, text: command, remark: parts.join('; '), alarm: sign === '+' };
}

function newHostLine(host: NewHost): ChangeLine {
  const line = hostLine(host.before === undefined ? '+' : '~', host);
  const before = host.before === undefined ? '' : `, before only ${IN_USE[host.before]}`;
  return { ...line, remark: `${line.remark ?? ''}${before}`, alarm: host.use !== 'build' };
}

function hostLine(sign: Sign, { host, use, where, suspicious }: HostUse): ChangeLine {
  const more = where.length > 2 ? ' and elsewhere' : '';
  const places = where.slice(0, 2).map((one) => (one.length > 80 ? `${one.slice(0, 80)}…` : one));
  const remark = `${IN_USE[use]}: ${places.join(', ')}${more}${suspicious === undefined ? '' : `; ${suspicious}`}`;
  return { sign, text: host, remark };
}

function programLine(program: ProgramChange): ChangeLine {
  const marks = [
    ...(program.atStart ? ['runs at start'] : []),
    ...(program.setuid ? ['setuid'] : []),
    ...fileRemarks(program),
  ];
  return {
    sign: signOf(program.how),
    text: program.path,
    remark: marks.join(', '),
    alarm: program.how !== 'removed' && (program.atStart || program.setuid),
  };
}

function signOf(how: FileChange['how']): Sign {
  return how === 'added' ? '+' : how === 'removed' ? '-' : '~';
}

/** One file under the heading of its layer: what about it changed. */
export function fileLine(file: FileChange): ChangeLine {
  return { sign: signOf(file.how), text: file.path, remark: aspectWords(file).join(', ') };
}

function fileRemarks(file: FileChange): readonly string[] {
  const { how, origin } = file;
  return [...aspectWords(file), `${how === 'removed' ? 'was in layer' : 'layer'} ${origin.layerNumber}`];
}

function aspectWords({ how, aspects, size, sizeBefore, mode, modeBefore }: FileChange): readonly string[] {
  const resized = sizeBefore !== undefined && sizeBefore !== size;
  return how !== 'changed'
    ? [formatBytes(size)]
    : aspects.map((aspect) => {
        if (aspect === 'mode') return `mode ${(modeBefore ?? 0).toString(8)} → ${mode.toString(8)}`;
        if (aspect === 'content' && resized) return `${formatBytes(sizeBefore)} → ${formatBytes(size)}`;
        return aspect;
      });
}

function valueLine({ name, before, after }: ValueChange): ChangeLine {
  if (before === undefined) return { sign: '+', text: `${name}: ${after}`, alarm: name === 'USER' };
  if (after === undefined) return { sign: '-', text: `${name}: ${before}` };
  return { sign: '~', text: `${name}: ${before} → ${after}`, alarm: name === 'USER' && after === 'root' };
}

function instructionLine({ how, text, layerNumber }: InstructionChange): ChangeLine {
  return {
    sign: how === 'added' ? '+' : '-',
    text: shortSums(text),
    ...(layerNumber === undefined ? {} : { remark: `layer ${layerNumber}` }),
  };
}

/** `3 added, 1 changed, +1.2 MB`. */
export function totalsText({ added, changed, removed, bytes }: Totals): string {
  const parts = [
    ...(added === 0 ? [] : [`${formatCount(added)} added`]),
    ...(changed === 0 ? [] : [`${formatCount(changed)} changed`]),
    ...(removed === 0 ? [] : [`${formatCount(removed)} removed`]),
    ...(bytes === 0 ? [] : [`${bytes < 0 ? '−' : '+'}${formatBytes(Math.abs(bytes))}`]),
  ];
  return parts.length === 0 ? 'none' : parts.join(', ');
}
