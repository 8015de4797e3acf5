/** One job of a crontab. */
export interface CronJob {
  readonly line: number;
  /** `* * * * *`, `@reboot` … */
  readonly schedule: string;
  readonly user?: string;
  /** Text for the shell. */
  readonly command: string;
}

/** Of one crontab; whoever gets as many cannot know whether these are all. */
export const MAX_JOBS = 2000;
const FIELD = '[\\d*/,A-Za-z?#-]{1,64}';
const USER_JOB = new RegExp(`^((?:@[a-z]{1,20})|(?:${FIELD}\\s+){4}${FIELD})\\s+(.*)$`);

/** Reads a crontab (crontab(5)). `withUser`: system crontabs name a user before the command. */
export function parseCrontab(text: string, withUser: boolean): CronJob[] {
  const jobs: CronJob[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.slice(0, 8000).trim();
    if (line === '' || line.startsWith('#') || /^\w+\s*=/.test(line)) continue;
    const match = USER_JOB.exec(line);
    if (match === null || jobs.length >= MAX_JOBS) continue;
    const schedule = (match[1] ?? '').replace(/\s+/g, ' ');
    const rest = match[2] ?? '';
    const space = rest.search(/\s/);
    if (!withUser) jobs.push({ line: index + 1, schedule, command: rest });
    else if (space > 0) {
      jobs.push({ line: index + 1, schedule, user: rest.slice(0, space), command: rest.slice(space).trim() });
    }
  }
  return jobs;
}
