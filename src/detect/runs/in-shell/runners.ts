import type { ShellCommand, ShellPipeline } from '../../shell/model.ts';
import { languageOfInterpreter } from '../../text/language.ts';

/** An interpreter that runs what comes in. */
export function takesProgram(command: ShellCommand): boolean {
  const args = command.args.map((arg) => arg.text);
  if ((command.name === 'source' || command.name === '.') && args[0] === '/dev/stdin') return true;
  const language = languageOfInterpreter(command.name);
  if (language === undefined || language === 'awk') return false;
  if (command.wrappers.includes('xargs')) return true;
  if (args.some((arg) => /^-[a-z]*[ce]$/.test(arg) && arg !== '-e') && language !== 'shell') return false;
  if (language === 'shell' && args.some((arg) => /^-[a-z]*c$/.test(arg))) return false;
  // `python3 -m json.tool` and `php -r` work on their input; they do not run it.
  if (language !== 'shell' && args.some((arg) => /^-(?:m|r|n|p|pe|ne|lane|M.*)$/.test(arg))) return false;
  const file = args.find((arg) => !arg.startsWith('-'));
  return (
    file === undefined ||
    file === '/dev/stdin' ||
    args.includes('-') ||
    args.some((arg) => /^-[a-z]*s$/.test(arg))
  );
}

/** `crontab -`, `at now`: what comes in is run later. */
export function takesJobs({ name, args }: ShellCommand): boolean {
  const words = args.map(({ text }) => text);
  if (name === 'crontab') return words.length === 0 || words.includes('-');
  return (name === 'at' || name === 'batch') && !words.some((word) => /^-[fclrdq]/.test(word));
}

/** `… | while read LINE; do eval "$LINE"; done`. */
export function runsLines({ body }: ShellCommand, { text }: ShellPipeline): boolean {
  if (body.length === 0) return false;
  const name =
    /\bwhile\s{1,9}(?:IFS=\S{0,9}\s{1,9})?read\s{1,9}(?:-\w{1,9}\s{1,9}){0,5}(\w{1,60})\s{0,9}[;\n]/.exec(
      text,
    )?.[1];
  if (name === undefined) return false;
  const isLine = (word: string): boolean => word === `$${name}` || word === `\${${name}}`;
  return body.some(({ commands }) =>
    commands.some((command) => {
      // What stands behind a script of its own is told to that.
      const [first] = command.args.filter(({ text: word }) => !word.startsWith('-'));
      return isLine(command.program) || (isRunner(command) && isLine(first?.text ?? ''));
    }),
  );
}

export function isRunner(command: ShellCommand): boolean {
  if (/^(?:eval|source|\.)$/.test(command.name)) return true;
  const language = languageOfInterpreter(command.name);
  return (
    language !== undefined &&
    (command.args.some(({ text }) => /^-[a-z]*[cer]$/.test(text)) || language === 'shell')
  );
}

/** Pipelines whose output a command runs: `bash -c "$(…)"`, `. <(…)`, `sh <<< "$(…)"`, `$(curl …)` itself. */
export function handedOver(command: ShellCommand): readonly ShellPipeline[] | undefined {
  if (!isRunner(command) && languageOfInterpreter(command.name) === undefined) return undefined;
  const words = [...command.args, ...command.redirects.map(({ target }) => target)];
  return words.flatMap((word) => word.inner);
}
