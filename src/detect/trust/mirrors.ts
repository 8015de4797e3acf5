import { lines } from '../text/lines.ts';
import type { LookedAt } from '../text/looked-at.ts';
import { remoteOf } from '../text/remote.ts';

export interface Mirror {
  readonly url: string;
  /** What is switched off, as the end of a sentence. */
  readonly how: string;
  /** Neither signatures nor TLS say who made the packages. */
  readonly bare: boolean;
  /** A script writes the setting; it is no file of the image yet. */
  readonly written: boolean;
  readonly line: number;
  readonly excerpt: string;
}

/** Where packages come from officially, and public mirrors that many images name. */
const KNOWN =
  /(?:^|\.)(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|npmmirror\.com|yarnpkg\.com|rubygems\.org|debian\.org|ubuntu\.com|alpinelinux\.org|centos\.org|fedoraproject\.org|redhat\.com|opensuse\.org|aliyun(?:cs)?\.com|tuna\.tsinghua\.edu\.cn|ustc\.edu\.cn|bfsu\.edu\.cn|sjtu\.edu\.cn|nju\.edu\.cn|douban\.com|doubanio\.com|tencent(?:yun)?\.com|huaweicloud\.com|163\.com|sohu\.com|taobao\.org|nvidia\.com|microsoft\.com|docker\.com|google(?:apis)?\.com|github\.com|pytorch\.org|anaconda\.org|kernel\.org|fury\.io|gemfury\.com|cloudfront\.net|piwheels\.org)$/;

const APT = /^\s*deb(?:-src)?\s+\[([^\]\n]{1,300})\]\s+(\S{1,500})/;
const PIP =
  /(?:^|[\s;&"'])(?:index-url|extra-index-url|PIP_INDEX_URL|PIP_EXTRA_INDEX_URL|--index-url|--extra-index-url|index_url)(?:\s*[=:]\s*|\s+)["']?(\S{1,500}?)["']?\s*$/i;
const NPM =
  /(?:^|[\s;&"'])(?:(?:@[\w-]{1,60}:)?registry|NPM_CONFIG_REGISTRY|YARN_REGISTRY|npmRegistryServer)(?:\s*[=:]\s*|\s+)["']?(https?:\/\/\S{1,500}?)["']?\s*$/i;
const GEM = /^\s*(?:-\s+|:sources:\s*\[?)["']?(http:\/\/\S{1,300}?)["']?\]?\s*$/;
const FILES =
  /(?:^|\/)(?:sources\.list(?:\.d\/[^/]{1,200})?|pip\.(?:conf|ini)|\.?npmrc|\.yarnrc(?:\.yml)?|\.?gemrc|yum\.repos\.d\/[^/]{1,200})$/;

/** Settings that take packages from where nobody vouches for them, in one text. */
export function oddMirrors({ path, units }: LookedAt): readonly Mirror[] {
  const own = units.filter(({ line, target }) => line === undefined || FILES.test(target ?? ''));
  return own.flatMap(({ text, line, target }) => {
    const name = target ?? path;
    if (path !== 'ENV' && !FILES.test(name)) return [];
    return mirrorsIn(name, text).map((mirror) =>
      line === undefined ? { ...mirror, written: false } : { ...mirror, line, written: true },
    );
  });
}

function mirrorsIn(path: string, text: string): readonly Omit<Mirror, 'written'>[] {
  const found: Omit<Mirror, 'written'>[] = [];
  const unchecked =
    /^[^\S\n]*(?:trusted-host|strict-ssl\s*=\s*false|PIP_TRUSTED_HOST|enableStrictSsl:\s*false)/im.test(text);
  let section: { url?: string; line: number; excerpt: string } | undefined;
  for (const { text: line, number } of lines(text)) {
    if (/^\s*[#;]/.test(line) || found.length >= 20) continue;
    const add = (url: string, how: string, signed: boolean): void => {
      const remote = remoteOf(url);
      if (remote === undefined || remote.local || /[${]/.test(remote.host)) return;
      const plain = /^http:/i.test(url);
      const known = KNOWN.test(remote.host);
      if (signed || (!plain && how === '')) return;
      const why = [how, plain ? 'over plain HTTP' : ''].filter((part) => part !== '').join(' and ');
      found.push({
        url: url.slice(0, 200),
        how: why,
        bare: plain && !known,
        line: number,
        excerpt: line.trim(),
      });
    };
    const apt = APT.exec(line);
    if (apt !== null && /\b(?:trusted|allow-insecure)=yes\b/i.test(apt[1] ?? ''))
      add(apt[2] ?? '', 'without signatures', false);
    const pip = PIP.exec(line)?.[1] ?? NPM.exec(line)?.[1] ?? GEM.exec(line)?.[1];
    if (pip !== undefined) {
      const known = KNOWN.test(remoteOf(pip)?.host ?? '');
      add(pip, unchecked && !known ? 'without checking certificates' : '', false);
    }
    if (path.includes('yum.repos.d/')) {
      if (/^\s*\[/.test(line)) section = { line: number, excerpt: line.trim() };
      const url = /^\s*baseurl\s*=\s*(\S{1,500})/i.exec(line)?.[1];
      if (url !== undefined && section !== undefined) section = { ...section, url };
      if (/^\s*gpgcheck\s*=\s*(?:0|no|false)\b/i.test(line) && section?.url !== undefined)
        add(section.url, 'without signatures', false);
    }
    if (path.includes('sources.list.d/')) {
      const uri = /^\s*URIs\s*:\s*(\S{1,500})/i.exec(line)?.[1];
      if (uri !== undefined) section = { url: uri, line: number, excerpt: line.trim() };
      if (/^\s*Trusted\s*:\s*yes/i.test(line) && section?.url !== undefined)
        add(section.url, 'without signatures', false);
    }
  }
  return found;
}
