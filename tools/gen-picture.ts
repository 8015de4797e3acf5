import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * `npm run picture`: runs a command of clearpull in colour and draws what it printed as docs/report.svg, for the
 * README. Run `npm run demo` first: the picture shows one of its images.
 */
const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'oci:demo/out/layout:demo2018/tomcat:latest' },
    lines: { type: 'string', default: '58' },
    out: { type: 'string', default: 'docs/report.svg' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const args = ['check', values.target];
const { stdout } = spawnSync(
  process.execPath,
  [`${root}/dist/cli/main.js`, ...args, '--color', 'always', '--columns', '80'],
  {
    cwd: root,
    encoding: 'utf8',
  },
);

interface Run {
  readonly text: string;
  readonly style: string;
}

/** The few SGR codes that the report uses (ECMA-48, 8.3.117) as styles on a dark ground. */
const COLORS: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
  90: '#8b949e',
  91: '#ffa198',
};

function runsOf(line: string): readonly Run[] {
  const runs: Run[] = [];
  let color = '';
  let bold = false;
  let dim = false;
  let underline = false;
  for (const part of line.split(/(\x1b\[[\d;]*m)/)) {
    const codes = /^\x1b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      const style = [
        color === '' ? '' : `fill:${color}`,
        bold ? 'font-weight:bold' : '',
        dim ? 'opacity:.65' : '',
        underline ? 'text-decoration:underline' : '',
      ];
      if (part !== '') runs.push({ text: part, style: style.filter(Boolean).join(';') });
      continue;
    }
    for (const code of codes.split(';').map(Number)) {
      if (code === 0) [color, bold, dim, underline] = ['', false, false, false];
      else if (code === 1) bold = true;
      else if (code === 2) dim = true;
      else if (code === 4) underline = true;
      else if (code === 22) [bold, dim] = [false, false];
      else if (code === 24) underline = false;
      else if (code === 39) color = '';
      else if (COLORS[code] !== undefined) color = COLORS[code];
    }
  }
  return runs;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const CELL = { width: 8.4, height: 19 };
const MARGIN = 20;
const lines = [`$ clearpull ${args.join(' ')}`, '', ...stdout.split('\n')].slice(0, Number(values.lines));
const rows = lines.map((line, row) => {
  const y = MARGIN + (row + 1) * CELL.height - 5;
  let column = 0;
  return runsOf(line)
    .map(({ text, style }) => {
      const x = MARGIN + column * CELL.width;
      column += text.length;
      const length = text.length * CELL.width;
      if (text.trim() === '') return '';
      return `<text x="${x.toFixed(1)}" y="${y}" textLength="${length.toFixed(1)}"${style === '' ? '' : ` style="${style}"`} xml:space="preserve">${escape(text)}</text>`;
    })
    .join('');
});
const width = Math.ceil(80 * CELL.width + 2 * MARGIN);
const height = Math.ceil(lines.length * CELL.height + 2 * MARGIN);
writeFileSync(
  `${root}/${values.out}`,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="clearpull's report about a hidden miner">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g fill="#e6edf3" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14">
${rows.filter(Boolean).join('\n')}
</g>
</svg>
`,
);
console.log(`${values.out}: ${lines.length} lines`);
