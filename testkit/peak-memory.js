import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded with --import into a measured process: leaves its peak resident memory (KiB) in $BENCH_PEAK_FILE, and the
 * processor time of all its threads (microseconds, in the program and the system) in $BENCH_CPU_FILE. JavaScript,
 * because what Node loads to strip types would be measured with it: 15 to 60 MiB.
 */
const file = process.env['BENCH_PEAK_FILE'];
const cpuFile = process.env['BENCH_CPU_FILE'];
if (isMainThread && file !== undefined) process.on('exit', () => writeFileSync(file, String(peak())));
if (isMainThread && cpuFile !== undefined) process.on('exit', () => writeFileSync(cpuFile, String(cpu())));

function cpu() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Linux hands a parent's maxRSS down to what it starts; VmHWM begins afresh (proc_pid_status(5)). */
function peak() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
