import type { TestApi } from './test-api.js';

/*
 * What must hold in the database at any moment, whatever was asked of the API.
 */

/** Each finds what must not be there. */
const BREACHES: Readonly<Record<string, string>> = {
  'a session whose events are not 1, 2, 3 … up to its seq': `
    SELECT s.id FROM session s LEFT JOIN event e ON e.session_id = s.id GROUP BY s.id
    HAVING count(e.seq) <> s.seq OR coalesce(max(e.seq), 0) <> s.seq OR coalesce(min(e.seq), 1) <> 1`,
  'a user whose own events are not 1, 2, 3 … up to their seq': `
    SELECT u.id FROM "user" u LEFT JOIN event e ON e.user_id = u.id AND e.session_id IS NULL GROUP BY u.id
    HAVING count(e.seq) <> u.seq OR coalesce(max(e.seq), 0) <> u.seq`,
  'a session that counts its messages wrongly': `
    SELECT s.id FROM session s WHERE message_count <> (SELECT count(*) FROM message m WHERE m.session_id = s.id)`,
  'a message without its event, or an event without its message': `
    SELECT coalesce(m.id, (e.payload->>'messageId')::uuid) FROM message m
    FULL JOIN (SELECT * FROM event WHERE type = 'MESSAGE_ADDED') e ON e.session_id = m.session_id AND e.seq = m.seq
    WHERE m.id IS NULL OR e.seq IS NULL`,
  'a session without its detail': 'SELECT id FROM session WHERE id NOT IN (SELECT session_id FROM session_detail)',
  'a session that is in two states': `
    SELECT id FROM session WHERE (status = 'ended') <> (ended_at IS NOT NULL) OR (status = 'paused') <> (paused_at IS NOT NULL)`,
  'a message of somebody who does not take part': `
    SELECT m.id FROM message m JOIN participant p ON p.id = m.participant_id WHERE p.session_id <> m.session_id`,
  'two primary identities of a user on a platform': `
    SELECT user_id AS id FROM identity WHERE "primary" GROUP BY user_id, platform HAVING count(*) > 1`,
  'a constraint that was not looked at': 'SELECT conname AS id FROM pg_constraint WHERE NOT convalidated',
  'an entry of a key that was not made': `
    SELECT target AS id FROM audit_entry WHERE action = 'createApiKey' AND target NOT IN (SELECT id::text FROM api_key)`,
  'a key that was made by nobody': `
    SELECT id FROM api_key WHERE name <> 'first' AND id::text NOT IN (SELECT target FROM audit_entry WHERE action = 'createApiKey')`,
  'an operator who was added by nobody, or an entry of one who was not': `
    SELECT coalesce(o.id::text, a.target) AS id FROM operator o
    FULL JOIN (SELECT target FROM audit_entry WHERE action = 'createOperator') a ON a.target = o.id::text
    WHERE o.id IS NULL OR a.target IS NULL`,
  'an entry of a message that is not there': `
    SELECT a.target AS id FROM audit_entry a JOIN session s ON s.id::text = a.target
    WHERE action = 'addMessage' AND a.details->>'messageId' IS NOT NULL AND NOT EXISTS (SELECT FROM message m WHERE m.id::text = a.details->>'messageId')`,
  'a message that has two entries': `
    SELECT details->>'messageId' AS id FROM audit_entry WHERE details->>'messageId' IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  'no ADMIN who can sign in': `
    SELECT 'none' AS id WHERE NOT EXISTS (SELECT FROM operator WHERE role = 'admin' AND disabled_at IS NULL)`,
  'a transaction that nobody ends': `
    SELECT pid AS id FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
};

/** What does not hold, each with the first few that break it; empty where all is well. */
export async function breachesIn(api: TestApi): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [breach, text] of Object.entries(BREACHES)) {
    const rows = await api.rows(`${text} LIMIT 3`);
    if (rows.length > 0) found[breach] = rows;
  }
  return found;
}
