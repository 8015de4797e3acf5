import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { miningImages } from '../demo/campaign.ts';
import { listFiles } from '../src/assess/index.ts';
import type { LayerEntry } from '../src/image/layer-facts.ts';
import { buildTree } from '../src/image/tree/build-tree.ts';
import { renderHtml } from '../src/report/html.ts';
import { renderTraces, type Traced } from '../src/report/index.ts';
import { HOSTILE, honestAssessment, hostileAssessment, minerAssessment } from '../testkit/assessment.ts';
import { builtCli, startCli } from '../testkit/built-cli.ts';
import { buildImage } from '../testkit/image.ts';
import { richAssessment } from '../testkit/rich-assessment.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { hasTool, requireTool } from '../testkit/tools.ts';

/** The page in a real browser: Debian's chromium, driven by playwright-core, which brings none of its own. */

let work = '';
let browser: Browser | undefined;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'clearpull-html-'));
  if (!hasTool('chromium')) return;
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    timeout: 60_000,
  });
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await rm(work, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** What it asked for beside itself, what it complained about, and dialogs. */
  readonly events: string[];
}

async function open(text: string, options: BrowserContextOptions = {}): Promise<Opened> {
  if (browser === undefined) throw new Error('no browser');
  const file = join(work, `${Math.trunc(text.length)}-${JSON.stringify(options).length}.html`);
  await writeFile(file, text);
  const events: string[] = [];
  const page = await (
    await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options })
  ).newPage();
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url() !== url) events.push(`request ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    events.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => events.push(`console ${message.text()}`));
  page.on('pageerror', (error) => events.push(`error ${error.message}`));
  await page.goto(url);
  return { page, events };
}

function entry(path: string, more: Partial<LayerEntry> = {}): LayerEntry {
  return { path, kind: 'file', size: 10, mode: 0o644, uid: 0, gid: 0, ...more };
}

/** A page about files that exist only as entries. */
function pageOf(
  layers: readonly (readonly LayerEntry[])[],
  assessment = honestAssessment(),
  text: (path: string) => string | undefined = () => undefined,
): string {
  const diffId = assessment.image.digest;
  const tree = buildTree(layers.map((entries) => ({ diffId, size: 0, entries, unknowns: [] })));
  const files = listFiles(tree, assessment, text);
  return renderHtml(
    { assessments: [{ ...assessment, files }], failed: [], several: false },
    { toolVersion: '1' },
  );
}

const BREAKING = [
  HOSTILE,
  '</script><script>alert(1)</script>',
  '<!--<script>\'"><svg onload=alert(1)>',
  ']]>&lt;b&gt;{{x}}${alert(1)}',
  '__proto__',
];

/** A trace for the page, of which something was asked that it does not show. */
function tracedImage(): Traced {
  const rich = richAssessment();
  return {
    ...rich,
    trace: { ...rich.trace, origin: { sources: [], builders: [] } },
    gate: {
      asked: ['level T3 or higher'],
      unmet: [{ what: 'level', links: ['signature'], text: 'The level is below T3.' }],
    },
  };
}

describe('the HTML page', () => {
  it('shows an image of the demo, as the command wrote it', async (context) => {
    requireTool(context, 'chromium');
    const [image] = miningImages();
    if (image === undefined) throw new Error('no demo');
    await writeOciLayout(join(work, 'layout'), [{ image: buildImage(image.spec), name: 'app:1' }]);
    const { out, err } = await startCli(await builtCli(), ['oci:./layout', '-f', 'html', '--no-cache'], {
      env: { HOME: work, TMPDIR: work },
      cwd: work,
    }).done;
    expect(err).toBe('');
    const { page, events } = await open(out);
    expect(await page.textContent('.decision')).toContain('block');
    expect(await page.textContent('main')).toContain('Mines for a Monero wallet');
    expect(await page.locator('.treemap rect.cell').count()).toBeGreaterThan(1);
    await page.fill('[type=search]', 'config.json');
    expect(await page.textContent('.count')).toBe('1 found');
    expect(await page.textContent('.row')).toContain('! a finding');
    await page.click('.row');
    const view = (await page.textContent('.view')) ?? '';
    expect(view).toContain('From layer 3');
    expect(view).toContain('pool.minexmr.com');
    await page.fill('[type=search]', '');
    const rows = await page.locator('.row').allInnerTexts();
    expect(rows.find((row) => row.includes('usr/\n'))).toContain('! a finding');
    expect(rows.find((row) => row.includes('entrypoint.sh'))).toContain('» runs at start');
    expect(rows.filter((row) => /etc\/|tmp\//.test(row) && /!|»/.test(row))).toEqual([]);
    await page.selectOption('.controls select', '2');
    expect(await page.textContent('.count')).toMatch(/^\d+ of \d+ paths$/);
    expect(events).toEqual([]);
  });

  it('runs nothing out of an image and asks for nothing', async (context) => {
    requireTool(context, 'chromium');
    const names = BREAKING.map((name) => name.replaceAll('/', '∕'));
    const text = pageOf(
      [names.map((name) => entry(`${name}/${name}`, { target: name, kind: 'symlink' })), [entry('run.sh')]],
      hostileAssessment(),
      (path) => `${path}\n${BREAKING.join('\n')}`,
    );
    const { page, events } = await open(text);
    await page.locator('.tree').focus();
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
    }
    for (const name of ['', 'alert', '<', '__proto__']) await page.fill('[type=search]', name);
    await page.click('.row');
    const found = await page.evaluate(
      `[...document.querySelectorAll('img,iframe,object,embed,link,form,base,script:not(.files-data)')].map((e) => e.tagName)`,
    );
    // The page's own, and no other.
    expect(found).toEqual(['SCRIPT']);
    expect(
      await page.evaluate(`document.querySelectorAll('[onload],[onerror],[onclick],[style*=url]').length`),
    ).toBe(0);
    expect(events).toEqual([]);
  });

  it('would not run a script that came in all the same', async (context) => {
    requireTool(context, 'chromium');
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const broken = pageOf([[entry('a')]]).replace(
      '</main>',
      `<script>globalThis.ran = 1</script><img src="http://127.0.0.1:${port}/x.png" onerror="globalThis.ran = 2"></main>`,
    );
    const { page, events } = await open(broken);
    expect(await page.evaluate('globalThis.ran')).toBeUndefined();
    await page.waitForLoadState('networkidle');
    expect(asked).toBe(0);
    expect(events.join('\n')).toContain('Content Security Policy');
    expect(await page.locator('.row').count()).toBe(1);
  });

  it('can be read without JavaScript, but for the tree', async (context) => {
    requireTool(context, 'chromium');
    const { page } = await open(pageOf([[entry('a')]]), { javaScriptEnabled: false });
    const text = (await page.locator('main').innerText()).toLowerCase();
    for (const part of ['allow', 'daemon off', 'copy site/ /srv/site', 'needs javascript'])
      expect(text).toContain(part);
    expect(await page.locator('.treemap').isVisible()).toBe(true);
    expect(await page.locator('.files').isVisible()).toBe(false);
  });

  it('fits a narrow screen, in light and in dark', async (context) => {
    requireTool(context, 'chromium');
    const text = pageOf([BREAKING.map((name) => entry(name.replaceAll('/', '∕')))], hostileAssessment());
    const colours: unknown[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(text, { viewport: { width: 360, height: 740 }, colorScheme });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      colours.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
    }
    expect(new Set(colours).size).toBe(2);
  });

  it('breaks no rule of accessibility that a program can check', async (context) => {
    requireTool(context, 'chromium');
    const several = { assessments: [richAssessment(), minerAssessment()], failed: [], several: true };
    const wide = { viewport: { width: 1200, height: 800 } };
    const narrow = { viewport: { width: 380, height: 800 } };
    const rich = pageOf(
      [[entry('opt/app/run.sh')], [entry('opt/app/run.sh', { kind: 'whiteout' })]],
      richAssessment(30),
    );
    const traced = await renderTraces('html', [tracedImage()], '1');
    const pages: readonly (readonly [string, BrowserContextOptions])[] = [
      [rich, { ...wide, colorScheme: 'light' }],
      [rich, { ...narrow, colorScheme: 'dark' }],
      [pageOf([[entry('a')]], minerAssessment()), { ...wide, colorScheme: 'dark' }],
      [renderHtml(several, { toolVersion: '1' }), { ...narrow, colorScheme: 'light' }],
      [traced, { ...narrow, colorScheme: 'light' }],
      [traced, { ...wide, colorScheme: 'dark' }],
    ];
    for (const [text, options] of pages) {
      const { page } = await open(text, options);
      await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate(
        "axe.run(document, { resultTypes: ['violations'] })",
      )) as AxeResults;
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary])).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await page.context().close();
    }
  }, 240_000);

  it('tells the status of each link without colour, also on paper', async (context) => {
    requireTool(context, 'chromium');
    const { page, events } = await open(await renderTraces('html', [tracedImage()], '1'));
    await page.emulateMedia({ media: 'print', forcedColors: 'active' });
    const links = await page.locator('.chain > li').allInnerTexts();
    expect(links).toHaveLength(10);
    for (const [i, [sign, word]] of [
      ['✔', 'verified'],
      ['◐', 'claimed'],
      ['○', 'missing'],
      ['✖', 'contradicted'],
    ].entries()) {
      expect(links[i]).toContain(sign);
      expect(links[i]).toContain(word);
    }
    // What is folded away on the screen is on the paper.
    expect(await page.getByText('reference evidence 12').isVisible()).toBe(true);
    expect(events).toEqual([]);
  });

  it('keeps few elements for 100,000 files, and finds one by keyboard and search', async (context) => {
    requireTool(context, 'chromium');
    const entries = Array.from({ length: 100_000 }, (_, i) =>
      entry(`opt/app/dir-${i % 100}/file-${i}.js`, { size: i }),
    );
    const { page, events } = await open(
      pageOf([entries, [entry('opt/app/dir-0/file-0.js', { kind: 'whiteout' })]]),
    );
    await page.locator('.tree').focus();
    // Opens opt and opt/app, then goes to the end of all folders.
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'End'])
      await page.keyboard.press(key);
    expect(await page.locator('.row').count()).toBeLessThan(100);
    expect(await page.locator('.row.now').getAttribute('aria-posinset')).toBe('1102');
    await page.fill('[type=search]', '/file-4242.js');
    expect(await page.textContent('.count')).toBe('1 found');
    await page.click('.row');
    expect(await page.textContent('.view h3')).toBe('/opt/app/dir-42/file-4242.js');
    await page.fill('[type=search]', 'file-0.js');
    expect(await page.locator('.row.gone').count()).toBe(1);
    await page.uncheck('[type=checkbox]');
    expect(await page.textContent('.count')).toBe('0 found');
    expect(events).toEqual([]);
  });
});
