import { UserVariablesDocument, type VariableTarget } from '@foyer/client/graphql';
import type { ImportContext } from '../transfer/import-context.js';
import { assertGoing, isRefusal } from '../transfer/run.js';
import { BadLine } from '../transfer/shape.js';
import type { ArchiveLine, UserIdentity, UserLine, VariableLine } from './lines.js';
import { PartRefused, type PartWork, type Placed, type RunningPart } from './part.js';
import { isUnfinished, type UserMaking } from './user-making.js';
import { VariableWriter, type VariableHolder } from './variable-writer.js';

/** Brings in a user and their variables; or, begun by a variable, variables of a user who is there already. */
export class UserWork implements PartWork {
  readonly #context: ImportContext;
  readonly #making: UserMaking;
  readonly #identities: readonly UserIdentity[];
  readonly #writers = new Map<string, VariableWriter>();
  #user: { readonly id: string; readonly isNew: boolean } | null = null;

  constructor(first: UserLine | VariableLine, context: ImportContext, making: UserMaking) {
    this.#context = context;
    this.#making = making;
    this.#identities = identitiesOf(first);
  }

  accepts(line: ArchiveLine): boolean {
    if (line.type !== 'variable' || line.user === null) return false;
    const { platform, externalId } = line.user;
    return this.#identities.some((one) => one.platform === platform && one.externalId === externalId);
  }

  async run(part: RunningPart): Promise<void> {
    for await (const { line, place } of part.lines) {
      assertGoing(this.#context.stop);
      try {
        if (line.type === 'user') this.#user = await this.#takeUser(line, part);
        else if (line.type === 'variable') await this.#takeVariable({ line, place }, part);
      } catch (error) {
        if (this.#user === null && isRefusal(error)) throw new PartRefused(place, error);
        part.refuse(place, error);
      }
    }
    for (const writer of this.#writers.values()) await writer.flush();
  }

  async #takeUser(line: UserLine, part: RunningPart): Promise<{ readonly id: string; readonly isNew: boolean }> {
    const { report } = this.#context;
    await part.order.earlierMade;
    const found = await this.#making.find(line.identities);
    const user = found ?? (await this.#making.begin(line));
    await this.#making.link(user, line);
    part.order.made();
    const isUnfinishedUser = isUnfinished(user, line);
    if (isUnfinishedUser) await this.#making.finish(user, line);
    if (isUnfinishedUser) report.created('users');
    else report.existing('users');
    return { id: user.id, isNew: found === null };
  }

  async #takeVariable(entry: Placed<VariableLine>, part: RunningPart): Promise<void> {
    this.#user ??= await this.#findEarlier(part);
    const platform = entry.line.scope === 'PLATFORM' ? entry.line.platform : null;
    const holder = platform ?? '';
    const writer = this.#writers.get(holder) ?? new VariableWriter(this.#context, part, await this.#holderOf(platform));
    this.#writers.set(holder, writer);
    await writer.add(entry);
  }

  /** The user of variables that stand apart from their user's line. */
  async #findEarlier({ order }: RunningPart): Promise<{ readonly id: string; readonly isNew: boolean }> {
    await order.earlierDone;
    const user = await this.#making.find(this.#identities);
    if (user === null) throw new BadLine('There is no such user.');
    return { id: user.id, isNew: false };
  }

  async #holderOf(platform: string | null): Promise<VariableHolder> {
    const user = { id: this.#user?.id ?? '' };
    const scope = platform === null ? 'USER' : 'PLATFORM';
    const target: VariableTarget = { scope, user, ...(platform === null ? {} : { platform }) };
    if (this.#user?.isNew === true) return { target, names: new Set() };
    const data = await this.#context.client.query(UserVariablesDocument, { user, platform });
    const variables = data.user?.variables.filter((variable) => variable.scope === scope) ?? [];
    return { target, names: new Set(variables.map(({ name }) => name)) };
  }
}

function identitiesOf(line: UserLine | VariableLine): readonly UserIdentity[] {
  if (line.type === 'user') return line.identities;
  return line.user === null ? [] : [line.user];
}
