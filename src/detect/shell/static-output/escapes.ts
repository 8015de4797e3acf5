/** What the escapes of `echo -e`, `printf` and `tr` stand for. */
export function unescaped(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{1,2}|0?[0-7]{1,3}|[nrtabfve\\'"])/g, (_match, code: string) => {
    if (code.startsWith('x')) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255);
    return { n: '\n', r: '\r', t: '\t' }[code] ?? (/[\\'"]/.test(code) ? code : '');
  });
}
