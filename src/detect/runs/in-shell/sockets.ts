import type { ShellPipeline, ShellRedirect } from '../../shell/model.ts';

/** Connections that `exec 3<>/dev/tcp/HOST/PORT` opened, put in where they are read: `cat <&3`. */
export function withSockets(pipelines: readonly ShellPipeline[]): readonly ShellPipeline[] {
  const sockets = new Map<string, ShellRedirect>();
  for (const { commands } of pipelines) {
    for (const { redirects } of commands.filter(({ name }) => name === 'exec')) {
      for (const redirect of redirects) {
        const isSocket = redirect.target.text.startsWith('/dev/tcp/') && redirect.operator !== '>';
        // `exec 3< <(curl …)`.
        if (isSocket || (redirect.operator === '<' && redirect.target.inner.length > 0))
          sockets.set(String(redirect.fd ?? 0), { ...redirect, operator: '<' });
      }
    }
  }
  return sockets.size === 0 ? pipelines : pipelines.map((pipeline) => reading(pipeline, sockets));
}

function reading(pipeline: ShellPipeline, sockets: ReadonlyMap<string, ShellRedirect>): ShellPipeline {
  const commands = pipeline.commands.map((command) => ({
    ...command,
    redirects: command.redirects.map((redirect) => {
      const socket = redirect.operator === '<&' ? sockets.get(redirect.target.text) : undefined;
      return socket ?? redirect;
    }),
    body: command.body.map((inner) => reading(inner, sockets)),
  }));
  return { ...pipeline, commands };
}
