import { baseName } from '../../base/base-name.ts';
import type { ShellCommand, ShellPipeline, ShellRedirect } from '../shell/model.ts';
import { languageOfInterpreter } from '../text/language.ts';
import { type Fetch, fetchIn, fetchOf, savedTo } from './fetchers.ts';
import { awkRuns, type Unclear, unclearOutput } from './unclear.ts';
import { worksOnFiles } from './works-on-files.ts';

export type How =
  /** `curl … | sh`, `bash <(curl …)`, `eval "$(curl …)"`. */
  | 'piped'
  /** Saved to a file that is run. */
  | 'saved'
  /** Saved, unpacked, and something of it run. */
  | 'unpacked'
  /** Source fetched, built and run. */
  | 'built'
  /** Text decoded and handed to an interpreter. */
  | 'decoded'
  /** What commands print that nothing here works out, handed to a shell. */
  | 'unclear';

export interface Run {
  readonly how: How;
  readonly pipeline: ShellPipeline;
  readonly fetch?: Fetch;
  /** Of what is unclear: where it comes from, and whether a shell reads it from a pipe, as few honest scripts do. */
  readonly unclear?: Unclear & { readonly piped: boolean };
  /** Where it is run, when that is another line. */
  readonly ranIn?: ShellPipeline;
  /** Run by a language runtime that needs no chmod, as applications do with their own plug-ins. */
  readonly mild?: boolean;
}

const knownRuns = new WeakMap<readonly ShellPipeline[], readonly Run[]>();

/** Everything that one script fetches or decodes, and then runs. Found once for all who ask. */
export function runsIn(written: readonly ShellPipeline[]): readonly Run[] {
  const known = knownRuns.get(written);
  if (known !== undefined) return known;
  const pipelines = withSockets(written);
  const own = pipelines.filter(({ from }) => from === undefined);
  const runs = [...own.flatMap(direct), ...later(pipelines)];
  knownRuns.set(written, runs);
  return runs;
}

/** Connections that `exec 3<>/dev/tcp/HOST/PORT` opened, put in where they are read: `cat <&3`. */
function withSockets(pipelines: readonly ShellPipeline[]): readonly ShellPipeline[] {
  const sockets = new Map<string, ShellRedirect>();
  for (const { commands } of pipelines) {
    for (const { redirects } of commands.filter(({ name }) => name === 'exec')) {
      for (const redirect of redirects) {
        const isSocket = redirect.target.text.startsWith('/dev/tcp/') && redirect.operator !== '>';
        // `exec 3< <(curl …)`.
        if (isSocket || (redirect.operator === '<' && redirect.target.inner.length > 0))
          sockets.set(String(redirect.fd ?? 0), { ...redirect, operator: '<' });
      }
    }
  }
  return sockets.size === 0 ? pipelines : pipelines.map((pipeline) => reading(pipeline, sockets));
}

function reading(pipeline: ShellPipeline, sockets: ReadonlyMap<string, ShellRedirect>): ShellPipeline {
  const commands = pipeline.commands.map((command) => ({
    ...command,
    redirects: command.redirects.map((redirect) => {
      const socket = redirect.operator === '<&' ? sockets.get(redirect.target.text) : undefined;
      return socket ?? redirect;
    }),
    body: command.body.map((inner) => reading(inner, sockets)),
  }));
  return { ...pipeline, commands };
}

