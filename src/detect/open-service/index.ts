import { baseName } from '../../base/base-name.ts';
import type { Detector, ImageView } from '../detector.ts';
import type { Finding } from '../finding.ts';
import { lower } from '../finding-order.ts';
import { roleOf } from '../text/role.ts';
import type { Service } from './service.ts';
import { isPresent, serviceView } from './service-view.ts';
import { SERVICES } from './services.ts';

const RULE = 'open-service/no-login';

/**
 * Finds services that are left open on purpose: settings of the image by which whoever reaches the service is in.
 * What a service does by default, and an entrypoint that merely handles such a setting, is none.
 */
export const openService: Detector = {
  id: 'open-service',
  version: 6,
  title: 'Services left open',
  readsFiles: true,
  rules: [
    {
      id: RULE,
      leaves:
        'What a service does by default, entrypoints that handle such a setting, samples and documentation, and services for this machine only.',
      title: 'Service that lets anybody in',
      category: 'access',
      severity: ['low', 'high'],
      description:
        'The image configures a service so that whoever reaches it gets in without a password, or with one that everybody tries first; of MariaDB also what its data files hold. Eight of the seventeen images of 2018 were left open like this, to be used later.',
      attack: 'T1562.001',
    },
  ],
  triggers: { literals: SERVICES.flatMap(({ data }) => data?.literals ?? []) },
  inspect: (layer) =>
    layer.marks.flatMap(({ entry, places }) => {
      const path = layer.facts.entries[entry]?.path ?? '';
      return DATA_FILES.has(baseName(path))
        ? places.map(({ offset, excerpt }) => ({ entry, offset, excerpt, data: {} }))
        : [];
    }),
  judge: (view) => SERVICES.flatMap((service) => findingsOf(view, service)),
};

const DATA_FILES: ReadonlySet<string> = new Set(SERVICES.flatMap(({ data }) => data?.files ?? []));

function findingsOf(view: ImageView, service: Service): readonly Finding[] {
  const seen = serviceView(view, service);
  const starts = seen.commands.length > 0;
  // Settings of a service that is not there let nobody in; the layer below may bring it, so only programs count.
  if (!starts && !isPresent(view, service.programs)) return [];
  return service.doors(seen).flatMap((door): readonly Finding[] => {
    const [{ path }] = door.evidence;
    // Samples lie about in packages; a service reads what its settings say.
    if (
      path.startsWith('/') &&
      (roleOf(path.slice(1)) !== 'active' ||
        /[.-](?:sample|example|dist|template|default|orig|bak|dpkg-\w+)$/i.test(path))
    )
      return [];
    return [
      {
        rule: RULE,
        title: 'Service that lets anybody in',
        category: 'access',
        severity: starts ? door.severity : lower(door.severity),
        confidence: 'high',
        why: `${service.name}, which ${starts ? 'starts with the container' : 'is in the image'}, lets ${door.lets}.`,
        fix: service.fix,
        attack: 'T1562.001',
        evidence: door.evidence,
      },
    ];
  });
}
