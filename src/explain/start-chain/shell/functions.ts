import { NOT_TAKEN, type StartStep } from '../../explanation.ts';
import { leavesRoom } from '../budget.ts';
import { makeStep } from '../step.ts';
import type { BuiltinCall } from './builtin-call.ts';
import type { ShellFunction } from './shell-text.ts';

const MAX_FUNCTION_DEPTH = 40;

/** A function of the script: what it does stands below the call, once for the same arguments. */
export function callFunction(call: BuiltinCall, name: string, own: ShellFunction): StartStep[] {
  const { frame, argv, command, place } = call;
  const { budget } = frame.chain;
  if (budget.idle.has(own.body)) return [];
  if (budget.stepsLeft <= 0) return [...frame.chain.run({ argv, command, place, environment: NOWHERE })];
  budget.stepsLeft--;
  const args = argv.slice(1);
  const given = args.map((argument) => argument.value ?? argument.text).join('\0');
  const notTaken = frame.taken === false || budget.notTaken > 0;
  const key = `${notTaken ? 'not taken' : ''}()\0${own.text.place.file}\0${own.body.pos}\0${given}`;
  const parts = { what: `${name}()`, command, kind: 'builtin' as const, place };
  if (leavesRoom(budget, frame.taken)) return [makeStep(frame.chain, { ...parts, unknown: NOT_TAKEN })];
  if (budget.followed.has(key) || budget.open.size > MAX_FUNCTION_DEPTH) {
    return [makeStep(frame.chain, { ...parts, unknown: 'already followed above' })];
  }
  budget.followed.add(key);
  budget.open.add(key);
  const { scope } = frame;
  const outer = scope.positional;
  const { leaving } = scope;
  scope.positional = [{ args }];
  scope.leaving = undefined;
  const { when: _when, ...bare } = frame;
  const children = frame.walker.node(own.body, { ...bare, text: own.text });
  scope.positional = outer;
  scope.leaving = leaving;
  budget.open.delete(key);
  if (children.length === 0 && !budget.exhausted) {
    // It only computes or prints.
    budget.stepsLeft++;
    if (args.length === 0 || !/\$[@*{\d]/.test(sourceOf(own))) budget.idle.add(own.body);
    else budget.followed.delete(key);
    return [];
  }
  return [makeStep(frame.chain, { ...parts, children })];
}

const NOWHERE = { variables: new Map<string, string>(), cwd: '/' };

function sourceOf(own: ShellFunction): string {
  return own.text.source.slice(own.body.pos, own.body.end);
}
