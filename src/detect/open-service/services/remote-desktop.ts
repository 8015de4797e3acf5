import type { OpenDoor, Service } from '../service.ts';

/** A screen or an editor with a terminal in it that asks for no password. */
export const remoteDesktop: Service = {
  name: 'A remote desktop or editor',
  programs: [
    'x11vnc',
    'Xvnc',
    'Xtigervnc',
    'vncserver',
    'tigervncserver',
    'code-server',
    'openvscode-server',
  ],
  files: [],
  fix: 'Have a password set at run time, or let it listen on localhost only.',
  doors: ({ commands }) =>
    commands.flatMap(({ text, evidence }): readonly OpenDoor[] => {
      if (
        !asksNobody(text) ||
        /--?(?:localhost|bind(?:-addr|-address)?|interface|address|host)[ =]["']?(?:127\.|localhost|lo\b)|(?:^|\s)-localhost(?!\s+no\b)/.test(
          text,
        )
      )
        return [];
      return [
        {
          lets: 'anybody work in the container without a password',
          severity: 'medium',
          evidence: [evidence],
        },
      ];
    }),
};

function asksNobody(text: string): boolean {
  return (
    /\bx11vnc\b.{0,2000}\s-nopw\b/s.test(text) ||
    /vnc\w{0,10}\b.{0,2000}-SecurityTypes[ =]["']?None\b/is.test(text) ||
    /\bcode-server\b.{0,2000}--auth[ =]["']?none\b/s.test(text) ||
    /\bopenvscode-server\b.{0,2000}--without-connection-token\b/s.test(text)
  );
}
