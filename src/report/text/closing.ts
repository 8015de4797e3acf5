import type { Assessment } from '../../assess/assessment.ts';
import type { Description } from '../../assess/describe.ts';
import { limitsReached } from '../../assess/index.ts';
import { limitFlag } from '../../base/limit-reached.ts';
import { formatBytes, plural } from '../../base/quantities.ts';
import { archivesOpaque, archivesOpened } from '../archive-words.ts';
import type { Page } from './page.ts';

const MAX_UNREAD = 10;
const MAX_NOTES = 10;
const MAX_OPAQUE = 5;

/** What was looked at and what was not. */
export function writeCoverage({ coverage }: Description, page: Page): void {
  const { complete, layers, layersRead, files, bytes, unread, notes = [] } = coverage;
  page.section('What was read');
  const amount = `${plural(files, 'file')}, ${formatBytes(bytes)} unpacked`;
  if (complete) page.text(`Every byte of ${plural(layers, 'layer')}: ${amount}.`);
  else {
    page.text(`NOT ALL OF IT: ${layersRead} of ${plural(layers, 'layer')}, ${amount}. Missing:`, {
      style: 'warning',
    });
  }
  const shown = page.verbose ? unread : unread.slice(0, MAX_UNREAD);
  for (const { path, layer, detail } of shown) {
    const where = layer === undefined ? '' : `layer ${layer + 1}: `;
    page.text(`${where}${path === undefined ? '' : `/${path.slice(0, 200)}: `}${detail}`, {
      first: '  - ',
      indent: '    ',
      maxLines: 3,
    });
  }
  if (shown.length < unread.length) {
    page.line(`and ${unread.length - shown.length} more (-v shows all)`, { indent: '    ' });
  }
  const limits = limitsReached(unread);
  if (limits.length > 0) {
    const flags = limits.map((limit) => limitFlag(limit)).join(' ');
    page.text(`Limits can be raised: ${flags} (clearpull limits lists them).`, { maxLines: 6 });
  }
  writeArchives(coverage, page);
  for (const note of notes.slice(0, MAX_NOTES)) page.text(note, { maxLines: 4 });
}

/** What lies in archives inside the image, and what of it nobody could look into. */
function writeArchives({ nested, opaque, unopened }: Description['coverage'], page: Page): void {
  const opened = nested === undefined ? undefined : archivesOpened(nested);
  if (opened !== undefined) page.text(opened, { maxLines: 3 });
  if (unopened.count === 0) return;
  page.text(archivesOpaque(unopened.count, opaque?.bytes), { maxLines: 3 });
  const listed = opaque?.listed ?? [];
  const shown = page.verbose ? listed : listed.slice(0, MAX_OPAQUE);
  for (const { path, layer, detail, bytes } of shown) {
    const amount = bytes === 0 ? '' : ` (${formatBytes(bytes)})`;
    page.text(`layer ${layer + 1}: /${path.slice(0, 200)}: ${detail}${amount}`, {
      first: '  - ',
      indent: '    ',
      maxLines: 3,
    });
  }
  if (shown.length < unopened.count) {
    const all = listed.length > shown.length ? ' (-v shows them)' : '';
    page.line(`and ${unopened.count - shown.length} more${all}`, { indent: '    ' });
  }
}

/** What a reader can do now. */
export function writeNext({ verdict, image, findings, suppressed, coverage }: Assessment, page: Page): void {
  page.section('What next');
  if (verdict.decision === 'allow') {
    const found = suppressed.length === 0 ? 'Nothing known to be bad was found' : 'Nothing else was found';
    page.text(`${found}; that is no promise that there is nothing. What you checked is`);
    page.text(image.digest, { indent: '    ', maxLines: 3 });
    page.text(
      image.bare
        ? 'which is the sha256 of its tar: it can change before it is run.'
        : 'and a tag can move: run it by this digest.',
    );
    return;
  }
  if (verdict.decision === 'review') {
    if (findings.length > 0) {
      page.text(
        'Go through the findings above. If they are what you expect of this image, accept them by name in a ' +
          'policy file, with a reason and a date, and pass it with --policy.',
      );
    }
    if (!coverage.complete) page.text('What could not be read was not judged: get it, and check again.');
    return;
  }
  page.text(
    'Do not run it, and find out who brought it in. Where it has run: stop its containers, keep the image as ' +
      'evidence, look for processes, cron jobs and keys that it left on the host, and change the secrets that ' +
      'it could see.',
  );
  page.text('Everything that was found, for other tools: -f json, -f sarif.');
}
