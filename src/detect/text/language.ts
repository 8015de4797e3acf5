import { baseName } from '../../base/base-name.ts';
import { isProgramComment, type ProgramLanguage } from '../../explain/program-text/program-language.ts';
import type { Content } from '../../image/layer-facts.ts';

/** What a text is written in, as far as a detector must know. */
export type Language =
  | 'shell'
  | ProgramLanguage
  /** A program of a language of which no detector knows more than how it fetches, decodes and evaluates. */
  | 'foreign'
  | 'crontab'
  | 'unit'
  | 'json'
  | 'yaml'
  | 'settings'
  | 'markup'
  | 'other';

const BY_INTERPRETER: readonly (readonly [RegExp, Language])[] = [
  [
    /^(?:ba|da|a|z|k|mk|lk|ok|pdk|rba|hu|ya|po|o|c|tc|fi|xon)?sh$|^(?:bats|ksh93|elvish|nu|rc|es|with-contenv|execlineb|openrc-run|runscript)$/,
    'shell',
  ],
  [/^python|^pypy/, 'python'],
  [/^perl/, 'perl'],
  [/^php/, 'php'],
  [/^(?:j?ruby|irb)/, 'ruby'],
  [/^(?:node|nodejs|bun|deno|ts-node)/, 'node'],
  [/^lua/, 'lua'],
  [/^[gmn]?awk/, 'awk'],
  [
    /^(?:R|Rscript|littler|julia|groovy(?:sh|Client)?|tclsh[\d.]*|jimsh|jshell|kotlin|scala|scala-cli|jbang|elixir|iex|escript|clojure|clj|bb|guile|racket|pwsh|powershell)$/,
    'foreign',
  ],
];

const BY_EXTENSION: readonly (readonly [RegExp, Language])[] = [
  [/\.(?:sh|bash|ash|ksh|zsh|profile|bashrc)$/, 'shell'],
  [/\.(?:pyw?|tac)$/, 'python'],
  [/\.pth$/, 'python'],
  [/\.(?:pl|pm)$/, 'perl'],
  [/\.(?:php\d?|phtml)$/, 'php'],
  [/\.(?:rb|ru|rake)$|(?:^|\/)(?:rakefile|gemfile|capfile|guardfile)$/, 'ruby'],
  [/\.(?:[cm]?js|ts)$/, 'node'],
  [/\.lua$/, 'lua'],
  [/\.awk$/, 'awk'],
  [/\.(?:json|jsonc|json5)$/, 'json'],
  [/\.ya?ml$/, 'yaml'],
  [/\.(?:html?|xml|svg|xhtml|md|rst|adoc|tex|css|csv|po|pot)$/, 'markup'],
  [/\.(?:c|h|cc|cpp|hpp|go|rs|java|cs|sql|tcl|vim|el|m4|am|cmake|map|log)$/, 'other'],
];

const CRONTAB =
  /^(?:etc\/(?:crontab|anacrontab|cron\.d\/[^/]+|crontabs\/[^/]+)|var\/spool\/cron\/(?!at(?:jobs|spool)\/).+)$|\.cron(?:tab)?$/;
const UNIT =
  /\.(?:service|timer|socket|path|mount)$|(?:^|\/)(?:supervisord?\.conf|supervisor(?:d)?(?:\/conf\.d|\.d)?\/[^/]+\.(?:conf|ini)|Procfile|inetd\.conf|inittab|monitrc)$|^etc\/(?:xinetd|init|monit\/conf)\.d\/[^/]+\.conf$|^etc\/init\/[^/]+\.conf$/;
const SHELL_PLACES =
  /(?:^|\/)\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zprofile|zshenv|kshrc|shrc|ashrc|xinitrc|xprofile|xsession|xsessionrc|zlogin|zlogout|login|cshrc|tcshrc)$|(?:^|\/)\.ssh\/rc$|(?:^|\/)\.config\/fish\/(?:conf\.d\/)?[^/]+\.fish$|^etc\/(?:profile|csh\.(?:cshrc|login|logout)|fish\/(?:conf\.d\/)?[^/]+\.fish|bash_completion\.d\/[^/]+|X11\/(?:Xsession|xinit\/xinitrc)\.d\/[^/]+|bash\.bashrc|bashrc|zsh\/[^/]+|environment\.sh|rc\.local|profile\.d\/[^/]+|init\.d\/[^/]+|local\.d\/[^/]+|cron\.(?:hourly|daily|weekly|monthly)\/[^/]+|network\/if-(?:pre-)?(?:up|down)\.d\/[^/]+|NetworkManager\/dispatcher\.d\/[^/]+|networkd-dispatcher\/[^/]+\/[^/]+|ppp\/ip-(?:pre-)?(?:up|down)(?:\.d\/[^/]+)?|dhcp(?:3|cd)?\/dhclient-(?:enter|exit)-hooks(?:\.d\/[^/]+)?|dhcpcd\.(?:enter|exit)-hook|update-motd\.d\/[^/]+|ca-certificates\/update\.d\/[^/]+|kernel\/(?:post|pre)(?:inst|rm)\.d\/[^/]+|ssh\/sshrc|periodic\/[^/]+\/[^/]+|rc\d?\.d\/[^/]+|my_init\.d\/[^/]+|cont-init\.d\/[^/]+|services\.d\/[^/]+\/[^/]+|s6-overlay\/.+\/(?:run|up|finish)|service\/[^/]+\/run|sv\/[^/]+\/run)$|^var\/spool\/(?:cron\/atjobs|at(?:jobs)?)\/[^/]+$|^docker-entrypoint[^/]*\.d\/[^/]+\.sh$/;

