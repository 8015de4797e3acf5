import type { RuleEntry } from '../app/all-rules.ts';
import type { SetRule } from '../app/rules/rule-set.ts';
import { visible } from '../base/visible.ts';
import type { Category, RuleInfo } from '../detect/index.ts';
import { pad, wrap } from '../report/text/layout.ts';

/** What `rules list` prints: id and title, where there is room category and severity, and the file that a rule is in. */
export function rulesTable(entries: readonly RuleEntry[], columns: number): string {
  const left = Math.max(...entries.map(({ rule }) => rule.id.length)) + 2;
  const widest = Math.max(...entries.map(({ rule }) => rule.title.length)) + 2;
  const wide = columns >= left + widest + 32;
  let place: string | undefined;
  const lines = entries.flatMap(({ rule, content }) => {
    const from = content?.from.name;
    const heading = from === place ? [] : ['', ...wrap(visible(from ?? 'found out while reading'), columns)];
    place = from;
    if (wide) {
      const more = pad(rule.category, 12) + (severityOf(rule) ?? 'depends');
      return [...heading, pad(rule.id, left) + pad(rule.title, widest) + more];
    }
    const [first = '', ...rest] = wrap(rule.title, Math.max(20, columns - left));
    return [...heading, pad(rule.id, left) + first, ...rest.map((line) => pad('', left) + line)];
  });
  const head = wide ? [`${pad('RULE', left)}${pad('WHAT', widest)}${pad('CATEGORY', 12)}SEVERITY`] : [];
  return `${[...head, ...lines].join('\n')}\n`;
}

/** What `rules explain` prints. */
export function ruleText({ rule, detector, content }: RuleEntry, columns: number): string {
  const width = Math.max(40, Math.min(100, columns));
  const severity = severityOf(rule);
  const facts = [
    `category ${rule.category}`,
    severity === undefined ? 'severity depends on where it is' : `severity ${severity}`,
    detector === undefined
      ? 'found out while reading'
      : `detector ${detector.id}, version ${detector.version}`,
  ];
  const section = (title: string, text: string): readonly string[] => ['', title, ...indented(text, width)];
  const lines = [
    `${rule.id}: ${rule.title}`,
    ...indented(facts.join(' · '), width),
    ...section('What it is, and why it matters', rule.description),
    ...(rule.leaves === undefined ? [] : section('What looks like it and is left alone', rule.leaves)),
    ...section('What to do', whatToDo(rule)),
    ...(content === undefined ? [] : contentLines(content, width)),
    ...(rule.attack === undefined
      ? []
      : section('MITRE ATT&CK', `${rule.attack}: ${attackLink(rule.attack)}`)),
    '',
    'To accept it in one place, in a policy',
    '  version: 1',
    '  extends: built-in',
    '  rules:',
    '    - name: why this is all right here',
    '      decision: allow',
    `      when: { rule: ${rule.id}, path: /the/file }`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Where a rule of a file stands, and how it is tried. */
function contentLines(
  { from, layer, grade, confidence, files, speed, references }: SetRule,
  width: number,
): readonly string[] {
  const facts = [
    `rule ${layer.name} in ${visible(from.name)}`,
    `grade ${grade}, confidence ${confidence}`,
    files === 'all' ? 'tried on any file' : `tried on ${FILES[files]}`,
    SPEED[speed],
  ];
  const links = references.map((reference) => `  ${visible(reference)}`);
  return [
    '',
    'YARA rule',
    ...indented(facts.join(' · '), width),
    ...(links.length === 0 ? [] : ['', 'References', ...links]),
  ];
}

const FILES: Readonly<Record<Exclude<SetRule['files'], 'all'>, string>> = {
  elf: 'programs and libraries (ELF)',
  script: 'scripts',
  text: 'texts and scripts',
};

const SPEED: Readonly<Record<SetRule['speed'], string>> = {
  fast: 'files without its strings never meet it',
  short: 'slow: its strings are so short that every byte is searched once more for them',
  none: 'slow: it has no string to look for first, so every such file meets it',
};

/** A rule for scripts; `rules list -f json` prints a list of them. */
export function ruleJson({ rule, detector, content }: RuleEntry): object {
  const { id, title, category, description, attack, severity, leaves } = rule;
  return {
    id,
    title,
    category,
    ...(severity === undefined ? {} : { severity: { least: severity[0], most: severity[1] } }),
    description,
    ...(leaves === undefined ? {} : { leavesAlone: leaves }),
    whatToDo: whatToDo(rule),
    ...(attack === undefined ? {} : { attack, attackUrl: attackLink(attack) }),
    ...(detector === undefined ? {} : { detector: detector.id, detectorVersion: detector.version }),
    ...(content === undefined
      ? {}
      : {
          file: content.from.name,
          shipped: content.from.shipped,
          grade: content.grade,
          confidence: content.confidence,
          files: content.files,
          speed: content.speed,
          references: content.references,
        }),
  };
}

/** What a rule says is to be done, or what is to be done about its category. */
export function whatToDo({ fix, category }: RuleInfo): string {
  return fix ?? WHAT_TO_DO[category];
}

/** `low to medium`, `high`; undefined where the rule announces none. */
function severityOf({ severity }: RuleInfo): string | undefined {
  if (severity === undefined) return undefined;
  const [least, most] = severity;
  return least === most ? least : `${least} to ${most}`;
}

function attackLink(technique: string): string {
  return `https://attack.mitre.org/techniques/${technique.replace('.', '/')}/`;
}

function indented(text: string, width: number): readonly string[] {
  return wrap(text, width - 2).map((line) => `  ${line}`);
}

const WHAT_TO_DO: Readonly<Record<Category, string>> = {
  miner:
    'Do not run the image unless you mean to mine. Look at the evidence, take the software from its own publisher, ' +
    'and compare digests. If containers of it run already, stop them and look for how they came there.',
  wallet: 'Find out whose wallet it is and what the image does with it. In documentation it is harmless.',
  pool: 'Find out what connects there. If it mines and you did not ask for it, do not run the image.',
  start:
    'Read the command. If the download is needed, have it made when the image is built, from a fixed version whose ' +
    'checksum is compared.',
  backdoor:
    'Do not run the image. Look at the evidence; there is hardly an honest reason for this in an image.',
  access:
    'Take the account, key or setting out in the Dockerfile. If you did not put it there, do not use the image: ' +
    'somebody else can get in.',
  hidden:
    'Look at the layer that holds it; whoever has the image has that file. A secret in it has to be changed. Build ' +
    'again without it, in one instruction or with a build stage.',
  secret:
    'Revoke it where it was issued: whoever has the image has it, and taking it out does not call it back. Hand ' +
    'secrets in at run time, or at build time with RUN --mount=type=secret.',
  'look-alike':
    'Ask who made the image. If another one was meant, pull that by its own name; if not, look at what is inside.',
  integrity:
    'Do not use this copy. Pull the image again by its digest from a registry that you trust, and compare.',
  coverage:
    'Get a whole copy of the image, or raise the limit that was reached. Until then the verdict speaks about the ' +
    'rest only; with --strict the exit code says so.',
  trace:
    'Ask who built the image for what is missing, or take one that has it. "clearpull trace" shows every link.',
};
