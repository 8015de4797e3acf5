import { type CompoundList, forEachChild, parse, type Statement, type SyntaxNode, type Word } from 'unbash';

/** Characters that are parsed: headers of installers have some thousand. */
const MAX_HEADER = 256 * 1024;
/** The parser looks for each of them again and again. */
const MAX_HERE_DOCUMENTS = 500;
/** What may make `exit` or `exec` another command, or go on behind it. */
const OTHER_EXIT =
  /\balias\b|\bexecfail\b|\benable\b|\b(?:exit|exec)\s{0,20}\(|\bfunction\s{1,20}(?:exit|exec)\b|\b(?:exit|exec)%%/;
/** What it reads of itself, a shell runs. */
const RUNS_ITSELF =
  /(?:\$0|\$\{0\}|BASH_SOURCE)[^\n|]{0,200}(?:\|[^\n|]{0,100}){0,3}\|\s{0,4}(?:sudo\s{1,4})?(?:[\w/.]{0,40}\/)?(?:ba|da|a|k|z)?sh\b|(?:eval|source|\.|sh\s{1,4}-c|sh)\s{1,4}["']?(?:\$\(|`|<\()[^\n]{0,200}(?:\$0|\$\{0\}|BASH_SOURCE)/;
/** Commands and values in a here-document that end in their line, and what is left of one that does not. */
const CLOSED = /`[^`\n]{0,500}`|\$\([^()\n]{0,500}\)|\$\{[^{}\n]{0,500}\}/g;
const LEFT_OPEN = /`|\$[({]/;
/** A word that is there whatever its variables hold. */
const SURELY_A_WORD = /^(?:[\w./]|"[^"@*]*"$)/;

/**
 * Where a shell stops reading a script, whatever stands behind: after the line of an `exit` or of an `exec` of a program that
 * stands in no branch. Undefined where it may read on. That a function called `exit` comes out of another file is not seen.
 */
export function shellEnd(bytes: Buffer): number | undefined {
  const text = header(bytes);
  const last = Math.max(text.lastIndexOf('exit'), text.lastIndexOf('exec'));
  if (last === -1 || text.split('<<', MAX_HERE_DOCUMENTS + 1).length > MAX_HERE_DOCUMENTS) return undefined;
  try {
    const { commands, errors } = parse(text);
    const ending = commands.find(endsShell);
    if (ending === undefined || errors?.some(({ pos }) => pos < ending.end) === true) return undefined;
    const newline = text.indexOf('\n', ending.end);
    // Where the header is cut there is no newline, and so it is not known what the line says.
    if (newline === -1) return undefined;
    const line = text.slice(text.lastIndexOf('\n', ending.pos - 1) + 1, newline);
    const before = text.slice(0, newline).replaceAll('\\\n', '');
    if (line.includes('<<') || OTHER_EXIT.test(before) || RUNS_ITSELF.test(before)) return undefined;
    return commands.slice(0, commands.indexOf(ending)).some(mayHideEnd) ? undefined : newline + 1;
  } catch {
    return undefined;
  }
}

/** What is text at the beginning. Shells leave NULs out, so behind one nothing stands where it seems to. */
function header(bytes: Buffer): string {
  const start = bytes.subarray(0, MAX_HEADER);
  const nul = start.indexOf(0);
  return start.toString('latin1', 0, nul === -1 ? start.length : nul);
}

/** Of what stands in a here-document as a command dash reads on behind the line that ends the document. */
function mayHideEnd(node: SyntaxNode): boolean {
  if (
    node.type === 'HereDoc' &&
    node.delimiter?.quoted !== true &&
    LEFT_OPEN.test(withoutClosed(node.body.text))
  )
    return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= mayHideEnd(child);
  });
  return found;
}

function withoutClosed(text: string): string {
  return text.replace(CLOSED, '');
}

function endsShell({ command, background }: Statement): boolean {
  return background !== true && endsNode(command);
}

function endsNode(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'Command': {
      const name = node.name?.text;
      if (name === 'exit') return true;
      const [program] = node.args;
      return name === 'exec' && program?.type === 'Word' && isSure(program);
    }
    case 'BraceGroup':
      return endsList(node.body);
    case 'If': {
      const branches = [node.then, ...node.elif.map(({ then }) => then)];
      return node.else !== undefined && [...branches, node.else].every(endsList);
    }
    default:
      return false;
  }
}

function endsList({ commands }: CompoundList): boolean {
  return commands.some(endsShell);
}

function isSure({ text }: Word): boolean {
  return SURELY_A_WORD.test(text);
}
