import { visible } from '../../base/visible.ts';
import { pad, wrap } from '../../report/text/layout.ts';
import { painter } from '../../report/text/paint.ts';
import { checkCache } from './cache.ts';
import { checkContentTrust } from './content-trust.ts';
import { checkDaemons } from './daemons.ts';
import { checkDockerConfig } from './docker-config.ts';
import type { Diagnosis, DoctorCheck, Patient } from './doctor-check.ts';
import { checkMachine } from './machine.ts';
import { checkRegistries, checkTrust } from './network.ts';
import { checkProxies } from './proxies.ts';
import { checkSettings } from './settings.ts';
import { checkTerminal } from './terminal.ts';

/** What `doctor` looks at, in the order in which it tells. */
const CHECKS: readonly DoctorCheck[] = [
  checkMachine,
  checkSettings,
  checkCache,
  checkDockerConfig,
  checkContentTrust,
  checkDaemons,
  checkProxies,
  checkTrust,
  checkRegistries,
  checkTerminal,
];

export async function examine(patient: Patient): Promise<readonly Diagnosis[]> {
  const lines: Diagnosis[] = [];
  for (const check of CHECKS) lines.push(...(await check(patient)));
  return lines;
}

const SIGNS = { ok: '✔', warn: '!', fail: '✖' } as const;
const STYLES = { ok: 'allow', warn: 'review', fail: 'block' } as const;

/** What `doctor` prints. */
export function diagnosesText(lines: readonly Diagnosis[], columns: number, color: boolean): string {
  const paint = painter(color);
  const name = Math.min(24, Math.max(...lines.map((line) => line.name.length))) + 2;
  const width = Math.max(30, Math.min(120, columns) - name - 7);
  const rows = lines.flatMap((line) => {
    const [first = '', ...rest] = wrap(line.text, width);
    const sign = paint(STYLES[line.status], `${SIGNS[line.status]} ${pad(line.status, 5)}`);
    const todo = line.todo === undefined ? [] : wrap(`→ ${line.todo}`, width);
    const below = [...rest, ...todo].map((text) => ' '.repeat(name + 7) + text);
    return [`${sign}${pad(visible(line.name), name)}${first}`, ...below];
  });
  const bad = lines.filter(({ status }) => status === 'fail').length;
  const doubtful = lines.filter(({ status }) => status === 'warn').length;
  const end =
    bad > 0
      ? `${bad} of these must be mended.`
      : doubtful > 0
        ? 'It works; see what stands behind !.'
        : 'All is well.';
  return `${rows.join('\n')}\n\n${end}\n`;
}
