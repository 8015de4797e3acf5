import { visit } from 'jsonc-parser';
import { quote } from '../../explain/program-text/call-arguments.ts';
import { type EmbeddedCommand, programCommands } from '../../explain/program-text/program-commands.ts';
import { isComment, type Language } from './language.ts';
import { lines } from './lines.ts';
import { placeCommands } from './place-commands.ts';

/** Of one text. */
export const MAX_COMMANDS = 20_000;

/** Command lines in crontabs, units, settings and programs, by what each format calls them. Shell itself has none. */
export function commandsIn(text: string, language: Language, path: string): readonly EmbeddedCommand[] {
  return placeCommands(text, path) ?? commandsBy(text, language, path);
}

function commandsBy(text: string, language: Language, path: string): readonly EmbeddedCommand[] {
  switch (language) {
    case 'crontab':
      return byLine(text, language, (line) => cronCommand(line, path));
    case 'unit':
      return byLine(text, language, unitCommand);
    case 'json':
      return jsonCommands(text);
    case 'yaml':
    case 'settings':
      if (path.startsWith('etc/apt/apt.conf')) return byLine(text, language, aptHook);
      if (path.startsWith('etc/logrotate')) return rotateScripts(text);
      if (/(?:^|\/)udev\/rules\.d\/[^/]+\.rules$/.test(path)) return udevCommands(text);
      return byLine(text, language, settingCommand);
    case 'python':
    case 'perl':
    case 'php':
    case 'ruby':
    case 'node':
    case 'lua':
    case 'awk':
      return programCommands(text, language);
    default:
      return [];
  }
}

function byLine(
  text: string,
  language: Language,
  read: (line: string) => string | undefined,
): readonly EmbeddedCommand[] {
  const found: EmbeddedCommand[] = [];
  for (const line of lines(text)) {
    if (isComment(line.text, language)) continue;
    const command = read(line.text);
    if (command !== undefined && command.trim() !== '') found.push({ text: command, line: line.number });
    if (found.length >= MAX_COMMANDS) break;
  }
  return found;
}

/** crontab(5): five time fields or a nickname; system tables name the user before the command. */
function cronCommand(line: string, path: string): string | undefined {
  const match = /^\s*(?:@\w+|(?:[\w*/,-]{1,40}\s+){4}[\w*/,-]{1,40})\s+(.+)$/.exec(line);
  const rest = match?.[1];
  if (rest === undefined) return undefined;
  const system = /^etc\/(?:crontab$|cron\.d\/)/.test(path);
  const command = system || /^root\s/.test(rest) ? rest.replace(/^[\w.-]+\s+/, '') : rest;
  // An unescaped % begins the command's standard input.
  return command.replaceAll('\\%', '\u0000').replace(/%.*$/, '').replaceAll('\u0000', '%');
}

function unitCommand(line: string): string | undefined {
  const setting =
    /^\s*(?:Exec(?:Start|Stop|Reload|Condition)(?:Pre|Post)?|command|exec|start program|server|run|CMD|ENTRYPOINT)(?:\s*=\s*|\s+)(.+)$/i.exec(
      line,
    );
  if (setting?.[1] !== undefined) return setting[1].replace(/^[-@:+!|]{1,3}(?=\/)/, '').replaceAll('%%', '%');
  const procfile = /^[\w-]{1,40}:\s+(.+)$/.exec(line);
  if (procfile?.[1] !== undefined) return procfile[1];
  return /^[\w~]{0,8}:[\w]*:\w+:(.+)$/.exec(line)?.[1];
}

/** apt.conf(5): `DPkg::Post-Invoke { "command"; };`, on one line or with the command on its own. */
function aptHook(line: string): string | undefined {
  return /(?:Invoke(?:-Success|-Stats)?\s{0,4}(?:::)?\s{0,4}\{?|^\s*)\s{0,4}"([^"]{1,2000})"\s{0,4}[;}]/.exec(
    line,
  )?.[1];
}

