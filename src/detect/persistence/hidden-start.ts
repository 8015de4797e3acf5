import { isStartedPlace } from '../../image/started-places.ts';
import { firstIn } from '../shell/first-in.ts';
import type { ShellCommand } from '../shell/model.ts';
import type { Hit, LookedAt } from '../text/looked-at.ts';
import { ownPipelines } from '../text/text-unit.ts';
import { HIDDEN_PLACE, isHiddenPath } from './finding-of.ts';

export interface HiddenStart {
  readonly [key: string]: string | undefined;
  /** How it is started, as the middle of a sentence. */
  readonly how: string;
  readonly what: string;
  /** The file, with leading slash, that a script writes it to. */
  readonly into?: string;
  /** The script writes what it sources, so that it is read with it: state that it keeps. */
  readonly own?: 'written here';
  /** What is hidden about it is nothing but the ending of a name that is not known. */
  readonly ending?: 'of a name';
}

const PROMPT =
  /(?:^|[\s;])(?:export\s+)?(PROMPT_COMMAND|PS[0-4]|BASH_ENV|LESSOPEN|LESSCLOSE|MANPAGER|GIT_PAGER)\s*=\s*(\S.{0,500})$/gm;
/** What the shell and others run a variable's text with; the prompt, where nothing else is named. */
const WITH_EVERY: Readonly<Record<string, string>> = {
  BASH_ENV: 'script of bash',
  LESSOPEN: 'less',
  LESSCLOSE: 'less',
  MANPAGER: 'man',
  GIT_PAGER: 'git',
};
const REACHES_OUT = /\b(?:curl|wget|nc|ncat|socat|python\w*|perl|base64|xxd)\b|\/dev\/(?:tcp|udp)\//;
/** `port stream tcp nowait root /bin/sh sh -i` of inetd(8). */
const INETD =
  /^[^#\s]\S{0,60}\s+stream\s+tcp\S{0,3}\s+nowait\S{0,10}\s+\S{1,60}\s+(\/\S{0,60}\/(?:ba|da|a|z|k)?sh)\b.{0,200}$/gm;
const XINETD = /^[^\S\n]*server\s*=\s*(\/\S{0,60}\/(?:ba|da|a|z|k)?sh)\s*$/gm;

/** What starts by itself and does not want to be seen, in files that the system or every shell reads. */
export function hiddenStarts(file: LookedAt): readonly Hit<HiddenStart>[] {
  const environment = file.path === 'ENV';
  const hits: Hit<HiddenStart>[] = [];
  for (const unit of file.units) {
    // What a script writes counts where it goes.
    const goesTo = unit.target?.replace(/^\/+/, '') ?? file.path;
    if (!environment && !isStartedPlace(goesTo)) continue;
    const into = unit.target === undefined ? {} : { into: `/${goesTo}` };
    const at = (index: number): number => unit.line ?? unit.text.slice(0, index).split('\n').length;
    for (const match of bounded(unit.text.matchAll(PROMPT))) {
      const [, name = '', value = ''] = match;
      const hidden = value.split(/[\s"';&|()]+/, 50).find((word) => word.includes('/') && isHiddenPath(word));
      if (hidden === undefined && !REACHES_OUT.test(value)) continue;
      hits.push({
        line: at(match.index + 1),
        excerpt: match[0].trim(),
        data: {
          how: `runs with every ${WITH_EVERY[name] ?? 'prompt'}`,
          what: hidden ?? value.slice(0, 80),
          ...into,
        },
      });
    }
    if (/inetd/.test(goesTo)) {
      for (const match of bounded([...unit.text.matchAll(INETD), ...unit.text.matchAll(XINETD)])) {
        hits.push({
          line: at(match.index + 1),
          excerpt: match[0].trim(),
          data: { how: 'gives whoever connects', what: match[1] ?? '', ...into },
        });
      }
    }
    if (environment) continue;
    for (const pipeline of ownPipelines(unit)) {
      const program = firstIn(pipeline, hiddenProgram);
      if (program === undefined) continue;
      const isEnding = isOnlyAnEnding(program, pipeline.text) || isOnlyAnEnding(program, unit.text);
      const isOwn = file.units.some(({ target }) => target === program);
      hits.push({
        line: unit.line ?? pipeline.line,
        excerpt: pipeline.text,
        data: {
          how: 'starts',
          what: program.slice(0, 200),
          ...into,
          ...(isOwn && { own: 'written here' }),
          ...(isEnding && { ending: 'of a name' }),
        },
      });
    }
  }
  return hits.slice(0, 20);
}

function* bounded<T>(items: Iterable<T>): Generator<T> {
  let count = 0;
  for (const item of items) if (count++ < 200) yield item;
}

/** `/etc/app/${IFACE}.conf` with nothing known of the variable: no hidden `.conf`, but the ending of a name, wherever it is put together. */
function isOnlyAnEnding(path: string, written: string): boolean {
  const hidden = /(?<=\/)\.[^/]+/.exec(path)?.[0];
  if (hidden === undefined || HIDDEN_PLACE.test(path.replaceAll(/\/\.[^/]*/g, '/x'))) return false;
  const at = written.indexOf(hidden);
  return at > 0 && /[\w})"'%*]/.test(written[at - 1] ?? '') && !written.includes(`/${hidden}`);
}

/** The hidden file that a command runs, itself or by a shell or interpreter. */
function hiddenProgram({ program, name, args }: ShellCommand): string | undefined {
  if (program.startsWith('/') && isHiddenPath(program)) return program;
  const runs = /^(?:(?:ba|da|a|z|k)?sh|source|\.|python[\d.]*|perl|php|node|ruby)$/.test(name);
  const first = runs ? args.find(({ text }) => !text.startsWith('-'))?.text : undefined;
  return first?.startsWith('/') === true && isHiddenPath(first) ? first : undefined;
}
