/** What a file is there for, as far as its path tells. The start chain overrules it: what runs is no document. */
export type Role = 'active' | 'document' | 'rules' | 'test' | 'library';

const DOCUMENT =
  /(?:^|\/)(?:usr\/share\/(?:doc|man|info|help|gtk-doc|licenses|locale|lintian|bash-completion|zsh|vim|nano|mime|perl5?)|docs?|man\d?|javadoc|site-docs|changelogs?)\/|(?:^|\/)(?:readme|changelog|changes|news|license|licence|copying|copyright|authors|contributing|security|history|todo|notice)(?:[._-][\w.-]{0,20})?$|\.(?:md|markdown|rst|adoc|asciidoc|texi|tex|html?|pod|ipynb|po|pot)$/i;
const RULES =
  /\.(?:yara?|yarac?|rules?|sigma|snort|nse|ndb|hdb|ldb|cdb|hsb)$|(?:^|\/)(?:yara(?:-rules)?|rules|sigma|signatures?|blocklists?|block-lists?|blacklists?|filterlists?|adlists?|threat-?intel|clamav|rulesets?|suricata|snort|falco(?:\.d)?|templates\/cves|nuclei-templates|modsecurity|crs|fail2ban|pihole|adguard(?:home)?|unbound|dnsmasq\.d)\/|^etc\/hosts[^/]*$/i;
const TEST =
  /(?:^|\/)(?:tests?|__tests__|testdata|test-?fixtures?|fixtures?|specs?|examples?|samples?|mocks?|__mocks__|testsuite)\/|\.(?:test|spec)\.\w{1,4}$|(?:^|\/)test_[^/]+\.py$|_test\.\w{1,4}$/i;
const LIBRARY =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|vendor|go\/pkg\/mod|\.cargo\/registry|python[23][\d.]*|perl5?|ruby|php\d*|\.npm|\.cache\/(?:pip|go-build|yarn|pnpm|composer)|\.m2|\.gradle|share\/(?:nmap|metasploit-framework|exploitdb))\//i;

export function roleOf(path: string): Role {
  if (DOCUMENT.test(path)) return 'document';
  if (RULES.test(path)) return 'rules';
  if (LIBRARY.test(path)) return 'library';
  if (TEST.test(path)) return 'test';
  return 'active';
}

const PAGE = /\.x?html?$/i;

/** A page that a server may send: by its ending it would be a document, by its folder it is none. */
export function isServedPage(path: string): boolean {
  return PAGE.test(path) && roleOf(path.replace(PAGE, '')) === 'active';
}

/** Why a finding in a file of this role weighs less, as the end of a sentence. */
export function roleReason(role: Role): string | undefined {
  switch (role) {
    case 'document':
      return 'it stands in documentation, which nothing runs';
    case 'rules':
      return 'the file is a rule pack or block-list: data about malware';
    case 'test':
      return 'it stands in a test, fixture or example';
    case 'library':
      return "it stands among a library's files";
    case 'active':
      return undefined;
  }
}
