import type { OpenDoor, Service } from '../service.ts';

/** A kubelet that lets anybody run commands in the node's containers (kubelet authentication and authorization). */
export const kubelet: Service = {
  name: 'kubelet',
  programs: ['kubelet'],
  files: [],
  fix: 'Set --anonymous-auth=false and --authorization-mode=Webhook.',
  doors: ({ commands }) =>
    commands.flatMap(({ text, evidence }): readonly OpenDoor[] => {
      const anonymous = !/--anonymous-auth[= ](?:false|0)\b/i.test(text);
      const allows = /--authorization-mode[= ]AlwaysAllow\b/i.test(text);
      return anonymous && allows
        ? [
            {
              lets: 'anybody run commands in every container of the node',
              severity: 'high',
              evidence: [evidence],
            },
          ]
        : [];
    }),
};
