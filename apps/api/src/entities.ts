import { ApiKey } from './access/api-key.entity.js';
import { AuditEntry } from './access/audit.entity.js';
import { Login, Operator } from './access/operator.entity.js';
import { Participant, Task } from './context/context.entity.js';
import { Event } from './events/event.entity.js';
import { Message } from './messages/message.entity.js';
import { Session, SessionDetail } from './sessions/session.entity.js';
import { Identity, User } from './users/user.entity.js';
import { Variable } from './variables/variable.entity.js';

/** Every table that has an entity, as one list. */
export const ENTITIES = [
  ApiKey,
  Operator,
  Login,
  AuditEntry,
  User,
  Identity,
  Session,
  SessionDetail,
  Participant,
  Task,
  Message,
  Variable,
  Event,
];
