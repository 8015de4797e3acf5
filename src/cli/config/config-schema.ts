import { configKeyOf, isNegated, type OptionSpec } from '../options/option-spec.ts';

/** JSON Schema (2020-12) of a configuration file, for editors; made from the options. */
export function configJsonSchema(options: readonly OptionSpec[]): object {
  const properties = options.flatMap((option) => {
    const key = configKeyOf(option);
    return key === undefined ? [] : [[key, schemaOf(option)] as const];
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:clearpull:schema:config',
    title: 'clearpull configuration',
    description: '.clearpull.yaml, config.yaml or the same as JSON; keys are options without dashes',
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
  };
}

function schemaOf(option: OptionSpec): object {
  const description = isNegated(option) ? `false is ${option.flag}: ${option.help}` : option.help;
  const preset = option.default === undefined ? {} : { default: option.default };
  return { ...typeOf(option), description, ...preset };
}

function typeOf({ type, choices, range }: OptionSpec): object {
  if (type === 'switch') return { type: 'boolean' };
  if (type === 'number') {
    return { type: 'integer', ...(range === undefined ? {} : { minimum: range[0], maximum: range[1] }) };
  }
  if (type === 'choice') return { enum: choices };
  const text = { type: 'string', minLength: 1 };
  return type === 'list' ? { anyOf: [text, { type: 'array', items: text }] } : text;
}
