import { expect, it } from 'vitest';
import { explainImage, outline } from '../../../../testkit/explain.ts';

it('packages that are repositories of one another are followed as far as there is work left, and that is told', () => {
  const siblings = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [
      `app/pkgs/p${i}/package.json`,
      JSON.stringify({ name: `p${i}`, workspaces: ['../*'] }),
    ]),
  );
  const words = Array.from({ length: 8 }, () => ['workspaces', 'foreach']).flat();
  const { startChain } = explainImage({
    config: { Entrypoint: ['yarn', ...words, 'nothing'], WorkingDir: '/app' },
    layers: [{ 'app/package.json': JSON.stringify({ workspaces: ['pkgs/*'] }), ...siblings }],
  });
  expect(outline(startChain).join('\n')).toMatch(/…[^\n]*!/);
});
