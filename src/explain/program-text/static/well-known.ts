import { directory } from '../../path-lookup.ts';
import type { StaticContext } from './context.ts';
import { givenValue } from './given-values.ts';
import { type StaticValue, text, unknown } from './value.ts';

const CALLER = /^(?:@_|\$_|shift|arguments|args|kwargs)$/;
const OBJECT = /^(?:(?:self|this|cls)\.\w|\$this$)/;
const INPUT = /^(?:input|STDIN|gets|readline|\$_GET|\$_POST|\$_REQUEST|\$_COOKIE)$/;

/** Names whose value is the same in every program; undefined for others. */
export function wellKnown(name: string, context: StaticContext): StaticValue | undefined {
  const { file, main, interpreter } = context;
  switch (name) {
    case '__file__':
    case '__filename':
    case '__FILE__':
    case 'import.meta.filename':
    case 'import.meta.url':
      return path(file);
    case '__dirname':
    case '__DIR__':
    case '__dir__':
    case 'import.meta.dirname':
      return path(file === undefined ? undefined : directory(file));
    case 'DATA':
      return dataOf(context);
    case '$FindBin::Bin':
    case '$FindBin::RealBin':
    case '$Bin':
    case '$RealBin':
      return path(main === undefined ? undefined : directory(main));
    case '$PROGRAM_NAME':
    case 'require.main.filename':
      return path(main);
    case 'sys.executable':
    case 'process.execPath':
    case 'RbConfig.ruby':
    case 'Gem.ruby':
    case 'PHP_BINARY':
      return path(interpreter);
    default: {
      const given = givenValue(name, context);
      if (given !== undefined) return given;
      if (CALLER.test(name)) return unknown('it is given where the program calls the function');
      if (OBJECT.test(name)) return unknown(`${name} is what an object holds while the program runs`);
      return INPUT.test(name) ? unknown('it comes from what the program reads while it runs') : undefined;
    }
  }
}

/** What stands in a program of Perl or Ruby behind its end. */
function dataOf({ language, names }: StaticContext): StaticValue | undefined {
  if (language !== 'perl' && language !== 'ruby') return undefined;
  const end = /^__(?:DATA|END)__\r?\n/m.exec(names.text);
  return end === null
    ? unknown('nothing stands behind the program')
    : text(names.text.slice(end.index + end[0].length));
}

function path(value: string | undefined): StaticValue {
  return value === undefined ? unknown('the text stands in no file') : text(value);
}
