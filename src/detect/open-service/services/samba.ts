import { type IniSetting, settingsOf } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** Folders whose owner owns the container. */
const WHOLE = /^(?:\/|\/(?:etc|root|home|var|usr|opt|bin|sbin|lib)\/?)$/;

/** A Samba share of system folders that anybody may write to (smb.conf(5)). */
export const samba: Service = {
  name: 'Samba',
  programs: ['smbd', 'samba'],
  files: ['smb.conf'],
  fix: 'Share only the folder that is meant, and name its valid users.',
  doors: ({ files }) =>
    files.flatMap((file): readonly OpenDoor[] => {
      const settings = settingsOf(file.text);
      const sections = [...new Set(settings.map(({ section }) => section))];
      return sections.flatMap((section): readonly OpenDoor[] => {
        const find = (key: RegExp, value: RegExp): IniSetting | undefined =>
          settings.find((one) => one.section === section && key.test(one.key) && value.test(one.value));
        const path = find(/^(?:path|directory)$/i, WHOLE);
        const guest = find(/^(?:guest ok|public)$/i, YES);
        const writable = find(/^(?:writ(?:e|ea)?able|write ok)$/i, YES) ?? find(/^read only$/i, NO);
        if (path === undefined || guest === undefined || writable === undefined) return [];
        if (find(/^valid users$/i, /\S/) !== undefined) return [];
        const [first, ...rest] = [path, guest, writable].map(({ line }) => file.at(line.number, line.text));
        if (first === undefined) return [];
        return [
          { lets: `anybody change what lies in ${path.value}`, severity: 'high', evidence: [first, ...rest] },
        ];
      });
    }),
};

const YES = /^(?:yes|true|1)$/i;
const NO = /^(?:no|false|0)$/i;
