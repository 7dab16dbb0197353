import type { OperatorRole } from '../../lib/generated/graphql';

/** An operator as far as what can be done about them goes. */
export interface ListedOperator {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly isDisabled: boolean;
}
