import type { ShellPipeline } from '../../shell/model.ts';
import { type Fetch, fetchOf } from '../fetchers.ts';

/** A variable that holds a fetch's output keeps the fetch as text: `x=$(curl …); eval "$x"`. */
export function fetchInWords(pipeline: ShellPipeline): Fetch | undefined {
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
