// What it costs to know who asks: the API against the same API that lets everybody in without a look.
import { compare } from './compare.ts';
import { findLongSessions, LAST, ownerOf, reading } from './conversations.ts';
import { Load } from './load.ts';
import { milliseconds, ratioFigure, type Figure, type Section } from './report.ts';
import { makeUserToken } from './servers.ts';
import { maxOf, paceOf, withServers, type Setting } from './setting.ts';

/** A tenth more, at most. */
const MAX = 1.1;

export async function accessSection(setting: Setting): Promise<Section[]> {
  const { many } = setting;
  const [id = ''] = await findLongSessions(many.client);
  const kinds = [
    { kind: 'api' as const, database: many },
    { kind: 'open' as const, database: many },
  ];
  const figures = await withServers(setting, 'access', kinds, async (api, open) => {
    const token = await makeUserToken(api.server.url, await ownerOf(many.client, id));
    const byToken = new Load(api.server.url, { apiKey: token });
    const ask = reading([id], null);
    const found: Figure[] = [];
    for (const [name, load] of [['API key', api.load] as const, ['user token', byToken] as const]) {
      const { subject, reference, ratio } = await compare(
        { ...api, load, ask },
        { ...open, ask },
        paceOf(setting, { rounds: 14 }),
      );
      const [foyer, against] = [milliseconds(subject.serverMs), milliseconds(reference.serverMs)];
      const max = maxOf(setting, MAX);
      found.push(ratioFigure(`${name}: CPU of the server`, { foyer, against, ratio: ratio.serverMs }, max));
    }
    byToken.close();
    return found;
  });
  const title = `Knowing who asks: a session with its last ${LAST} messages, 1,000 times`;
  return [{ title, columns: ['Foyer', 'everybody let in'], figures }];
}
