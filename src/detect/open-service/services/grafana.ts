import { settingsOf } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** Grafana whose visitors are administrators. Visitors that may only look are what many dashboards are for. */
export const grafana: Service = {
  name: 'Grafana',
  programs: ['grafana', 'grafana-server'],
  files: ['grafana.ini', 'custom.ini'],
  fix: 'Give anonymous visitors the role Viewer, or have them log in.',
  doors: ({ files, variable }) => {
    const doors: OpenDoor[] = [];
    const lets = 'anybody in as an administrator';
    for (const file of files) {
      const settings = settingsOf(file.text).filter(({ section }) => section === 'auth.anonymous');
      const role = settings.find(({ key, value }) => key === 'org_role' && value === 'Admin');
      if (role !== undefined && settings.some(({ key, value }) => key === 'enabled' && value === 'true'))
        doors.push({ lets, severity: 'medium', evidence: [file.at(role.line.number, role.line.text)] });
    }
    const given = variable('GF_AUTH_ANONYMOUS_ORG_ROLE');
    if (given?.value === 'Admin' && /^(?:true|1)$/i.test(variable('GF_AUTH_ANONYMOUS_ENABLED')?.value ?? ''))
      doors.push({ lets, severity: 'medium', evidence: [given.evidence] });
    return doors;
  },
};
