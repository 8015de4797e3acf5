import { MAX_OUTPUT, type Step } from './step.ts';

/** What the image's ENV sets, as the kernel shows it to each process. */
const ENVIRONMENT_FILE = '/proc/self/environ';

/** What prints variables. */
export const ENVIRONMENT = {
  env: ofImage,
  printenv: ofImage,
  set: ofImage,
  export: ofImage,
  declare: ofImage,
  compgen: names,
  envsubst: filled,
};

/** Lines of a template that are filled in. */
const VARIABLE = /\$(?:\{([A-Za-z_]\w{0,100})\}|([A-Za-z_]\w{0,100}))/g;

function variablesOf(step: Step): readonly string[] | undefined {
  return step
    .read(ENVIRONMENT_FILE)
    ?.split('\0')
    .filter((line) => line !== '');
}

/** `compgen -v BEGINNING`: names of variables. */
function names(step: Step): string | undefined {
  const { args } = step;
  if (!args.some((arg) => /^(?:-[ve]|variable|export)$/.test(arg))) return undefined;
  const beginning = args.find((arg, at) => !arg.startsWith('-') && args[at - 1] !== '-A') ?? '';
  return variablesOf(step)
    ?.map((line) => `${line.slice(0, line.indexOf('='))}\n`)
    .filter((name) => name.startsWith(beginning))
    .join('');
}

/** `envsubst < TEMPLATE`. */
function filled(step: Step): string | undefined {
  const values = new Map(
    variablesOf(step)?.map((line): [string, string] => {
      const equals = line.indexOf('=');
      return [line.slice(0, equals), line.slice(equals + 1)];
    }),
  );
  let left = MAX_OUTPUT;
  return step.input?.replaceAll(VARIABLE, (whole, braced: string | undefined, bare: string | undefined) => {
    const value = values.get(braced ?? bare ?? '');
    left -= value?.length ?? 0;
    return value === undefined || left < 0 ? whole : value;
  });
}

/** What `env`, `printenv NAME`, `set`, `export -p` and `declare -p` print of what the image's ENV sets. */
function ofImage(step: Step): string | undefined {
  const { name, args } = step;
  const variables = variablesOf(step);
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
