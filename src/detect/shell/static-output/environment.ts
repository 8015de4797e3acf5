import type { Step } from './step.ts';

/** What the image's ENV sets, as the kernel shows it to each process. */
const ENVIRONMENT_FILE = '/proc/self/environ';

/** What prints variables. */
export const ENVIRONMENT = {
  env: ofImage,
  printenv: ofImage,
  set: ofImage,
  export: ofImage,
  declare: ofImage,
};

/** What `env`, `printenv NAME`, `set`, `export -p` and `declare -p` print of what the image's ENV sets. */
function ofImage(step: Step): string | undefined {
  const { name, args } = step;
  const variables = step
    .read(ENVIRONMENT_FILE)
    ?.split('\0')
    .filter((line) => line !== '');
  const [wanted] = args;
  if (variables === undefined || args.length > 1) return undefined;
  if (name === 'printenv' && wanted !== undefined)
    return variables.find((line) => line.startsWith(`${wanted}=`))?.slice(wanted.length + 1);
  if (name === 'export' || name === 'declare') {
    if (!/^-[px]{1,2}$/.test(wanted ?? '')) return undefined;
    const before = name === 'export' ? 'export ' : 'declare -x ';
    return variables.map((line) => `${before}${line.replace('=', '="')}"\n`).join('');
  }
  return wanted === undefined ? variables.map((line) => `${line}\n`).join('') : undefined;
}
