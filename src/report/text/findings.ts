import type { Assessment } from '../../assess/assessment.ts';
import { fingerprintOf } from '../../assess/suppress/fingerprint.ts';
import type { AssessedFinding, BaselineState } from '../../assess/suppress/suppression.ts';
import { plural } from '../../base/quantities.ts';
import type { Evidence } from '../../detect/finding.ts';
import { breakCommand, type Command, copyCommand, lookCommand } from '../by-hand.ts';
import { isSameFile, layerOf, originOf, placeOf, shownBefore, spotOf, sureness } from '../evidence-words.ts';
import { countBySeverity } from '../suppressed-words.ts';
import type { Page } from './page.ts';
import { severityStyle } from './paint.ts';

const MAX_EVIDENCE = 3;
const MAX_EVIDENCE_VERBOSE = 50;
const MAX_FINDINGS = 20;

/** Each finding: what, why, where, what to do, and how to see it with one's own eyes. */
export function writeFindings(assessment: Assessment, page: Page): void {
  const { findings } = assessment;
  if (findings.length === 0) return;
  page.section('What was found', countBySeverity(findings));
  const shown = page.verbose ? findings : findings.slice(0, MAX_FINDINGS);
  const before = shownBefore(shown);
  for (const [index, finding] of shown.entries()) {
    writeFinding(finding, { number: index + 1, assessment, before, page });
  }
  if (shown.length < findings.length) {
    page.line(`and ${plural(findings.length - shown.length, 'more finding')} (-v shows all)`);
    page.blank();
  }
  const copy = copyCommand(assessment);
  if (copy === undefined) {
    if (!findings.some(({ evidence }) => lookCommand(evidence[0], assessment) !== undefined)) return;
    page.text(
      shown.some(({ evidence }) => fits(lookCommand(evidence[0], assessment), page))
        ? 'To see for yourself: the $ lines above read each place from the files; nothing is run.'
        : 'To see for yourself: the commands that show each place are too long for this width; -f markdown has them.',
    );
    return;
  }
  page.text(
    'To see for yourself: copy the image with this (nothing in it runs), then the $ lines above show each place.',
  );
  writeCommand(copy, page, '  ');
}

/** How it stands against the baseline. */
const STATE: Readonly<Record<BaselineState, string>> = {
  new: 'new',
  updated: 'changed or worse since the baseline',
  unchanged: 'known from the baseline',
};

interface Place {
  /** Counts from one. */
  readonly number: number;
  readonly assessment: Assessment;
  /** Evidence that an earlier finding, by its number, has shown. */
  readonly before: ReadonlyMap<Evidence, number>;
  readonly page: Page;
}

function writeFinding(finding: AssessedFinding, { number, assessment, before, page }: Place): void {
  const first = `${number}. `.padEnd(3);
  const indent = ' '.repeat(first.length);
  const attack = finding.attack === undefined ? '' : ` · ATT&CK ${finding.attack}`;
  page.text(finding.title, { first, indent, style: 'bold', maxLines: 3 });
  const state = finding.baselineState === undefined ? '' : ` · ${STATE[finding.baselineState]}`;
  page.text(`${finding.severity.toUpperCase()}, ${sureness(finding)} · ${finding.rule}${attack}${state}`, {
    indent,
    style: severityStyle(finding.severity),
    maxLines: 2,
  });
  page.text(finding.why, { indent, maxLines: 6 });
  if (page.verbose) page.text(`Fingerprint ${fingerprintOf(finding)}`, { indent, style: 'dim' });
  const limit = page.verbose ? MAX_EVIDENCE_VERBOSE : MAX_EVIDENCE;
  for (const [i, evidence] of finding.evidence.slice(0, limit).entries()) {
    const earlier = before.get(evidence);
    const previous = finding.evidence[i - 1];
    if (earlier !== undefined) {
      page.blank();
      page.text(`${placeOf(evidence)} (shown in ${earlier})`, { indent, maxLines: 3 });
      continue;
    }
    if (previous !== undefined && isSameFile(evidence, previous)) {
      page.line(`and at${spotOf(evidence).replace(',', '')}`, { indent });
      writeExcerpt(evidence, page, indent);
      continue;
    }
    page.blank();
    writeEvidence(evidence, assessment, page, indent);
  }
  if (finding.evidence.length > limit) {
    const more = plural(finding.evidence.length - limit, 'more place');
    page.line(`and ${more} (${page.verbose ? '-f json lists them' : '-v shows them'})`, { indent });
  }
  page.blank();
  page.text(finding.fix, { first: `${indent}→ `, indent: `${indent}  `, maxLines: 6 });
  page.blank();
}

function writeEvidence(evidence: Evidence, assessment: Assessment, page: Page, indent: string): void {
  page.text(placeOf(evidence), { indent, maxLines: 3 });
  const origin = originOf(evidence, assessment);
  const from = origin === undefined ? '' : `, from ${origin}`;
  page.line(layerOf(evidence, assessment) + from, { indent, style: 'dim' });
  writeExcerpt(evidence, page, indent);
  const command = lookCommand(evidence, assessment);
  if (command !== undefined) writeCommand(command, page, indent);
}

function writeExcerpt({ excerpt }: Evidence, page: Page, indent: string): void {
  page.text(excerpt, { indent: `${indent}> `, maxLines: page.verbose ? 12 : 4 });
}

/** Whether a finding's command has room on the page. */
function fits(command: Command | undefined, page: Page): boolean {
  return command !== undefined && commandLines(command, page, ' '.repeat(3)) !== undefined;
}

function commandLines(command: Command, page: Page, indent: string): readonly string[] | undefined {
  return breakCommand(command, page.width - indent.length - 4);
}

/** A command behind `$`, or nothing when it does not fit. */
function writeCommand(command: Command, page: Page, indent: string): void {
  const lines = commandLines(command, page, indent) ?? [];
  for (const [i, line] of lines.entries()) {
    page.line(line, { indent: `${indent}${i === 0 ? '$ ' : '    '}`, style: 'command' });
  }
}