/** Programs that an interpreter reads before it does what it is asked, by names without ending. */
const RUBY_PLACES = /(?:^|\/)\.(?:irbrc|pryrc)$/;

/** What a text is written in: its interpreter line first, then the place that some program reads, then its name. */
export function languageOf(path: string, content: Content | undefined, text: string): Language {
  if (CRONTAB.test(path)) return 'crontab';
  if (content?.kind === 'script') {
    const name = interpreterName(content.interpreter);
    const known = BY_INTERPRETER.find(([pattern]) => pattern.test(name));
    if (known !== undefined) return known[1];
  }
  if (UNIT.test(path)) return 'unit';
  if (SHELL_PLACES.test(path)) return 'shell';
  if (RUBY_PLACES.test(path)) return 'ruby';
  const lower = path.toLowerCase();
  const byName = BY_EXTENSION.find(([pattern]) => pattern.test(lower))?.[1];
  if (byName !== undefined && byName !== 'other') return byName;
  return byContent(text) ?? byName ?? 'settings';
}

/** The language that an interpreter runs, by its program name: `python3.11` is python. */
export function languageOfInterpreter(name: string): Language | undefined {
  const known = INTERPRETERS.get(name);
  if (known !== undefined) return known ?? undefined;
  const language = BY_INTERPRETER.find(([pattern]) => pattern.test(name))?.[1];
  // A script asks for each of its commands, and most are a few names.
  if (INTERPRETERS.size < 1000 && name.length <= 32) INTERPRETERS.set(name, language ?? NONE);
  return language;
}

const NONE = null;
const INTERPRETERS = new Map<string, Language | null>();

function interpreterName(interpreter: string): string {
  const words = interpreter.trim().split(/\s+/).map(baseName);
  const first = words[0] ?? '';
  if (first !== 'env') return first;
  return words.slice(1).find((word) => !word.startsWith('-') && !word.includes('=')) ?? '';
}

function byContent(text: string): Language | undefined {
  const head = text.slice(0, 4096);
  if (head.startsWith('#!')) {
    const line = head.slice(2).split('\n', 1)[0] ?? '';
    return languageOfInterpreter(interpreterName(line));
  }
  if (/^\s*(?:\/\/[^\n]*\s*|\/\*)?[{[]\s*(?:["/{}\]]|$)/.test(head)) return 'json';
  if (/<\?php/.test(head)) return 'php';
  if (/^\s*<(?:\?xml|!doctype|[a-z][\w:-]{0,40}[\s>])/i.test(head)) return 'markup';
  if (/^\s*(?:(?:[\d*/,-]{1,30}\s+){5}|@(?:reboot|hourly|daily|weekly|monthly)\s)\S/m.test(head))
    return 'crontab';
  if (/^\[(?:Unit|Service|Install|program:[^\]]{1,60})\]\s*$/m.test(head)) return 'unit';
  return undefined;
}

/** True when a line is a comment in the language, so that what stands on it does nothing. */
export function isComment(line: string, language: Language): boolean {
  const text = line.trimStart();
  switch (language) {
    case 'node':
    case 'php':
    case 'lua':
      return isProgramComment(line, language);
    case 'json':
      return text.startsWith('//') || text.startsWith('/*');
    case 'markup':
      return text.startsWith('<!--');
    case 'unit':
    case 'settings':
      return text.startsWith('#') || text.startsWith(';') || text.startsWith('//') || text.startsWith('!');
    case 'other':
      return /^(?:#|\/\/|;|--|\* |\/\*|")/.test(text);
    default:
      return text.startsWith('#') && !text.startsWith('#!');
  }
}

/** True when a line only says something (`echo`, `print`, `log.info`) without handing it on. */
export function isMessage(line: string): boolean {
  const said =
    /^\s*(?:echo|printf|print|puts|say|warn|die|console\.\w{1,10}|log(?:ger|ging)?(?:[._]\w{1,12})?|self\.log(?:ger)?\.\w{1,10}|(?:log|err|info|note|fatal|usage|msg|message)(?:_\w{1,12})?)\b[ (]/i;
  return said.test(line) && !/[|>]/.test(line);
}
