const WORDS =
  /example|sample|placeholder|dummy|change[-_]?me|redacted|your[-_]|my[-_]?(?:token|secret|key|password)|insert[-_]|replace[-_]|not[-_]?a[-_]?real|\bfake|\btodo\b|<[a-z_ -]{1,40}>|\$\{|\{\{|\$\(|%\(|%[A-Z_]{2,30}%|\*{3}|\.{3}|x{5}/i;
const VARIABLE = /^\$\w{1,60}$/;

/** Whether a value only stands for a secret: a word of documentation, a variable, or nothing that chance would give. */
export function isPlaceholder(value: string): boolean {
  return WORDS.test(value) || VARIABLE.test(value) || isRegular(value);
}

/** A token by chance has many different characters, and few that follow the one before in the alphabet or repeat it. */
function isRegular(value: string): boolean {
  if (value.length < 16) return false;
  let steps = 0;
  for (let i = 1; i < value.length; i++) {
    const step = value.charCodeAt(i) - value.charCodeAt(i - 1);
    if (step === 0 || step === 1 || step === -1) steps++;
  }
  return steps * 2 > value.length || new Set(value).size < Math.min(8, value.length / 3);
}
