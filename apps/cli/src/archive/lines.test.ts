import { describe, expect, it } from 'vitest';
import { BadLine } from '../transfer/shape.js';
import { parseLine } from './lines.js';

const session = {
  type: 'session',
  session: 's',
  user: { platform: 'web', externalId: 'u' },
  platform: 'web',
  key: 'default',
  environment: 'SERVER',
  kind: 'conversation',
  metadata: {},
  idleTimeoutSeconds: 60,
  idleAction: 'END',
};
const parse = (line: object) => parseLine(JSON.stringify(line));

describe('parseLine', () => {
  it('takes absent fields for what they are by default', () => {
    expect(parse(session)).toMatchObject({ title: null, notebooks: [], integrations: [] });
    expect(parse({ type: 'message', session: 's', role: 'USER', content: '' })).toMatchObject({
      content: '',
      parts: null,
      externalId: null,
      participant: null,
      at: null,
      redacted: false,
    });
  });

  it('keeps values as they are', () => {
    const value = JSON.parse('{"z":1,"__proto__":{"a":[]},"a":null}') as unknown;
    const line = parse({ type: 'variable', scope: 'APP', name: '__proto__', value });
    expect(JSON.stringify(line)).toContain(`"name":"__proto__","value":${JSON.stringify(value)}`);
  });

  it.each([
    ['{"type":"foyer","version":2}', /Version 2 of the format is not known/],
    ['{"type":"foyer"}', /version is missing/],
    ['{"version":1}', /type is missing/],
    ['{"type":"toString"}', /type must be one of foyer, user, session/],
    [JSON.stringify({ ...session, metdata: {} }), /metdata is not known here/],
    [JSON.stringify({ ...session, user: { ...session.user, id: 'x' } }), /user's id is not known here/],
    [JSON.stringify({ ...session, environment: 'MOON' }), /environment must be one of/],
    ['{"type":"user","identities":[]}', /needs at least one identity/],
    [
      '{"type":"user","identities":[{"platform":"web","externalId":"u","verified":1}]}',
      /verified must be true or false/,
    ],
    ['{"type":"message","session":"s","role":"USER"}', /content is missing/],
    ['{"type":"message","session":"s","role":"USER","redacted":true,"content":"x"}', /content is not known here/],
    ['{"type":"status","session":"s","status":"ENDED"}', /endReason is missing/],
    ['{"type":"status","session":"s","status":"ACTIVE","endReason":"EXPIRED"}', /endReason is not known here/],
    ['{"type":"variable","scope":"SESSION","name":"n","value":1}', /scope SESSION names its session/],
    ['{"type":"variable","scope":"APP","session":"s","name":"n","value":1}', /scope APP names neither/],
    ['{"type":"variable","scope":"PLATFORM","platform":"web","name":"n","value":1}', /scope PLATFORM names either/],
  ])('refuses %s', (text, reason) => {
    expect(() => parseLine(text)).toThrow(BadLine);
    expect(() => parseLine(text)).toThrow(reason);
  });
});
