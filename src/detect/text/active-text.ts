import { isComment, isMessage, type Language } from './language.ts';
import { lines } from './lines.ts';
import { rememberTexts } from './remember-texts.ts';

/**
 * A text with its comments and its mere messages (`print("…")`, `log.info("…")`) blanked out, line by line, so
 * that what is left does something. Lines keep their numbers.
 */
export const activeText = rememberTexts((text, language): string => {
  if (language === 'python') return blank(withoutDocstrings(text), language);
  return blank(text, language);
});

function blank(text: string, language: Language): string {
  const kept: string[] = [];
  let number = 0;
  for (const line of lines(text)) {
    const idle = isComment(line.text, language) || isMessage(line.text);
    // Windows of one long line share its number and overlap: only the first decides, the line stays whole.
    if (line.number === number) continue;
    number = line.number;
    const end = text.indexOf('\n', line.start);
    kept.push(idle ? '' : text.slice(line.start, end < 0 ? text.length : end));
  }
  return kept.join('\n');
}

/** Triple-quoted strings that stand alone are documentation. */
function withoutDocstrings(text: string): string {
  return text.replace(/^([ \t]*)("""|''')([\s\S]{0,20000}?)\2/gm, (whole) => whole.replaceAll(/[^\n]/g, ' '));
}