function direct(pipeline: ShellPipeline): readonly Run[] {
  const { commands } = pipeline;
  const sink = commands.findIndex(
    (command, index) =>
      index > 0 && (takesProgram(command) || takesJobs(command) || runsLines(command, pipeline)),
  );
  if (sink > 0) {
    const before: ShellPipeline = { ...pipeline, commands: commands.slice(0, sink) };
    const fetch = fetchIn(before) ?? fetchInWords(before);
    if (fetch !== undefined) return [{ how: 'piped', pipeline, fetch }];
    if (before.commands.some(decodes) || pipeline.decoders !== undefined || cutsOut(before))
      return [{ how: 'decoded', pipeline }];
    const unclear = unclearOutput(before, true);
    if (unclear !== undefined) return [{ how: 'unclear', pipeline, unclear: { ...unclear, piped: true } }];
  }
  for (const command of commands) {
    const given = command.redirects.some(
      ({ operator, target }) =>
        operator === '>' &&
        target.inner.some(({ commands: [first] }) => first !== undefined && takesProgram(first)),
    );
    const handedOn = given ? fetchOf(command) : undefined;
    if (handedOn !== undefined) return [{ how: 'piped', pipeline, fetch: handedOn }];
    const named = packageByUrl(command);
    if (named !== undefined) return [{ how: 'piped', pipeline, fetch: named }];
    // `$(curl …)` in place of a program: what arrives is the command.
    const fetched = /^(?:\$\(|`)/.test(command.program) ? fetchInWords(pipeline) : undefined;
    if (fetched !== undefined) return [{ how: 'piped', pipeline, fetch: fetched }];
    const byAwk = awkRuns(command);
    if (byAwk !== undefined) return [{ how: 'unclear', pipeline, unclear: { ...byAwk, piped: true } }];
    const handed = handedOver(command);
    if (handed === undefined) continue;
    for (const inner of handed) {
      const fetch = fetchIn(inner);
      if (fetch !== undefined) return [{ how: 'piped', pipeline, fetch }];
      if (inner.commands.some(decodes) || inner.decoders !== undefined || cutsOut(inner))
        return [
          {
            how: 'decoded',
            pipeline: inner.output === undefined ? pipeline : { ...pipeline, output: inner.output },
          },
        ];
    }
    const fetch = isRunner(command) ? fetchInWords(pipeline) : undefined;
    if (fetch !== undefined) return [{ how: 'piped', pipeline, fetch }];
    if (isRunner(command) && command.args.some((arg) => arg.via !== undefined))
      return [{ how: 'decoded', pipeline }];
    const unclear = isRunner(command)
      ? handed.map((inner) => unclearOutput(inner, false)).find((found) => found !== undefined)
      : undefined;
    if (unclear !== undefined) return [{ how: 'unclear', pipeline, unclear: { ...unclear, piped: false } }];
  }
  return [];
}

/** `npx https://…/x.tgz`, `deno run https://…`, `groovy https://…`: what fetches and runs what an address names. */
function packageByUrl(command: ShellCommand): Fetch | undefined {
  const words = command.args.map(({ text }) => text);
  const [first = ''] = words;
  const runs =
    /^(?:npx|pnpx|bunx|uvx|groovy|dotnet-script|jbang)$/.test(command.name) ||
    (/^(?:deno|bun)$/.test(command.name) && (ADDRESS.test(first) || /^(?:run|serve|x)$/.test(first))) ||
    (/^(?:pipx|pnpm|yarn|uv|npm|dotnet)$/.test(command.name) && /^(?:run|dlx|x|exec|script)$/.test(first));
  if (!runs) return undefined;
  // Behind a file of its own, an address is what that is told.
  const operand = words.filter(
    (word) => !word.startsWith('-') && !/^(?:run|serve|dlx|x|exec|script)$/.test(word),
  )[0];
  const url = [operand, ...words.filter((_word, at) => /^(?:--from|-p|--package)$/.test(words[at - 1] ?? ''))]
    .map((word) => ADDRESS.exec(word ?? '')?.[1])
    .find((found) => found !== undefined);
  return url === undefined
    ? undefined
    : fetchOf({ ...command, name: 'curl', args: [{ text: url.replace(/^git\+/, ''), inner: [] }] });
}

const ADDRESS = /^(?:@?[\w./-]{1,100}@)?((?:git\+)?(?:https?|ssh):\/\/\S+)/;

/** An interpreter that runs what comes in. */
function takesProgram(command: ShellCommand): boolean {
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
function takesJobs({ name, args }: ShellCommand): boolean {
  const words = args.map(({ text }) => text);
  if (name === 'crontab') return words.length === 0 || words.includes('-');
  return (name === 'at' || name === 'batch') && !words.some((word) => /^-[fclrdq]/.test(word));
}

/** `… | while read LINE; do eval "$LINE"; done`. */
function runsLines({ body }: ShellCommand, { text }: ShellPipeline): boolean {
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

function isRunner(command: ShellCommand): boolean {
  if (/^(?:eval|source|\.)$/.test(command.name)) return true;
  const language = languageOfInterpreter(command.name);
  return (
    language !== undefined &&
    (command.args.some(({ text }) => /^-[a-z]*[cer]$/.test(text)) || language === 'shell')
  );
}

/** Pipelines whose output a command runs: `bash -c "$(…)"`, `. <(…)`, `sh <<< "$(…)"`, `$(curl …)` itself. */
function handedOver(command: ShellCommand): readonly ShellPipeline[] | undefined {
  if (!isRunner(command) && languageOfInterpreter(command.name) === undefined) return undefined;
  const words = [...command.args, ...command.redirects.map(({ target }) => target)];
  return words.flatMap((word) => word.inner);
}

/** A variable that holds a fetch's output keeps the fetch as text: `x=$(curl …); eval "$x"`. */
function fetchInWords(pipeline: ShellPipeline): Fetch | undefined {
  for (const command of pipeline.commands) {
    for (const text of [command.program, ...command.args.map((arg) => arg.text)]) {
      const match =
        /(?:\$\(|`)\s*(?:curl|wget|(?:dig|drill|host|nslookup)\s[^)`]{0,80}\btxt)\b[^)`]{0,500}/i.exec(text);
      if (match === null || givesNothing(match[0])) continue;
      const url = /(?:https?|ftp):\/\/[^\s"')]+/.exec(match[0])?.[0];
      const inner = { name: 'curl', program: 'curl', redirects: [], wrappers: [], body: [] };
      return fetchOf({ ...inner, args: url === undefined ? [] : [{ text: url, inner: [] }] });
    }
  }
  return undefined;
}

/** `until $(curl -o /dev/null --fail URL)` waits for a server; of a second address something would arrive. */
function givesNothing(fetch: string): boolean {
  return (
    /\s(?:-\w{0,9}[oO]|--output(?:-document)?)[ =]?\/dev\/null\b|[^2]>\s{0,5}\/dev\/null\b|\s--spider\b/.test(
      fetch,
    ) &&
    !/2>&1|%header|%output|\s-D|--dump-header/.test(fetch) &&
    (fetch.match(/:\/\//g)?.length ?? 0) <= 1 &&
    (fetch.match(/\s(?:-\w{0,9}[oO]|--output)\b/g)?.length ?? 0) <= 1
  );
}

function decodes(command: ShellCommand): boolean {
  const args = command.args.map((arg) => arg.text);
  if (/^(?:g?base64|base32|basenc)(?:\.real)?$/.test(command.name))
    return args.some((arg) => /^-(?:[a-zA-Z]*[dD]|-decode)$/.test(arg));
  if (command.name === 'openssl') return args.includes('-d');
  if (/^gpg2?$/.test(command.name)) return args.some((arg) => /^(?:-\w*d|--decrypt)$/.test(arg));
  if (command.name === 'xxd') return args.some((arg) => /^-[a-z]*r/.test(arg));
  return command.name === 'uudecode';
}

const OWN = /^(?:\$0|\$\{0\}|\$\{?BASH_SOURCE(?:\[0\])?\}?)$/;

/**
 * Text that is taken out of a file of something else, so that no reader of texts sees it: `strings`, a part by bytes, lines of what
 * is no text, and what a program prints of the script itself. Where the output is known, it is read as what it is.
 */
function cutsOut({ commands, output }: ShellPipeline): boolean {
  if (output !== undefined) return false;
  return commands.some(({ name, args }) => {
    const words = args.map(({ text }) => text);
    const own = words.some((word) => OWN.test(word));
    switch (name) {
      case 'strings':
        return true;
      case 'dd':
        return words.some((word) => /^if=(?!\/dev\/)/.test(word));
      case 'head':
      case 'tail':
        return !own && words.some((word) => /^(?:-[a-z]{0,4}c|--bytes)/.test(word));
      case 'grep':
      case 'egrep':
        return words.some((word) => /^(?:-[A-Za-z]{0,8}a[A-Za-z]{0,8}|--text)$/.test(word));
      case 'awk':
      case 'gawk':
      case 'mawk':
      case 'perl':
        return own;
      default:
        return false;
    }
  });
}

interface Saved {
  readonly pipeline: ShellPipeline;
  /** Absent for what was decoded, not fetched. */
  readonly fetch?: Fetch;
  readonly unclear?: Unclear;
  readonly unpacked: boolean;
  readonly cloned: boolean;
}

/** What is saved on one line and run on a later one. */
function later(pipelines: readonly ShellPipeline[]): readonly Run[] {
  const saved = new Map<string, Saved>();
  const runs: Run[] = [];
  for (const pipeline of pipelines) {
    for (const command of pipeline.commands) {
      const used = usedFile(command, saved);
      if (used !== undefined) {
        const { fetch, unclear, unpacked, cloned } = used.saved;
        const made = unclear === undefined ? 'decoded' : 'unclear';
        const how: How = fetch === undefined ? made : cloned ? 'built' : unpacked ? 'unpacked' : 'saved';
        const mild = languageOfInterpreter(command.name) === undefined && command.name === 'java';
        runs.push({
          how,
          pipeline: used.saved.pipeline,
          ...(fetch !== undefined && { fetch }),
          ...(unclear !== undefined && { unclear: { ...unclear, piped: false } }),
          ranIn: pipeline,
          ...(mild && { mild }),
        });
        saved.delete(used.file);
        if (pipeline.from !== undefined && used.saved.pipeline.from !== undefined) runs.pop();
        continue;
      }
      const fetch = writesStart(command, pipeline);
      if (fetch !== undefined) runs.push({ how: 'saved', pipeline, fetch });
      else remember(command, pipeline, saved);
    }
  }
  return runs;
}

/** Places whose files something starts that runs in many containers. */
const STARTS =
  /^\/etc\/(?:cron\.[a-z]+\/|crontab$|profile(?:$|\.d\/)|init\.d\/|rc\.local$|systemd\/|bash\.bashrc$)|^\/var\/spool\/cron\/|(?:^|\/)\.(?:bashrc|profile|bash_profile|zshrc)$/;

/** A fetch that is saved where a login, cron or an init system starts it. */
function writesStart(command: ShellCommand, pipeline: ShellPipeline): Fetch | undefined {
  const fetch = fetchOf(command);
  return fetch !== undefined && STARTS.test(savedTo(command, pipeline) ?? '') ? fetch : undefined;
}

function remember(command: ShellCommand, pipeline: ShellPipeline, saved: Map<string, Saved>): void {
  if (saved.size > 500) return;
  const args = command.args.map((arg) => arg.text);
  if (command.name === 'git' && args[0] === 'clone') {
    const [url, folder] = args
      .slice(1)
      .filter(
        (arg, index, all) => !arg.startsWith('-') && !/^-(?:b|-branch|-depth)$/.test(all[index - 1] ?? ''),
      );
    const name =
      folder ??
      url
        ?.split('/')
        .at(-1)
        ?.replace(/\.git$/, '');
    const call = { ...command, name: 'curl', args: url === undefined ? [] : [{ text: url, inner: [] }] };
    const fetch = fetchOf(call);
    if (name && fetch !== undefined) saved.set(name, { pipeline, fetch, unpacked: false, cloned: true });
    return;
  }
  const fetch = fetchOf(command);
  if (fetch !== undefined) {
    const file = savedTo(command, pipeline);
    const unpack = pipeline.commands.find(({ name }) => /^(?:tar|bsdtar|unzip|gunzip|cpio)$/.test(name));
    if (unpack !== undefined) saved.set(folderOf(unpack), { pipeline, fetch, unpacked: true, cloned: false });
    else if (file !== undefined && file !== '-' && !NO_FILE.test(file)) {
      saved.set(file, { pipeline, fetch, unpacked: false, cloned: false });
    }
    return;
  }
  const { writesTo = '/dev/null' } = pipeline;
  if (!NO_FILE.test(writesTo) && pipeline.commands.some(decodes)) {
    saved.set(writesTo, { pipeline, unpacked: false, cloned: false });
    return;
  }
  const unclear = NO_FILE.test(writesTo) ? undefined : unclearOutput(pipeline, false);
  if (unclear !== undefined) {
    saved.set(writesTo, { pipeline, unclear, unpacked: false, cloned: false });
    return;
  }
  const known = args.flatMap((arg) => lookUp(arg, saved));
  const first = known[0];
  if (first === undefined) return;
  if (/^(?:mv|cp|ln|install)$/.test(command.name)) {
    const target = args.filter((arg) => !arg.startsWith('-')).at(-1);
    if (target !== undefined)
      saved.set(target.endsWith('/') ? target + baseName(first.file) : target, first.saved);
  } else if (/^(?:tar|bsdtar|unzip|7z|7za|gunzip|xz|bzip2|cpio|gzip)$/.test(command.name)) {
    saved.set(folderOf(command), { ...first.saved, unpacked: true });
  }
}

/** What is written there is in no file afterwards. */
const NO_FILE = /^\/dev\/(?:null|std|fd|tty|tcp|udp)/;

/** Where an archive is unpacked to: `-C dir`, `-d dir`, or the working directory. */
function folderOf(command: ShellCommand): string {
  const args = command.args.map((arg) => arg.text);
  const option = args.findIndex((arg) => /^-(?:C|d|-directory)$/.test(arg));
  const single = /^(?:gunzip|xz|bzip2|gzip)$/.test(command.name)
    ? args.find((arg) => !arg.startsWith('-'))?.replace(/\.(?:gz|xz|bz2)$/, '')
    : undefined;
  return single ?? (option >= 0 ? args[option + 1] : undefined) ?? '.';
}

function lookUp(path: string, saved: ReadonlyMap<string, Saved>): readonly { file: string; saved: Saved }[] {
  const name = baseName(path);
  for (const [file, entry] of saved) {
    const inFolder = (entry.unpacked || entry.cloned) && path.startsWith(`${file.replace(/\/$/, '')}/`);
    if (file === path || inFolder || (name.length > 0 && baseName(file) === name && !entry.unpacked))
      return [{ file, saved: entry }];
  }
  return [];
}

/** The saved file that a command runs, directly or through an interpreter or a build. */
function usedFile(
  command: ShellCommand,
  saved: ReadonlyMap<string, Saved>,
): { file: string; saved: Saved } | undefined {
  if (saved.size === 0) return undefined;
  const language = languageOfInterpreter(command.name);
  const runner =
    language !== undefined || /^(?:source|\.|java|exec|open|start-stop-daemon)$/.test(command.name);
  if (language !== undefined && worksOnFiles(command, language)) return undefined;
  const candidates = runner
    ? command.args.map((arg) => arg.text).filter((text) => !text.startsWith('-'))
    : [command.program];
  for (const candidate of candidates.slice(0, 3)) {
    const found = candidate === '' ? undefined : lookUp(candidate, saved)[0];
    if (found !== undefined && !found.saved.cloned) return found;
    if (found !== undefined && (runner || candidate.includes('/'))) return found;
  }
  if (builds(command)) {
    const cloned = [...saved].find(([, entry]) => entry.cloned || entry.unpacked);
    if (cloned !== undefined) return { file: cloned[0], saved: { ...cloned[1], cloned: true } };
  }
  return undefined;
}

/** Compilers and build tools where they make something, not where they list, check or show. */
function builds({ name, args }: ShellCommand): boolean {
  const words = args.map(({ text }) => text);
  switch (name) {
    case 'go':
      return /^(?:build|run|install|generate)$/.test(words[0] ?? '');
    case 'cargo':
      return /^(?:build|run|install|b|r|rustc)$/.test(words.find((word) => !/^[-+]/.test(word)) ?? '');
    case 'make':
    case 'ninja':
      return !words.some((word) =>
        /^(?:-\w*[nqpv]\w*|--(?:dry-run|just-print|question|version))$/.test(word),
      );
    case 'cmake':
      return !words.some((word) => /^(?:-E|--version)$/.test(word));
    case 'gcc':
    case 'g++':
    case 'cc':
      return words.some((word) => !word.startsWith('-'));
    default:
      return name === 'meson';
  }
}

/** True when a script compares a checksum or verifies a signature of what it fetched. */
export function verifies(pipelines: readonly ShellPipeline[]): boolean {
  return pipelines.some(({ commands }) =>
    commands.some(({ name, args }) => {
      const words = args.map((arg) => arg.text);
      if (/^(?:sha(?:1|224|256|384|512)sum|shasum|md5sum|b2sum)$/.test(name))
        return words.some((word) => /^-(?:\w*c|-check)/.test(word));
      if (/^gpgv?\d?$/.test(name)) return name.startsWith('gpgv') || words.includes('--verify');
      return (
        /^(?:cosign|minisign|signify|slsa-verifier)$/.test(name) ||
        (name === 'openssl' && words.includes('-verify'))
      );
    }),
  );
}
