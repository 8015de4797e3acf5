import { describe, expect, it } from 'vitest';
import { fakeIo } from '../../testkit/fake-io.ts';
import { allRules } from '../app/all-rules.ts';
import { runCli } from './run.ts';

async function run(line: string, columns = 80) {
  const io = fakeIo({ columns });
  const code = await runCli(line.split(' '), io);
  return { code, out: io.out(), err: io.err() };
}

describe('rules list', () => {
  it.each([60, 80, 140])('names every rule within %i columns', async (columns) => {
    const { code, out } = await run('rules list', columns);
    expect(code).toBe(0);
    for (const { rule } of await allRules()) expect(out).toContain(`${rule.id} `);
    expect(out.split('\n').filter((line) => line.length > columns)).toEqual([]);
    expect(out.includes('SEVERITY')).toBe(columns === 140);
  });

  it('is a list for scripts as JSON', async () => {
    const rules = JSON.parse((await run('rules list -f json')).out) as { id: string; whatToDo: string }[];
    expect(rules.map(({ id }) => id)).toEqual((await allRules()).map(({ rule }) => rule.id));
    for (const { id, whatToDo } of rules) expect(whatToDo.length, id).toBeGreaterThan(10);
  });
});

describe('rules explain', () => {
  it('says of every rule what it is, what to do, and where ATT&CK has it', async () => {
    for (const { rule } of await allRules()) {
      const { code, out } = await run(`rules explain ${rule.id}`, 60);
      expect(code).toBe(0);
      expect(out.replaceAll(/\s+/g, ' ')).toContain(rule.description);
      expect(out).toContain('What to do');
      expect(out.includes('left alone')).toBe(rule.leaves !== undefined);
      expect(out.includes('attack.mitre.org')).toBe(rule.attack !== undefined);
    }
    expect((await run('rules explain miner/proof')).out).toContain(
      'T1496.001: https://attack.mitre.org/techniques/T1496/001/',
    );
  });

  it('asks whether another was meant, or says where they are listed', async () => {
    expect(await run('rules explain miner/prof')).toMatchObject({
      code: 2,
      out: '',
      err: 'clearpull: There is no rule "miner/prof".\n  Did you mean "miner/proof"?\n',
    });
    expect((await run('rules explain nothing-like-it')).err).toContain('"clearpull rules list" lists them.');
    expect((await run('rules explain')).code).toBe(2);
    expect((await run('rules explain miner/proof miner/name')).err).toContain('one argument too many');
  });
});
