import { directory } from '../../path-lookup.ts';
import type { StaticContext } from './context.ts';
import { type StaticValue, text, unknown } from './value.ts';

const ARGUMENTS = /^(?:sys\.argv|process\.argv|ARGV|\$\*|\$argv|@ARGV|\$ARGV|arg|\$_SERVER)$/;
const CALLER = /^(?:@_|\$_|shift|arguments|args|kwargs)$/;
const OBJECT = /^(?:(?:self|this|cls)\.\w|\$this$)/;
const INPUT = /^(?:input|STDIN|gets|readline|\$_GET|\$_POST|\$_REQUEST|\$_COOKIE)$/;

/** Names whose value is the same in every program; undefined for others. */
export function wellKnown(name: string, { file, main, interpreter }: StaticContext): StaticValue | undefined {
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
    default:
      if (ARGUMENTS.test(name)) return unknown('it comes from the arguments of the program');
      if (CALLER.test(name)) return unknown('it is given where the program calls the function');
      if (OBJECT.test(name)) return unknown(`${name} is what an object holds while the program runs`);
      return INPUT.test(name) ? unknown('it comes from what the program reads while it runs') : undefined;
  }
}

function path(value: string | undefined): StaticValue {
  return value === undefined ? unknown('the text stands in no file') : text(value);
}
