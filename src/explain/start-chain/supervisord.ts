import { NOT_LISTED, type StartStep } from '../explanation.ts';
import { oneLine } from '../printable.ts';
import type { Chain, Environment, Follower, Program } from './chain.ts';
import { type IniEntry, parseIni } from './ini.ts';
import { placeInFile } from './open-script.ts';
import { findFile } from './program.ts';
import { globFiles } from './shell/file-globs.ts';
import { splitCommand } from './split-command.ts';

/** Where supervisord looks when it is told no file. */
const DEFAULTS = ['/etc/supervisord.conf', '/etc/supervisor/supervisord.conf', '/etc/supervisor.conf'];
const MAX_FILES = 500;

/** supervisord: the programs that its configuration names. */
export const followSupervisor: Follower = (invocation, program, chain) => {
  if (program.name !== 'supervisord') return undefined;
  const { environment } = invocation;
  const at = invocation.argv.findIndex(({ value }) => value === '-c' || value === '--configuration');
  const long = invocation.argv.find(({ value }) => value?.startsWith('--configuration='))?.value;
  const told =
    long?.slice('--configuration='.length) ?? (at === -1 ? undefined : invocation.argv[at + 1]?.value);
  const paths = told === undefined ? DEFAULTS : [told];
  const first = paths
    .map((path) => findFile(chain, path, environment.cwd))
    .find((file) => file.node !== undefined);
  if (first === undefined) return { children: [], unknown: 'its configuration is not in the image' };
  const children: StartStep[] = [];
  const problems: string[] = [];
  const files = [first, ...included(chain, first, problems)];
  if (files.length > MAX_FILES) problems.push(`of ${files.length} files ${NOT_LISTED}`);
  for (const file of files.slice(0, MAX_FILES)) {
    const text = file.node === undefined ? undefined : chain.text(file.node.path);
    if (text === undefined) problems.push(`the text of ${file.path ?? file.what} was not kept`);
    else children.push(...programs(chain, file, parseIni(text), environment));
  }
  return problems.length === 0 ? { children } : { children, unknown: problems.join('; ') };
};

/** `[include] files = …`, relative to the file that includes. */
function included(chain: Chain, file: Program, problems: string[]): Program[] {
  const text = file.node === undefined ? undefined : chain.text(file.node.path);
  const folder = (file.path ?? '/').replace(/\/[^/]*$/, '') || '/';
  const lists = parseIni(text ?? '').filter((entry) => entry.section === 'include' && entry.key === 'files');
  const patterns = lists.flatMap((entry) => entry.value.split(/\s+/)).slice(0, MAX_FILES);
  const paths = patterns.flatMap((pattern) => {
    const files = pattern === '' ? [] : globFiles(chain, pattern, folder, MAX_FILES);
    if (files === undefined) problems.push(`of ${oneLine(pattern, 100)} ${NOT_LISTED}`);
    return files ?? [];
  });
  return paths.slice(0, MAX_FILES + 1).map((path) => findFile(chain, path, folder));
}

function programs(
  chain: Chain,
  file: Program,
  entries: readonly IniEntry[],
  environment: Environment,
): StartStep[] {
  const settings = new Map<string, string>();
  for (const { section, key, value } of entries) settings.set(`${section}\0${key}`, value);
  return entries
    .filter(
      ({ section, key }) => key === 'command' && /^(?:program|eventlistener|fcgi-program):/.test(section),
    )
    .flatMap(({ section, value, line }) => {
      const manual = /^(?:false|0|no|off)$/i.test(settings.get(`${section}\0autostart`) ?? '');
      const place = placeInFile(chain, file, line);
      const cwd = settings.get(`${section}\0directory`);
      return chain.run({
        // supervisord starts no shell; `%(ENV_X)s` is not replaced here.
        argv: splitCommand(value, /%\(/),
        command: oneLine(value),
        place: manual ? { ...place, when: 'autostart=false' } : place,
        environment: cwd?.startsWith('/') ? { ...environment, cwd } : environment,
      });
    });
}
