import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { type Follower, shellWords } from '../chain.ts';
import { isFile, lineOf, MAX_SERVICES, Steps, textOf } from './service-files.ts';

const RUNNERS = /^(?:foreman|honcho|goreman|hivemind|overmind|nf|forego|shoreman)$/;
const VALUED = new Set(['-f', '--procfile', '-e', '--env', '-d', '--root', '-p', '--port', '-m', '-c', '-t']);

/** foreman, honcho and their kin: the commands of a Procfile, each in a shell. */
export const followProcfile: Follower = (invocation, program, chain) => {
  if (!RUNNERS.test(program.name)) return undefined;
  const words = invocation.argv.slice(1);
  const { environment } = invocation;
  let told: string | undefined;
  const names: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]?.value;
    if (word === undefined) return { children: [], unknown: 'its arguments come from a variable' };
    if (word === '-f' || word === '--procfile') told = words[at + 1]?.value;
    if (word.startsWith('--procfile=')) told = word.slice('--procfile='.length);
    if (VALUED.has(word)) at++;
    else if (!word.startsWith('-') && word !== 'start' && word !== 's') names.push(word);
  }
  const path = absolutePath(told ?? 'Procfile', environment.cwd);
  const text = textOf(chain, path);
  const steps = new Steps();
  if (text === undefined) {
    steps.problem(isFile(chain, path) ? `the text of ${path} was not kept` : `${path} is not in the image`);
    return steps.done();
  }
  const lines = text.split('\n', MAX_SERVICES + 1);
  if (lines.length > MAX_SERVICES)
    steps.problem(`only the first ${MAX_SERVICES} lines of ${path} were followed`);
  for (const [index, line] of lines.slice(0, MAX_SERVICES).entries()) {
    const match = /^([\w-]{1,100}):\s*(\S.*)$/.exec(line.slice(0, 8000));
    if (match === null) continue;
    const [, name = '', command = ''] = match;
    const chosen = names.length === 0 || names.includes(name) || names.includes('all');
    const behind = chosen ? {} : { when: `process ${name}, which is not among those named`, taken: false };
    const place = lineOf(chain, path, index + 1, behind);
    const argv = shellWords(command);
    steps.add(chain.run({ argv, command: oneLine(command), place, environment }));
  }
  return steps.done();
};