/** udev(7): `RUN+="/bin/sh -c 'command'"`, and `PROGRAM=`. */
function udevCommands(text: string): readonly EmbeddedCommand[] {
  return [...lines(text)]
    .filter((line) => !isComment(line.text, 'settings'))
    .flatMap((line) =>
      [
        ...line.text.matchAll(/\b(?:RUN(?:\{program\})?|PROGRAM)\s{0,4}\+?:?={1,2}\s{0,4}"([^"]{1,2000})"/g),
      ].map(([, command = '']) => ({ text: command.replaceAll(/%(?=%)|\$(?=\$)/g, ''), line: line.number })),
    )
    .slice(0, MAX_COMMANDS);
}

/** logrotate(8): the lines between `postrotate` and the like, and `endscript`. */
function rotateScripts(text: string): readonly EmbeddedCommand[] {
  const found: EmbeddedCommand[] = [];
  let script: { line: number; lines: string[] } | undefined;
  for (const line of lines(text)) {
    if (/^\s*(?:(?:pre|post)rotate|(?:first|last|pre)action|preremove)\s*$/.test(line.text)) {
      script = { line: line.number + 1, lines: [] };
    } else if (/^\s*endscript\s*$/.test(line.text)) {
      if (script !== undefined && found.length < MAX_COMMANDS)
        found.push({ text: script.lines.join('\n'), line: script.line });
      script = undefined;
    } else script?.lines.push(line.text);
  }
  return found;
}

const COMMAND_KEY =
  /^(?:cmd|commands?|exec(?:start|_start)?|scripts?|run|start|args|entrypoint|(?:pre|post)?(?:install|start|stop|build|prepare|test)|hooks?|\w{1,20}[-_]?command|fsmonitor|exec-[\w-]{1,30}|(?:smart-)?attach-daemon2?|\w[\w-]{0,30}-script|(?:re)?start program|stop program|on[-_]?\w{0,20}|init|shell|program|bash|sh)$/i;
const COMMAND_SIGN =
  /\b(?:curl|wget|base64|nc|ncat|socat|bash|sh|python\d?|perl|nohup|chmod)\b|\/dev\/(?:tcp|udp)|stratum|--(?:donate|url|user|pool|wallet)\b|(?:^|[\s"'])-[ou][\s"']/;

function settingCommand(line: string): string | undefined {
  const match = /^\s*(?:-\s+)?["']?((?:(?:re)?start|stop) program|[\w.-]{1,60})["']?\s*[:=]\s*(\S.*)$/.exec(
    line,
  );
  const [key, value] = [match?.[1], match?.[2]];
  if (key === undefined || value === undefined || !COMMAND_SIGN.test(value)) return undefined;
  if (!COMMAND_KEY.test(key.slice(key.lastIndexOf('.') + 1))) return undefined;
  const list = /^\[(.*)\]\s*$/.exec(value)?.[1];
  if (list !== undefined)
    return [...list.matchAll(/"([^"]*)"|'([^']*)'/g)].map((m) => quote(m[1] ?? m[2] ?? '')).join(' ');
  const quoted = /^(["'])(.*)\1\s*$/.exec(value)?.[2];
  return quoted ?? value;
}

function jsonCommands(text: string): readonly EmbeddedCommand[] {
  if (!COMMAND_SIGN.test(text)) return [];
  const found: EmbeddedCommand[] = [];
  try {
    visit(text, {
      onLiteralValue: (value, _offset, _length, startLine, _character, pathOf) => {
        if (typeof value !== 'string' || found.length >= MAX_COMMANDS || !COMMAND_SIGN.test(value)) return;
        const named = pathOf().some((key) => typeof key === 'string' && COMMAND_KEY.test(key));
        if (named) found.push({ text: value, line: startLine + 1 });
      },
    });
  } catch {
    // Nested deeper than the parser goes: what was found so far stands.
  }
  return found;
}
