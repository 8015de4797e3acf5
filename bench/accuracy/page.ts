import type { Measured } from './measure.ts';
import { realSection } from './real/real-section.ts';
import { tablesOf } from './table.ts';

/** docs/accuracy.md. */
export function pageOf(measured: Measured): string {
  return `${[
    '# How well clearpull finds what is hidden',
    'Made by `npm run bench:accuracy -- --write`. Without `--write` the same command compares with the committed table ' +
      '(bench/accuracy/accuracy.json) and fails when a case is no longer found or an honest image is asked about. It is ' +
      'deterministic and needs no network.',
    '## The corpus',
    'Everything in it is made by code and inert: texts, ELF headers with strings and no code, addresses with valid ' +
      'checksums that nobody owns, documentation IP ranges and example domains. *Payloads* (bench/accuracy/corpus/payloads/) ' +
      'are combined with *ways to hide* (bench/accuracy/corpus/evasions/) wherever they fit; a new one is an entry in a ' +
      'list. The hand-written cases of test/detection are counted too. A case is **found** when a rule that names it rightly ' +
      'says so strongly enough that the built-in policy asks (`review` or `block`), and **stopped** when the policy asks for ' +
      'whatever reason. Images of several platforms are read with `--platform all`.',
    'Recall on a corpus of one’s own proves little: whoever writes rules knows the cases. What is missed is shown as it is; ' +
      'the bounds are Wilson’s, 95 %, and treat cases as independent, which variants of one payload are not.',
    tablesOf(measured),
    realSection(),
    '## Other tools on the same images\n\n[accuracy-peers.md](accuracy-peers.md).',
  ].join('\n\n')}\n`;
}
