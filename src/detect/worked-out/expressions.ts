import type { Machine } from './machine.ts';
import { operate, operatorAt } from './operators.ts';
import { sizeOf, truth, UNFOLLOWED, UNKNOWN, type Value } from './value.ts';

/** What stands before a value and leaves it as it is. */
const PREFIXES = /^(?:await|yield|new|async|void|delete|typeof)$/;
const MAX_PREFIXES = 200;

/** The value of the expression at the cursor, as far as operators that bind at least so tight go. */
export function expression(machine: Machine, least = 0): Value {
  if (machine.isTooDeep) {
    machine.next();
    return UNFOLLOWED;
  }
  machine.nest++;
  let left = unary(machine);
  for (;;) {
    goOn(machine);
    const picked = choice(machine, left, least);
    if (picked !== undefined) {
      left = picked;
      continue;
    }
    const operator = operatorAt(machine);
    if (operator === undefined || operator.binds < least) break;
    if (operator.assigns) {
      const assigned = assign(machine, left, operator.sign, operator.length);
      if (assigned === undefined) break;
      left = assigned;
      continue;
    }
    for (let count = 0; count < operator.length; count++) machine.next();
    const right = machine.parts.expression(operator.binds + (operator.sign === '**' ? 0 : 1));
    machine.target = undefined;
    left = operate(operator.sign, left, right, machine.language);
    if (typeof left === 'string') machine.budget.takeText(left.length);
    else if (!machine.budget.pays(sizeOf(left))) left = UNFOLLOWED;
  }
  machine.nest--;
  return left;
}

/** Over line ends that end nothing: in brackets, and behind a backslash. */
export function goOn(machine: Machine): void {
  if (machine.isMark('\\') && machine.ahead().kind === 'line') {
    machine.next();
    machine.next();
  } else if (machine.inBrackets > 0) machine.skipLines();
}

function unary(machine: Machine): Value {
  goOn(machine);
  const signs: string[] = [];
  for (let count = 0; count < MAX_PREFIXES; count++) {
    const { kind, text } = machine.token;
    if (kind === 'mark' && /^(?:[-+~!*]|\*\*|\+\+|--|\.\.\.)$/.test(text)) signs.push(machine.next().text);
    else if (kind === 'name' && text === 'not' && machine.language === 'python')
      signs.push(machine.next().text);
    else if (kind === 'name' && PREFIXES.test(text) && startsValue(machine)) machine.next();
    else break;
    goOn(machine);
  }
  let value = machine.parts.postfix(machine.parts.primary());
  for (const sign of signs.reverse()) {
    machine.target = undefined;
    if (sign === '!' || sign === 'not') {
      const holds = truth(value);
      value = holds === undefined ? UNKNOWN : !holds;
    } else if (sign === '-') value = typeof value === 'number' ? -value : UNKNOWN;
    else if (sign === '~') value = typeof value === 'number' ? ~value : UNKNOWN;
    else if (sign === '+' && typeof value === 'string')
      value = /^\d{1,9}$/.test(value) ? Number(value) : UNKNOWN;
  }
  return value;
}

/** Whether a word before the cursor's next token is one of those that only stand before a value. */
function startsValue(machine: Machine): boolean {
  const { kind, text } = machine.ahead();
  return kind === 'mark' ? /^[([{`"'!-]$/.test(text) : kind !== 'line';
}

/** `a ? b : c`, `a if b else c`. */
function choice(machine: Machine, left: Value, least: number): Value | undefined {
  if (least > 2) return undefined;
  if (machine.language === 'node' && machine.isMark('?')) {
    machine.next();
    const yes = machine.parts.expression(2);
    goOn(machine);
    const no = machine.take(':') ? machine.parts.expression(2) : UNKNOWN;
    machine.target = undefined;
    return chosen(truth(left), yes, no);
  }
  if (machine.language === 'python' && machine.isName('if') && machine.ahead().kind !== 'line') {
    machine.next();
    const holds = truth(machine.parts.expression(3));
    goOn(machine);
    if (!machine.isName('else')) return left;
    machine.next();
    const no = machine.parts.expression(2);
    machine.target = undefined;
    return chosen(holds, left, no);
  }
  return undefined;
}

function chosen(holds: boolean | undefined, yes: Value, no: Value): Value {
  if (holds !== undefined) return holds ? yes : no;
  return truth(yes) === undefined || truth(yes) === false ? no : yes;
}

function assign(machine: Machine, left: Value, sign: string, length: number): Value | undefined {
  const { target } = machine;
  if (target === undefined) return undefined;
  for (let count = 0; count < length; count++) machine.next();
  const right = machine.parts.expression(1);
  const value = sign === '=' ? right : operate(sign, left, right, machine.language);
  if (typeof value === 'string' && sign !== '=') machine.budget.takeText(value.length);
  if (machine.muted === 0) target(value);
  machine.target = undefined;
  return value;
}
