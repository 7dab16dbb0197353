// Lists of sessions: what a page costs where there are many, against where there are few, and how PostgreSQL finds it.
import { compare } from './compare.ts';
import { askAt, depthOf, INFORMING_CASES, lengthOf, targetCases, type ListCase } from './lists.ts';
import { explainAll, explainNone, planOf, type Plan } from './plans.ts';
import { factFigure, milliseconds, ratioFigure, type Figure, type Section } from './report.ts';
import { maxOf, paceOf, withServers, type Running, type Setting } from './setting.ts';

const MAX = 1.3;

export async function listSections(setting: Setting): Promise<Section[]> {
  const { many, few, sizes } = setting;
  const targets = await targetCases(many);
  const servers = [many, few].map((database) => ({ kind: 'api' as const, database }));
  const columns = [`${sizes.many} sessions`, `${sizes.few} sessions`] as const;
  const [judged, told] = await withServers(setting, 'lists', servers, async (inMany, inFew) => [
    await ratioFigures(setting, targets, [inMany, inFew]),
    await ratioFigures(setting, INFORMING_CASES, [inMany, inFew]),
  ]);
  return [
    { title: 'Pages of a list of sessions', columns, figures: judged },
    { title: 'Other lists', columns, figures: told },
    {
      title: `How PostgreSQL finds them among ${sizes.many}`,
      columns: ['', ''],
      figures: await planFigures(setting, targets),
    },
  ];
}

type Sides = readonly [inMany: Running, inFew: Running];

async function ratioFigures(setting: Setting, cases: readonly ListCase[], sides: Sides): Promise<Figure[]> {
  const informs = cases === INFORMING_CASES;
  const pace = informs ? { rounds: 2, stretchMs: 300, warmTimes: 5 } : { rounds: 8, stretchMs: 500, warmTimes: 60 };
  const max = informs ? undefined : maxOf(setting, MAX);
  const figures: Figure[] = [];
  for (const list of cases) {
    const [inMany, inFew] = await asksFor(list, sides);
    const { subject, reference, ratio } = await compare(inMany, inFew, paceOf(setting, pace));
    const figure = (what: string, part: 'totalMs' | 'latencyMs'): Figure =>
      ratioFigure(
        `${list.name}: ${what}`,
        { foyer: milliseconds(subject[part]), against: milliseconds(reference[part]), ratio: ratio[part] },
        max,
      );
    figures.push(figure('CPU of 1,000', 'totalMs'), figure('time', 'latencyMs'));
  }
  return figures;
}

/** The page in both databases; in the short list, one that lies as deep in proportion. */
async function asksFor(list: ListCase, [inMany, inFew]: Sides) {
  const depth = depthOf(list);
  const share = list.page <= 2 ? null : depth / (await lengthOf(inMany.load, list));
  const depthInFew = share === null ? depth : Math.floor(share * (await lengthOf(inFew.load, list)));
  const asks = [await askAt(inMany.load, list, depth), await askAt(inFew.load, list, depthInFew)] as const;
  return [
    { ...inMany, ask: () => asks[0] },
    { ...inFew, ask: () => asks[1] },
  ] as const;
}

/** The plans of all lists, as the API's own statements get them. */
async function planFigures(setting: Setting, targets: readonly ListCase[]): Promise<Figure[]> {
  const { many, cluster } = setting;
  await explainAll(many);
  const api = [{ kind: 'api' as const, database: many }];
  const figures = await withServers(setting, 'plans', api, async ({ load }) => {
    const found: Figure[] = [];
    for (const list of [...targets, ...INFORMING_CASES]) {
      const ask = await askAt(load, list, Math.min(depthOf(list), 5_000));
      const plan = await planOf(cluster, ask, load);
      found.push(planFigure(list, plan, targets.includes(list) && !setting.quick));
    }
    return found;
  });
  await explainNone(many);
  return figures;
}

function planFigure({ name }: ListCase, plan: Plan, isJudged: boolean): Figure {
  const faults = [plan.readsAll ? 'reads a whole table' : '', plan.sorts ? 'sorts' : ''].filter(
    (fault) => fault !== '',
  );
  const found = [...plan.indexes, ...faults].join(', ');
  return factFigure(name, found, isJudged ? 'index, no sort' : '', !isJudged || faults.length === 0);
}
