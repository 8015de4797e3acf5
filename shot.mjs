import { chromium } from 'playwright-core';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const t=Date.now();
for (const [name, file, opts] of [['light','/tmp/t.html',{viewport:{width:1200,height:900}}],['dark','/tmp/t.html',{viewport:{width:1200,height:900},colorScheme:'dark'}],['narrow','/tmp/t.html',{viewport:{width:360,height:740}}],['big','/tmp/big.html',{viewport:{width:1200,height:900}}]]) {
  const ctx = await browser.newContext(opts); const page = await ctx.newPage();
  page.on('console', m => console.log(name, m.type(), m.text())); page.on('pageerror', e => console.log(name, 'ERR', e.message)); page.on('request', r => r.url().startsWith('file:')||console.log('REQ', r.url()));
  const a=Date.now(); await page.goto('file://'+file); await page.waitForSelector('.files:not([hidden])'); console.log(name, 'load', Date.now()-a, 'ms');
  console.log('overflow', await page.evaluate(() => document.documentElement.scrollWidth - innerWidth));
  await page.locator('.tree').focus(); for (const k of ['ArrowDown','Enter','ArrowDown','Enter','ArrowDown','Enter']) await page.keyboard.press(k);
  if (name==='big') { const b=Date.now(); await page.fill('[type=search]','file-1999'); console.log('search', Date.now()-b, await page.textContent('.count'), await page.locator('.row').count()); }
  await page.screenshot({ path: `/tmp/shot-${name}.png`, fullPage: true });
}
await browser.close();
