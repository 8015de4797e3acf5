/**
 * Hosts that everybody downloads from or asks, with all names below them: code hosts, registries, distributions,
 * language ecosystems, clouds' storage, installers' own sites, public name servers. What two images fetch there does
 * not tie them together. Written by hand; state: November 2026.
 */
const PUBLIC: ReadonlySet<string> = new Set(
  [
    'github.com githubusercontent.com github.io ghcr.io gitlab.com bitbucket.org codeberg.org sourceforge.net sf.net',
    'docker.com docker.io quay.io gcr.io k8s.io kubernetes.io mcr.microsoft.com microsoft.com aka.ms',
    'debian.org ubuntu.com canonical.com launchpad.net alpinelinux.org fedoraproject.org redhat.com centos.org',
    'rockylinux.org almalinux.org opensuse.org suse.com archlinux.org gentoo.org kernel.org gnu.org nixos.org',
    'kali.org oracle.com amazonlinux.com voidlinux.org busybox.net apache.org mozilla.org gnupg.org openssl.org',
    'python.org pypi.org pythonhosted.org pypa.io anaconda.com conda.io python-poetry.org astral.sh npmjs.org',
    'npmjs.com nodejs.org yarnpkg.com nodesource.com pnpm.io bun.sh deno.land jsdelivr.net unpkg.com cdnjs.com',
    'rubygems.org ruby-lang.org rvm.io rustup.rs rust-lang.org crates.io golang.org go.dev php.net getcomposer.org',
    'packagist.org maven.org gradle.org sdkman.io scala-lang.org haskell.org haskellstack.org julialang.org',
    'cpan.org cpanmin.us perl.org nuget.org dot.net hex.pm elixir-lang.org swift.org ziglang.org ohmyz.sh',
    'nginx.org nginx.com mariadb.org mariadb.com mysql.com postgresql.org mongodb.org mongodb.com elastic.co',
    'influxdata.com grafana.com hashicorp.com helm.sh k3s.io rancher.io rancher.com get.acme.sh brew.sh starship.rs',
    'packagecloud.io bintray.com jfrog.io cloudsmith.io nixpkgs.dev tailscale.com netdata.cloud datadoghq.com',
    'newrelic.com google.com googleapis.com gstatic.com amazonaws.com cloudfront.net azureedge.net windows.net',
    'digitaloceanspaces.com r2.dev workers.dev huggingface.co nvidia.com download.pytorch.org openai.com',
    'torproject.org letsencrypt.org ifconfig.me ipify.org icanhazip.com ip-api.com ipinfo.io',
    'aliyun.com aliyuncs.com tsinghua.edu.cn ustc.edu.cn myqcloud.com npmmirror.com',
    '1.1.1.1 1.0.0.1 8.8.8.8 8.8.4.4 9.9.9.9 114.114.114.114 223.5.5.5 208.67.222.222',
  ].flatMap((line) => line.split(' ')),
);

export function isPublicHost(host: string): boolean {
  if (PUBLIC.has(host)) return true;
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    if (PUBLIC.has(host.slice(dot + 1))) return true;
  }
  return false;
}
