import { baseName } from '../base/base-name.ts';
import type { StartStep } from './explanation.ts';
import { oneLine } from './printable.ts';
import { shortSums } from './short-sums.ts';

/** Names listed in one sentence. */
const MAX_NAMES = 6;
const MAX_COMMAND = 100;
const MAX_CONDITION = 60;
const MAX_WRAPPERS = 4;

/** What happens at start, in a few plain sentences, for the top of a report. */
export function describeStart(chain: readonly StartStep[]): string[] {
  const sentences: string[] = [];
  const main = chain.find((step) => step.file === 'ENTRYPOINT' || step.file === 'CMD');
  if (main === undefined) {
    sentences.push('It names nothing to start: whoever runs it must say what.');
  } else {
    sentences.push(startSentence(main));
    sentences.push(...following(main));
  }
  for (const step of chain) {
    const command = oneLine(step.command, MAX_COMMAND);
    if (step.file === 'HEALTHCHECK')
      sentences.push(`As a ${step.when ?? 'health check'} it runs: ${command}`);
    if (step.file === 'ONBUILD') sentences.push(`When another image is built on it, this runs: ${command}`);
  }
  return sentences;
}

function startSentence(main: StartStep): string {
  const command = main.command.startsWith(main.what) ? main.command.slice(main.what.length).trim() : '';
  const args = command === '' ? '' : `, with arguments ${oneLine(command, MAX_COMMAND)}`;
  if (main.kind === 'missing') return `Starts ${main.what}${args}, which cannot start: ${main.unknown}.`;
  const origin =
    main.layer === undefined
      ? ''
      : ` (layer ${main.layer + 1}${main.instruction ? `, ${oneLine(shortSums(main.instruction), 60)}` : ''})`;
  const doubt = main.unknown === undefined ? '' : `; not followed further: ${main.unknown}`;
  return `Starts ${main.path ?? main.what}${origin}, ${kindName(main)}${args}${doubt}.`;
}

function kindName(step: StartStep): string {
  switch (step.kind) {
    case 'elf':
      return 'a compiled program';
    case 'script':
      return isShellScript(step) ? 'a shell script' : 'a script';
    case 'applet':
      return `the applet ${step.what}`;
    default:
      return 'a program';
  }
}

function isShellScript(step: StartStep): boolean {
  const [interpreter] = step.children;
  return interpreter !== undefined && /\b(?:ba|da|a|k|z)?sh\b/.test(interpreter.command);
}

