import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

const SETTING =
  /^\s*c\.(?:Notebook|Server|Lab|Jupyter\w{0,20})App\.token\s*=\s*(?:u|r)?(?:''|"")|^\s*c\.IdentityProvider\.token\s*=\s*(?:u|r)?(?:''|"")/;
/** Nothing behind it but quotes, of which an exec form may hold several kinds. */
const FLAG = /--(?:(?:Notebook|Server|Lab)App|IdentityProvider)\.token(?:=|\s)["'\\]{0,40}(?:\s|$)/;

/** Jupyter without its token: a console for whoever opens the page. */
export const jupyter: Service = {
  name: 'Jupyter',
  programs: [
    'jupyter',
    'jupyter-lab',
    'jupyter-notebook',
    'jupyter-server',
    'jupyterhub',
    'start-notebook.sh',
  ],
  files: ['jupyter_notebook_config.py', 'jupyter_server_config.py', 'jupyter_lab_config.py'],
  fix: 'Leave the token on, or have a password set at run time.',
  doors: ({ files, commands }) => {
    const doors: OpenDoor[] = [];
    const lets = 'anybody run programs from a web page';
    for (const file of files) {
      const line = activeLines(file.text).find(({ text }) => SETTING.test(text));
      if (line !== undefined) {
        doors.push({ lets, severity: 'medium', evidence: [file.at(line.number, line.text)] });
      }
    }
    for (const { text, evidence } of commands) {
      if (FLAG.test(text)) doors.push({ lets, severity: 'medium', evidence: [evidence] });
    }
    return doors;
  },
};
