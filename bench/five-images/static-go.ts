import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './kind.ts';

const MAIN = `package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "hello")
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
`;

/** One program and nothing else. */
export const STATIC_GO: Kind = {
  name: 'static-go',
  title: 'A static Go program on scratch',
  shows:
    'that there is one program, what Go wrote into it, and that there is no shell, no package and no base',
  make: (work) => ({
    steps: [
      {
        createdBy: 'COPY /out/hello /hello # buildkit',
        items: [{ path: 'hello', data: program(work), mode: 0o755 }],
      },
      { createdBy: 'USER 65532:65532' },
      { createdBy: 'EXPOSE map[8080/tcp:{}]' },
      { createdBy: 'ENTRYPOINT ["/hello"]' },
    ],
    config: { User: '65532:65532', Entrypoint: ['/hello'], ExposedPorts: { '8080/tcp': {} } },
  }),
};

function program(work: string): Buffer {
  const folder = join(work, 'static-go');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'go.mod'), 'module example.com/hello\n\ngo 1.21\n');
  writeFileSync(join(folder, 'main.go'), MAIN);
  execFileSync('go', ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', 'hello', '.'], {
    cwd: folder,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: 'pipe',
  });
  return readFileSync(join(folder, 'hello'));
}
