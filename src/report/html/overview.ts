import { type ReportInput } from '../report-context.ts';
import { commonPrefix, strongestFirst, summaryOf } from '../table.ts';
import { type Html, html, short } from './escape.ts';
import { SIGN } from './verdict.ts';

/** A row an image, the strongest verdict first; each leads to the image's own part of the page, `i1` for the first given. */
export function overviewHtml(input: ReportInput): Html {
  const { assessments, failed } = input;
  const prefix = commonPrefix([
    ...assessments.map(({ image }) => image.reference),
    ...failed.map(({ target }) => target),
  ]);
  const numbers = new Map(assessments.map((assessment, index) => [assessment, index + 1]));
  const rows = strongestFirst(assessments).map((assessment) => {
    const { image, verdict, findings } = assessment;
    return html`<tr><td class="v-${verdict.decision}">${SIGN[verdict.decision]}</td><td><a href="#i${String(numbers.get(assessment))}">${name(image.reference)}</a></td><td>${String(findings.length)} found</td><td>${short(verdict.reasons[0]?.text ?? '')}</td></tr>`;
  });
  const others = failed.map(
    ({ target, message }) =>
      html`<tr><td>? failed</td><td>${name(target)}</td><td></td><td>${short(message)}</td></tr>`,
  );
  return html`<h1 id="images">clearpull report</h1><p>${summaryOf(input)}</p>${
    prefix === '' ? '' : html`<p class="note">Images in ${prefix}</p>`
  }<table class="stack overview"><thead><tr><th scope="col">Verdict</th><th scope="col">Image</th><th scope="col">Found</th><th scope="col">Why</th></tr></thead><tbody>${rows}${others}</tbody></table>`;

  /** May be broken behind a slash or a colon, rather than within a word. */
  function name(reference: string): readonly Html[] {
    return reference
      .slice(prefix.length)
      .split(/(?<=[/:@])/)
      .map((part) => html`${part}<wbr>`);
  }
}
