import type { RunConfig } from '../../image/config.ts';
import { formatDuration, formatList } from './go-values.ts';

const DEFAULT_SHELL: readonly string[] = ['/bin/sh', '-c'];

/** The SHELL that the configuration names, or the default. */
export function shellOf(config: RunConfig): readonly string[] {
  return config.Shell != null && config.Shell.length > 0 ? config.Shell : DEFAULT_SHELL;
}

/** The environment by key; of a key given twice the last counts. */
export function environmentOf(config: RunConfig): Map<string, string> {
  const environment = new Map<string, string>();
  for (const entry of config.Env ?? []) {
    const equals = entry.indexOf('=');
    if (equals > 0) environment.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  return environment;
}

/**
 * An argv as CMD, ENTRYPOINT and the like write it: exec form, or shell form when it is the shell with one
 * text. The two are the same to a container, so which one stood in the Dockerfile is a guess.
 */
export function formatCommand(
  argv: readonly string[],
  shell: readonly string[],
): { text: string; shellForm: boolean } {
  const last = argv[argv.length - 1];
  const shellForm =
    argv.length === shell.length + 1 &&
    last !== undefined &&
    last.trim() === last &&
    last !== '' &&
    !last.startsWith('[') &&
    shell.every((word, index) => argv[index] === word);
  return shellForm ? { text: last, shellForm } : { text: formatList(argv), shellForm };
}

/** HEALTHCHECK as a Dockerfile writes it; undefined when there is none. */
export function formatHealthcheck(config: RunConfig): string | undefined {
  const check = config.Healthcheck;
  const test = check?.Test ?? [];
  if (check == null || test.length === 0) return undefined;
  if (test[0] === 'NONE') return 'NONE';
  const flags = [
    duration('interval', check.Interval),
    duration('timeout', check.Timeout),
    duration('start-period', check.StartPeriod),
    check.Retries ? `--retries=${check.Retries}` : '',
  ].filter((flag) => flag !== '');
  const command = test[0] === 'CMD-SHELL' ? test.slice(1).join(' ') : formatList(test.slice(1));
  return [...flags, 'CMD', command].join(' ');
}

function duration(name: string, nanoseconds: number | null | undefined): string {
  return nanoseconds ? `--${name}=${formatDuration(nanoseconds)}` : '';
}

/** Ports as EXPOSE takes them; `/tcp` is what it means without. */
export function formatPorts(ports: readonly string[]): string {
  return ports.map((port) => port.replace(/\/tcp$/, '')).join(' ');
}

/** Paths as VOLUME takes them. */
export function formatVolumes(paths: readonly string[]): string {
  return paths.some((path) => /[\s"[\]]/.test(path)) ? formatList(paths) : paths.join(' ');
}
