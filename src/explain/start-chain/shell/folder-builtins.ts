import type { StartStep } from '../../explanation.ts';
import { absolutePath } from '../../path-lookup.ts';
import type { BuiltinCall } from './builtin-call.ts';
import { hasHole } from './holes.ts';
import { variable } from './scope.ts';

/** `cd DIR`, `pushd DIR`. */
export function changeFolder(call: BuiltinCall): StartStep[] {
  const { scope } = call.frame;
  const given = call.argv.slice(1).find((argument) => !/^-[LP]$|^--$/.test(argument.text));
  const to = given === undefined ? variable(scope, 'HOME') : given.value;
  if (to == null || to === '-' || hasHole(to)) scope.lost = true;
  else {
    scope.lost &&= !to.startsWith('/');
    scope.cwd = absolutePath(to, scope.cwd);
  }
  return [];
}

/** Where `pushd` was called is not kept. */
export function goBack(call: BuiltinCall): StartStep[] {
  call.frame.scope.lost = true;
  return [];
}