/** `depth` counts the wrappers before it: `tini -- entry.sh` is told by what entry.sh does. */
function following(main: StartStep, depth = 0): string[] {
  const subject = depth === 0 ? 'It' : main.what;
  const plain = flat(main.children).filter(
    (step) => !step.command.startsWith('#!') && step.taken !== false && !isPlainBuiltin(step),
  );
  const sentences: string[] = [];
  const always = plain.filter((step) => step.when === undefined || step.taken === true);
  const sometimes = plain.filter((step) => step.when !== undefined && step.taken === undefined);
  if (always.length > 0) sentences.push(`${subject} then runs ${names(always) || 'what variables name'}.`);
  const further = names(
    sometimes.filter((step) => !isAbsent(step)),
    true,
  );
  if (further !== '')
    sentences.push(`Under conditions ${depth === 0 ? 'it' : subject} also runs ${further}.`);
  const [only] = plain;
  if (plain.length === 1 && only !== undefined && only.children.length > 0 && depth < MAX_WRAPPERS)
    sentences.push(...following(only, depth + 1));
  const last = lastProgram(plain);
  const hidden = depth === 0 && plain.length > 0 ? hiddenProgram(main.children) : undefined;
  if (hidden !== undefined) {
    const line = hidden.line === undefined ? '' : ` (line ${hidden.line})`;
    const command = oneLine(hidden.command.replace(/[\\"]/g, ''), MAX_CONDITION);
    sentences.push(`In the end${line} it becomes what variables name: ${command}.`);
  } else if (last !== undefined && always.length > 1)
    sentences.push(`In the end it becomes ${becomes(last)}.`);
  const doubts = depth === 0 ? countUnknown(main.children) : 0;
  if (doubts > 0)
    sentences.push(`${doubts} ${doubts === 1 ? 'step' : 'steps'} could not be followed to the end.`);
  return sentences;
}

/** `export A=b` and the like run nothing. What a program downloads or listens on is told. */
function isPlainBuiltin({ kind, what, children }: StartStep): boolean {
  return kind === 'builtin' && children.length === 0 && !/^(?:download|listen) /.test(what);
}

/** Functions of the script, and texts that it evaluates, replaced by what they run, under the conditions of the call. */
function flat(steps: readonly StartStep[], depth = 0): StartStep[] {
  return steps.flatMap((step) => {
    const isRead =
      step.what.endsWith('()') ||
      (step.what === 'eval' && step.children.some(({ path }) => path !== undefined));
    if (!isRead || depth > 8) return [step];
    return flat(step.children, depth + 1).map((inner) =>
      inner.when === undefined ? withWhen(inner, step) : inner,
    );
  });
}

function withWhen(step: StartStep, outer: StartStep): StartStep {
  const when = outer.when === undefined ? {} : { when: outer.when };
  return { ...step, ...when, ...(outer.taken === undefined ? {} : { taken: outer.taken }) };
}

function lastProgram(steps: readonly StartStep[]): StartStep | undefined {
  const last = steps.at(-1);
  return last?.command.startsWith('exec ') ? last : undefined;
}

/** The program that takes the shell's place; of Java, with the class or archive that it runs. */
function becomes({ what, children }: StartStep): string {
  const main = /(?:^|\/)java$/.test(what) ? children.at(-1) : undefined;
  return main === undefined ? what : `${what}, which runs ${main.what}`;
}

/** The last `exec` that the image's own settings lead to, where its program is not known. */
function hiddenProgram(steps: readonly StartStep[]): StartStep | undefined {
  const last = flat(steps).findLast(
    ({ command, when, taken }) => /^(?:eval )?exec\b/.test(command) && (when === undefined || taken === true),
  );
  return last?.unknown !== undefined && /^(?:\$|eval|exec)/.test(last.what) ? last : undefined;
}

/** Everyday tools, which say the least about what an image does. */
const HELPERS =
  /^(?:uname|dirname|basename|readlink|realpath|ls|expr|id|cat|echo|printf|test|sed|grep|awk|cut|tr|head|tail|wc|sort|uniq|mkdir|chown|chmod|rm|mv|cp|ln|touch|date|sleep|find|tty|stty|which|hostname|whoami)$/;

/** It would run a program that the image does not have. */
function isAbsent({ kind, path, unknown }: StartStep): boolean {
  return unknown !== undefined && path === undefined && (kind === 'program' || kind === 'missing');
}

/** What runs, each once; with `conditions`, what it stands behind as well. */
function names(steps: readonly StartStep[], conditions = false): string {
  const behind = ({ when }: StartStep): string =>
    conditions && when !== undefined ? ` (${oneLine(when, MAX_CONDITION)})` : '';
  // What a variable names is told by the number of steps that could not be followed.
  const known = steps.filter(({ what }) => !what.startsWith('$'));
  const telling = known.filter(({ what }) => !HELPERS.test(baseName(what)));
  const shorter = steps.length > MAX_NAMES && (conditions || telling.length > 0) ? telling : known;
  const unique = [...new Set(shorter.map((step) => told(step) + behind(step)))];
  const shown = unique.slice(0, MAX_NAMES).join(', ');
  return unique.length > MAX_NAMES ? `${shown} and ${unique.length - MAX_NAMES} more` : shown;
}

/** Programs that only start another one. */
const LAUNCHERS =
  /(?:^|\/)(?:nohup|setsid|env|timeout|nice|ionice|stdbuf|setpriv|gosu|su-exec|sudo|tini|dumb-init|catatonit)$/;

/** What runs in a word or two; with a launcher, what it starts: `nohup /opt/agent`. */
function told(step: StartStep, depth = 0): string {
  if (step.kind === 'pipeline') return oneLine(step.command, 60);
  const started = step.children.filter(({ command }) => !command.startsWith('#!'));
  const [only] = started;
  return only !== undefined && started.length === 1 && depth < MAX_WRAPPERS && LAUNCHERS.test(step.what)
    ? `${step.what} ${told(only, depth + 1)}`
    : step.what;
}

function countUnknown(steps: readonly StartStep[]): number {
  let count = 0;
  const pending = [...steps];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if (step.taken === false) continue;
    if (step.unknown !== undefined && step.unknown !== 'already followed above') count++;
    pending.push(...step.children);
  }
  return count;
}
