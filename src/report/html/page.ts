import { createHash } from 'node:crypto';
import { type Html, html } from './escape.ts';
import { STYLE } from './style.ts';

/**
 * A page that needs nothing else: no request, no script but `script`. It and the style are named by their hashes in
 * the page's policy; any other would not run.
 */
export function pageText(
  title: string,
  parts: readonly Html[],
  { toolVersion, script }: { readonly toolVersion: string; readonly script?: string },
): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const head = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ html: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title.slice(0, 300)}</title>
<style>${{ html: STYLE }}</style></head><body>
<a class="skip" href="#main">Skip to the report</a>
<main id="main">`;
  const tail = html`</main><footer><p>clearpull ${toolVersion}</p></footer>
${script === undefined ? '' : html`<script>${{ html: script }}</script>`}</body></html>
`;
  return [head, ...parts, tail].map((part) => part.html).join('\n');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
