import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { shareOf, table } from '../table.ts';

/** bench/accuracy/peers/peers.json, made by run-peers.ts. */
export interface PeerResults {
  readonly cases: number;
  readonly tools: readonly {
    readonly tool: string;
    readonly version: string;
    readonly asked: string;
    readonly is: string;
    /** Images of which it says something that it does not say of the honest base alone. */
    readonly told: number;
    readonly classes: Readonly<Record<string, number>>;
  }[];
  readonly absent: readonly { readonly tool: string; readonly why: string }[];
}

export function peersSection(): string {
  const file = fileURLToPath(new URL('./peers.json', import.meta.url));
  const { cases, tools, absent } = JSON.parse(readFileSync(file, 'utf8')) as PeerResults;
  return [
    '## Other tools on the same images',
    `The ${cases} payloads of the corpus with nothing done to hide them, each tool called as a user would call it, offline. *Told* ` +
      'counts images of which it says anything that it does not say of the same image without the payload. These tools are ' +
      'made for other questions, so a low count is no fault of theirs: it shows what a clean report of theirs does not mean. ' +
      'Made by `node bench/accuracy/peers/run-peers.ts`.',
    tools.length === 0
      ? 'No tool has been measured yet.'
      : table(
          ['Tool', 'Made for', 'Asked', 'Told (95 %)', 'Of which classes'],
          tools.map(({ tool, version, is, asked, told, classes }) => [
            `${tool} ${version}`,
            is,
            asked,
            `${told}: ${shareOf(told, cases)}`,
            Object.entries(classes)
              .map(([name, count]) => `${name} (${count})`)
              .join(', '),
          ]),
        ),
    'Not compared:',
    absent.map(({ tool, why }) => `- ${tool}: ${why}`).join('\n'),
  ].join('\n\n');
}
