import type { Door } from './door.ts';

/** A rule of secretlint's preset that is used here. */
export interface Vendor {
  /** Its id, without `@secretlint/secretlint-rule-`. */
  readonly rule: string;
  readonly door: Door;
  readonly what: string;
  /** Every match holds one of these, in this spelling; the rule sees the text around them only. */
  readonly words: readonly string[];
}

/**
 * The preset's rules about one text. Left out: `gcp` and `npm`, which read files of this machine by the path that they
 * are given; `privatekey`, which has a reader of its own here; `filter-comments`, by which a text could hide its secrets.
 */
export const VENDORS: readonly Vendor[] = [
  {
    rule: 'aws',
    door: 'cloud',
    what: 'an AWS secret access key',
    words: [
      'secret_access',
      'SECRET_ACCESS',
      'Secret_Access',
      'secretAccess',
      'SecretAccess',
      'SECRETACCESS',
      'secretaccess',
    ],
  },
  { rule: 'cloudflare', door: 'cloud', what: 'a Cloudflare token', words: ['cfk_', 'cfut_', 'cfat_'] },
  { rule: 'databricks', door: 'cloud', what: 'a Databricks token', words: ['dapi'] },
  {
    rule: 'vercel',
    door: 'cloud',
    what: 'a Vercel token',
    words: ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'],
  },
  {
    rule: 'hashicorp-vault',
    door: 'cloud',
    what: 'a token of HashiCorp Vault',
    words: ['hvs.', 'hvb.', 'hvr.'],
  },
  { rule: 'tailscale', door: 'cloud', what: 'a Tailscale key', words: ['tskey-'] },
  { rule: 'docker', door: 'registry', what: 'a Docker Hub access token', words: ['dckr_pat_'] },
  {
    rule: 'github',
    door: 'account',
    what: 'a GitHub token',
    words: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
  },
  { rule: 'gitlab', door: 'account', what: 'a GitLab token', words: ['glpat-'] },
  { rule: '1password', door: 'account', what: 'a 1Password service account', words: ['ops_ey'] },
  {
    rule: 'slack',
    door: 'account',
    what: 'a Slack token',
    words: ['xoxb-', 'xoxp-', 'xapp-', 'xoxa-', 'xoxo-', 'xoxr-', 'hooks.slack.com/services/'],
  },
  { rule: 'sendgrid', door: 'account', what: 'a SendGrid key', words: ['SG.'] },
  {
    rule: 'shopify',
    door: 'account',
    what: 'a Shopify token',
    words: ['shppa_', 'shpca_', 'shpat_', 'shpss_'],
  },
  { rule: 'stripe', door: 'account', what: 'a live Stripe key', words: ['sk_live_', 'rk_live_'] },
  { rule: 'openai', door: 'account', what: 'an OpenAI key', words: ['T3BlbkFJ'] },
  { rule: 'anthropic', door: 'account', what: 'an Anthropic key', words: ['sk-ant-'] },
  { rule: 'groq', door: 'account', what: 'a Groq key', words: ['gsk_'] },
  { rule: 'huggingface', door: 'account', what: 'a Hugging Face token', words: ['hf_'] },
  { rule: 'linear', door: 'account', what: 'a Linear key', words: ['lin_api_'] },
  { rule: 'notion', door: 'account', what: 'a Notion token', words: ['ntn_'] },
  { rule: 'figma', door: 'account', what: 'a Figma token', words: ['figd_'] },
  { rule: 'grafana', door: 'account', what: 'a Grafana token', words: ['glc_', 'glsa_'] },
];
