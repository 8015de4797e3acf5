import type { Assessment } from '../assess/assessment.ts';
import { plural } from '../base/quantities.ts';
import { visible } from '../base/visible.ts';
import { shortDigest } from './places.ts';
import type { ReportInput } from './report-context.ts';
import { suppressedRemark } from './suppressed-words.ts';
import { renderTable } from './table.ts';
import { writeAccounting } from './text/accounting.ts';
import { writeBuilt } from './text/built.ts';
import { writeCoverage, writeNext } from './text/closing.ts';
import { writeFindings } from './text/findings.ts';
import { writeHeader, writeVerdict } from './text/header.ts';
import { clip, pad } from './text/layout.ts';
import { createPage, type TextOptions } from './text/page.ts';
import { painter } from './text/paint.ts';
import { writeStartChain } from './text/start.ts';
import { writeSuppressed } from './text/suppressed.ts';
import { writeTrace } from './text/trace.ts';

/**
 * The report for a terminal: one image after the other. Of several, those that are allowed are told in short,
 * and a table of verdicts comes last.
 */
export function renderText(input: ReportInput, options: TextOptions = {}): string {
  const reports = input.assessments.map((assessment) => imageText(assessment, options, input.several));
  if (!input.several) return reports.join('\n');
  const rule = `${'═'.repeat(createPage(options).width)}\n\n`;
  return [...reports, renderTable(input, options)].join(`\n${rule}`);
}

function imageText(assessment: Assessment, options: TextOptions, several: boolean): string {
  const page = createPage(options);
  writeHeader(assessment, page);
  writeVerdict(assessment, page);
  if (several && !page.verbose && assessment.verdict.decision === 'allow') {
    page.blank();
    page.text('Checked alone, or with -v, its whole report is shown.', { style: 'dim' });
    return page.toString();
  }
  writeFindings(assessment, page);
  writeSuppressed(assessment, page);
  writeStartChain(assessment, page);
  writeBuilt(assessment, page);
  writeAccounting(assessment, page);
  writeTrace(assessment, page);
  writeCoverage(assessment, page);
  writeNext(assessment, page);
  return page.toString();
}

/** One line an image: decision, reference, digest, and the first reason where there is room. */
export function renderQuiet(input: ReportInput, options: TextOptions = {}): string {
  const paint = painter(options.color ?? false);
  const width = options.columns ?? 80;
  return input.assessments
    .map((assessment) => {
      const { image, verdict, findings } = assessment;
      const name = visible(`${image.reference}  ${shortDigest(image.digest)}`);
      const room = width - name.length - 12;
      const remark = suppressedRemark(assessment);
      const found = (findings.length === 0 ? 'no findings' : plural(findings.length, 'finding')) + remark;
      const why = room < found.length ? '' : `  ${clip(visible(titleOf(findings, remark) ?? found), room)}`;
      return `${paint(verdict.decision, pad(verdict.decision, 6))}  ${name}${why}\n`;
    })
    .join('');
}

function titleOf([first]: Assessment['findings'], remark: string): string | undefined {
  return first === undefined ? undefined : first.title + remark;
}
