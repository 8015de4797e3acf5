/** What the action was asked for (action.yml). */
export interface Inputs {
  readonly images: readonly string[];
  readonly trace: boolean;
  readonly summary: boolean;
  /** Folder for the reports. */
  readonly output: string;
  /** Options of `clearpull check`, and of `clearpull trace`. */
  readonly checkOptions: readonly string[];
  readonly traceOptions: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The runner hands each input over as a variable: `fail-on` as INPUT_FAIL-ON. Throws for what makes no sense. */
export function inputsOf(env: Environment): Inputs {
  const text = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const lines = (name: string): readonly string[] =>
    text(name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const flag = (name: string, preset: boolean): boolean => {
    const given = text(name);
    if (given === '') return preset;
    if (given === 'true' || given === 'false') return given === 'true';
    throw new Error(`The input ${name} is "${given}"; it takes true or false.`);
  };
  const option = (name: string, flagName = `--${name}`): readonly string[] =>
    text(name) === '' ? [] : [`${flagName}=${text(name)}`];
  const images = lines('image');
  if (images.length === 0) throw new Error('The input image is empty; it takes an image on each line.');
  const shared = [...option('platform'), ...(flag('offline', false) ? ['--offline'] : [])];
  return {
    images,
    trace: flag('trace', true),
    summary: flag('summary', true),
    output: text('output') === '' ? 'clearpull-report' : text('output'),
    checkOptions: [
      ...shared,
      ...option('policy'),
      ...option('fail-on'),
      ...option('source'),
      ...(flag('strict', false) ? ['--strict'] : []),
    ],
    traceOptions: [
      ...shared,
      ...option('require'),
      ...option('identity-regexp'),
      ...option('issuer'),
      ...option('key'),
      ...option('source'),
      ...lines('require-source').map((pattern) => `--require-source=${pattern}`),
      ...lines('require-builder').map((pattern) => `--require-builder=${pattern}`),
    ],
  };
}
