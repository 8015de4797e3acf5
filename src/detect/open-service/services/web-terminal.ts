import type { OpenDoor, Service } from '../service.ts';

/** A shell, or what gives one: `login` asks who it is. */
const SHELL = /(?:^|[\s/])(?:(?:ba|da|a|z|k|fi|pw)?sh|tmux|screen|byobu|zellij)(?:\s|["']|$)/;
const NEAR = /(?:^|\s)(?:-i|--interface|-a|--address)[= ](?:lo\b|127\.|localhost|\S{0,100}\.sock)/;
const LOGIN = /(?:^|\s)(?:-c|--credential|-H|--auth-header|-A|--ssl-ca)[= ]\S/;

/** A terminal in a web page, or over telnet, that asks nobody who they are. */
export const webTerminal: Service = {
  name: 'The terminal',
  programs: ['ttyd', 'gotty', 'shellinaboxd', 'wetty', 'telnetd', 'in.telnetd'],
  files: [],
  fix: 'Have it ask for a password or certificate that is handed in at run time, or leave it out.',
  doors: ({ commands }) =>
    commands.flatMap(({ text, evidence }): readonly OpenDoor[] => {
      const lets = 'anybody run commands in the container';
      const program = /(?:^|[\s/])(ttyd|gotty|shellinaboxd|wetty|(?:in\.)?telnetd)(?:\s|$)/.exec(text)?.[1];
      if (program === undefined) return [];
      const open =
        program === 'ttyd' || program === 'gotty'
          ? SHELL.test(text) && !LOGIN.test(text) && !NEAR.test(text)
          : program === 'wetty'
            ? /--command[= ]\S{0,40}sh\b/.test(text)
            : program === 'shellinaboxd'
              ? /(?:-s|--service)[= ]?\S{0,80}:(?!LOGIN|SSH|AUTH)\S{0,80}(?:sh\b|SHELL)/.test(text)
              : /(?:-l|--exec-login=?)\s*\S{0,40}\/(?:ba|da|a|z|k)?sh\b/.test(text);
      return open ? [{ lets, severity: 'medium', evidence: [evidence] }] : [];
    }),
};
