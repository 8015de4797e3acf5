import type { Kind } from './kind.ts';

/** Lines of a section of a report that are shown: of its begin, and of its end, where a start chain ends in a program. */
const HEAD = 18;
const TAIL = 24;

export const INTRODUCTION = `# Five images of different kinds

<!-- Made by \`npm run five-images -- --out docs/five-images.md\`, by checking each image. Do not edit. -->

What the report says of images of kinds that most are of, none of which it has seen before: built from real packages
(Debian's, Alpine's, Tomcat from Maven Central, a Go program), each with a history as BuildKit writes it. The same
images are read as [HTML pages](html.md). Long sections are shortened here.`;

/** One image: what it is, what its report shows, and the report. */
export function sectionOf({ name, title, shows }: Kind, report: string): string {
  return [
    `## ${title}`,
    `What to see: ${shows}.`,
    `\`\`\`text\n$ clearpull check ./${name}\n${shorten(report).trimEnd()}\n\`\`\``,
  ].join('\n\n');
}

/** Each section cut in its middle, saying by how much. */
function shorten(report: string): string {
  return report
    .split(/^(?=.* ─{3,}.*$)/m)
    .map((section) => {
      const lines = section.trimEnd().split('\n');
      const left = lines.length - HEAD - TAIL;
      if (left <= 3) return `${lines.join('\n')}\n\n`;
      const [head, tail] = [lines.slice(0, HEAD), lines.slice(-TAIL)];
      return `${[...head, `  [… ${left} lines left out here]`, ...tail].join('\n')}\n\n`;
    })
    .join('');
}
