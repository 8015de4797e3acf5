import { describe, expect, it } from 'vitest';
import { explainImage } from '../../testkit/explain.ts';
import type { StartStep } from '../explain/explanation.ts';
import { renderStartGraph } from './start-graph.ts';

const CHAIN = explainImage({
  layers: [
    { 'bin/sh': { elf: 'sh' }, 'bin/nginx': { elf: 'nginx' }, 'bin/curl': { elf: 'curl' } },
    { 'entry.sh': '#!/bin/sh\nif [ -z "$X" ]; then curl "<a>"; else curl b; fi\nexec "$@"\n' },
  ],
  config: { Entrypoint: ['/entry.sh'], Cmd: ['nginx'], Env: ['X=1'] },
}).startChain;

const HOSTILE: StartStep = {
  what: 'a"]; evil\\" -->\u001b[1m|<script>',
  command: 'x',
  kind: 'script',
  file: 'CMD',
  when: '"|\n%%{init}',
  children: [],
};

describe('the start chain as a graph', () => {
  it('for Graphviz has a node a step, arrows with conditions, and dashes where they do not hold', () => {
    expect(renderStartGraph(CHAIN, 'dot')).toBe(`digraph start {
  rankdir=LR;
  n0 [label="container starts", shape=box];
  n1 [label="/entry.sh\\nlayer 2", shape=note];
  n2 [label="/bin/sh\\n/entry.sh:1, layer 1", shape=box];
  n3 [label="curl\\n/entry.sh:2, layer 1", shape=box];
  n4 [label="curl\\n/entry.sh:2, layer 1", shape=box];
  n5 [label="nginx\\n/entry.sh:3, layer 1", shape=box];
  n0 -> n1 [label="ENTRYPOINT"];
  n1 -> n2;
  n1 -> n3 [label="if [ -z \\"$X\\" ]", style=dashed];
  n1 -> n4 [label="else of if [ -z \\"$X\\" ]"];
  n1 -> n5;
}
`);
  });

  it('for Mermaid is a flowchart', () => {
    expect(renderStartGraph(CHAIN, 'mermaid').split('\n').slice(0, 3)).toEqual([
      'flowchart LR',
      '  n0["container starts"]',
      '  n1[/"/entry.sh<br/>layer 2"/]',
    ]);
    expect(renderStartGraph(CHAIN, 'mermaid')).toContain('  n1 -.->|"if #91; -z #34;#36;X#34; #93;"| n3');
  });

  it('lets no text of an image out of its label', () => {
    const told = renderStartGraph([HOSTILE], 'dot');
    expect(told).not.toContain('\u001b');
    // Without escaped characters, each line holds its labels and nothing else.
    for (const line of told.replace(/\\./g, '').split('\n'))
      expect(line.replace(/"[^"]*"/g, '')).not.toMatch(/evil|script|init/);
    const flow = renderStartGraph([HOSTILE], 'mermaid');
    expect(flow).not.toMatch(/[\u001b%{}]|<script|evil"/);
    for (const line of flow.split('\n')) expect(line.replace(/"[^"]*"/g, '')).not.toMatch(/evil|script|init/);
  });

  it('stays small for long and deep chains', () => {
    const deep = Array.from({ length: 3000 }).reduce<StartStep>(
      (inner) => ({ ...HOSTILE, children: [inner] }),
      HOSTILE,
    );
    const told = renderStartGraph([deep], 'dot');
    expect(told.split('\n').length).toBeLessThan(1100);
    expect(told).toContain('and 2501 more');
  });
});
