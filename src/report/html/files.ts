import type { Assessment } from '../../assess/assessment.ts';
import { plural } from '../../base/quantities.ts';
import { dataBlock, type Html, html } from './escape.ts';
import { filesData } from './files-data.ts';

/** The tree of all files, which the page's script draws. */
export function filesHtml({ files, layers, ...rest }: Assessment, id: string): Html {
  if (files === undefined)
    return html`<p>The list of files is not in this page: it was made from a saved report. <code>clearpull check -f html</code> on the image itself puts it in.</p>`;
  const data = dataBlock(filesData(files, { layers, ...rest }));
  const options = layers.map(({ index }) => html`<option value="${index}">layer ${index + 1}</option>`);
  return html`<noscript><p>The list of files needs JavaScript; everything else on this page does not.</p></noscript>
<div class="files" hidden><div class="controls"><label>Search <input type="search" autocomplete="off"></label>
<label>From <select><option value="">all layers</option>${options}</select></label>
<label><input type="checkbox" checked> removed files too</label> <span class="count" role="status"></span></div>
<div class="tree" role="tree" tabindex="0" aria-label="Files of the image"><div class="room" role="presentation"></div></div>
<div class="view" aria-live="polite"><p class="note">Choose a file to see where it comes from.</p></div></div>
${files.leftOut > 0 ? html`<p>${plural(files.leftOut, 'more path')} ${files.leftOut === 1 ? 'is' : 'are'} not listed.</p>` : ''}
<script type="application/json" class="files-data" data-of="${id}">${{ html: data }}</script>`;
}
