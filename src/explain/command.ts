import type { RunConfig } from '../image/config.ts';

/** What the container is told to run, from the configuration alone. */
export interface StartCommand {
  /** Where its first word stands. */
  readonly origin: 'ENTRYPOINT' | 'CMD';
  /** ENTRYPOINT, then CMD as its arguments (OCI image-spec, config.md, "Entrypoint" and "Cmd"). */
  readonly argv: readonly string[];
  /** How many words of `argv` are the entry point's own. */
  readonly entrypointLength: number;
}

/** The argv that the container starts; undefined when the image names none. */
export function startCommand(config: RunConfig): StartCommand | undefined {
  const entrypoint = config.Entrypoint ?? [];
  const argv = [...entrypoint, ...(config.Cmd ?? [])];
  if (argv.length === 0) return undefined;
  return {
    origin: entrypoint.length > 0 ? 'ENTRYPOINT' : 'CMD',
    argv,
    entrypointLength: entrypoint.length,
  };
}

/** An argv as a person would type it: words quoted where a shell would need it. */
export function formatArgv(argv: readonly string[]): string {
  return argv.map((word) => (/^[\w./:@%+,=-]+$/.test(word) ? word : quote(word))).join(' ');
}

function quote(word: string): string {
  return word.includes("'") ? JSON.stringify(word) : `'${word}'`;
}
