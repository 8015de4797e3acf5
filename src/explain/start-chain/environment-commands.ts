import type { StartStep } from '../explanation.ts';
import { oneLine } from '../printable.ts';
import { type Chain, type Invocation, shellWords } from './chain.ts';
import { firstGroup } from './first-group.ts';
import { GIT_WORD } from './tools/git-settings.ts';

/** Settings and functions of one environment. */
const MAX_COMMANDS = 50;
const MAX_VALUE = 20_000;

/** Commands that stand in variables whose names say what they are: functions of bash, settings of git. */
export function environmentCommands(
  chain: Chain,
  invocation: Invocation,
  name: string,
): readonly StartStep[] {
  const { variables } = invocation.environment;
  const told = name === 'git' ? gitCommands(variables) : name === 'bash' ? bashFunctions(variables) : [];
  const { stdin: _stdin, ...rest } = invocation;
  return told.slice(0, MAX_COMMANDS).flatMap(({ key, command }) => {
    const once = `${name} ${key}=${command}`;
    if (chain.budget.hooked.has(once)) return [];
    chain.budget.hooked.add(once);
    return chain.run({ ...rest, argv: shellWords(command), command: oneLine(`${key}=${command}`, 300) });
  });
}

interface Told {
  readonly key: string;
  readonly command: string;
}

type Variables = Invocation['environment']['variables'];

/** `BASH_FUNC_name%%=() { … }`: an exported function, which stands for any command of that name. */
function bashFunctions(variables: Variables): readonly Told[] {
  return [...variables].flatMap(([key, value]): readonly Told[] => {
    if (value === null || value.length > MAX_VALUE || !/^BASH_FUNC_[^]{1,100}(?:%%|\(\))$/.test(key))
      return [];
    const body = /^\(\)\s{0,9}\{([^]*)\}\s{0,9}$/.exec(value)?.[1]?.trim();
    return body === undefined || body === '' ? [] : [{ key, command: body }];
  });
}

/** git-config(1), "ENVIRONMENT": GIT_CONFIG_COUNT with its keys and values, and GIT_CONFIG_PARAMETERS. */
function gitCommands(variables: Variables): readonly Told[] {
  const count = Math.min(Number(variables.get('GIT_CONFIG_COUNT') ?? 0) || 0, MAX_COMMANDS);
  const pairs = Array.from({ length: count }, (_, at) => ({
    key: `GIT_CONFIG_VALUE_${at}`,
    word: `${variables.get(`GIT_CONFIG_KEY_${at}`) ?? ''}=${variables.get(`GIT_CONFIG_VALUE_${at}`) ?? ''}`,
  }));
  const parameters = (variables.get('GIT_CONFIG_PARAMETERS') ?? '').slice(0, MAX_VALUE);
  // `'key=value'`, and since git 2.31 `'key'='value'`.
  const words = [...parameters.replaceAll("'='", '=').matchAll(/'([^']{1,2000})'/g)].map(([, word = '']) => ({
    key: 'GIT_CONFIG_PARAMETERS',
    word,
  }));
  return [...pairs, ...words].flatMap(({ key, word }) => {
    const command = firstGroup(GIT_WORD.exec(word));
    return command === undefined ? [] : [{ key, command }];
  });
}
