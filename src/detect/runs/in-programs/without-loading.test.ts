import { expect, it } from 'vitest';
import { withoutLoading } from './without-loading.ts';

const PERL = { loads: /"(?:require|use) [\w:$]+"/, decode: /decode_base64/, fetch: /->get\(/ };

it.each([
  ['', 'eval "require LWP::UserAgent"', true],
  ['my $c = shift;', 'eval "require $c"', true],
  ['my $data = parse($ua->get($x)); my $c = $data->{class};', 'eval "require $c"', true],
  ['my $c = decode_base64($x);', 'eval "use $c"', false],
  ['my $a = decode_base64($x);\nmy $b = $a;\nmy $c = "$b";', 'eval "use $c"', false],
  ['my $c = "strict; ";\n$c .= $ua->get($x);', 'eval "use $c"', false],
  ['my $c = $c;', 'eval "use $c"', true],
])('after %j, %s only loads a library: %s', (text, call, loads) => {
  expect(withoutLoading(call, `${text}\n${call};\n`, PERL)).toBe(loads ? "eval ''" : call);
});
