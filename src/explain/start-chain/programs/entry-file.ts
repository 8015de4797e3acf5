import { absolutePath } from '../../path-lookup.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import type { Chain } from '../chain.ts';
import { isFile } from '../managers/service-files.ts';
import { packageFile } from './package-file.ts';

/** What Node.js appends to a name that is no file (modules, "File modules"). */
const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.json'];

/**
 * The file that an interpreter reads for the name that it is given, where that is not the file's own: `node dist/main`, `node .`,
 * `python3 FOLDER`. Absolute but for a name that is right as it is; undefined where there is no file.
 */
export function entryFile(
  chain: Chain,
  name: string,
  language: ProgramLanguage | undefined,
  cwd: string,
): string | undefined {
  const path = absolutePath(name, cwd);
  if (isFile(chain, path)) return name;
  if (language === 'python') return firstFile(chain, path, ['/__main__.py']);
  if (language !== 'node') return undefined;
  return firstFile(chain, path, ENDINGS) ?? mainOf(chain, path) ?? firstFile(chain, `${path}/index`, ENDINGS);
}

/** What a folder's package.json says that it is started by. */
function mainOf(chain: Chain, folder: string): string | undefined {
  const main = packageFile(chain, folder, 'package.json').data?.['main'];
  if (typeof main !== 'string') return undefined;
  const path = absolutePath(main, folder);
  return firstFile(chain, path, ENDINGS) ?? firstFile(chain, `${path}/index`, ENDINGS);
}

function firstFile(chain: Chain, path: string, endings: readonly string[]): string | undefined {
  return endings.map((ending) => path + ending).find((file) => isFile(chain, file));
}
