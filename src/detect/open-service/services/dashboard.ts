import type { OpenDoor, Service } from '../service.ts';

/** The Kubernetes dashboard with a button that skips the login, as in the takeovers of 2018. */
export const dashboard: Service = {
  name: 'The Kubernetes dashboard',
  programs: ['dashboard', 'kubernetes-dashboard', 'dashboard-metrics-scraper'],
  files: [],
  fix: 'Take --enable-skip-login and --enable-insecure-login out, and give its account few rights.',
  doors: ({ commands }) =>
    commands.flatMap(({ text, evidence }): readonly OpenDoor[] =>
      /--enable-skip-login\b(?!=false)/.test(text)
        ? [
            {
              lets: 'anybody in without a login, with the rights of its account',
              severity: 'high',
              evidence: [evidence],
            },
          ]
        : [],
    ),
};
