-- Fills an empty, migrated database with conversations: as many sessions as the setting bench.sessions says, ten messages to each
-- on average. Every row is as the API would have written it; nothing is due for the sweep, so that none of it changes by itself.

CREATE TEMP TABLE word ON COMMIT DROP AS
SELECT n, syllables[1 + n % 20] || syllables[1 + n / 20 % 20] || syllables[1 + n / 400] AS text
FROM generate_series(0, 2999) n, (SELECT ARRAY['ba','co','di','fu','ge','ha','jo','ki','lu','me','na','po','ri','su','te','va','wo','xi','yu','ze']) s(syllables);

CREATE TEMP TABLE sentence ON COMMIT DROP AS
SELECT s.n, string_agg(word.text, ' ') AS text
FROM generate_series(0, 4999) AS s(n) CROSS JOIN generate_series(1, 16) k
JOIN word ON word.n = (s.n * 7919::bigint + k * k * 10473 + k * s.n * 31) % 3000
GROUP BY s.n;

CREATE TEMP TABLE person ON COMMIT DROP AS
SELECT n, uuidv7('-40 days') AS id, 'Person ' || n AS name, date_trunc('milliseconds', now() - interval '40 days') AS at
FROM generate_series(0, current_setting('bench.sessions')::integer / 10 - 1) n;

-- A quarter of the sessions is long, the others are short. Places and statuses are drawn independently of each other.
CREATE TEMP TABLE talk ON COMMIT DROP AS
SELECT s.n, drawn.id, person.id AS user_id, platform, 'chat-' || s.n AS key, status, messages, started_at,
  started_at + (messages + 1) * interval '30 seconds' AS last_at,
  platform || '-person-' || to_char(started_at, 'YYYYMMDD') || '-' || right(drawn.id::text, 12) AS slug, initcap(word.text) || ' talk ' || s.n AS title
FROM generate_series(0, current_setting('bench.sessions')::integer - 1) AS s(n)
CROSS JOIN LATERAL (SELECT CASE s.n % 4 WHEN 0 THEN 31 ELSE 3 END AS messages,
  date_trunc('milliseconds', now() - interval '1 day' - random() * interval '20 days') AS started_at, random() AS place, random() AS state) AS dice
CROSS JOIN LATERAL (SELECT uuidv7(started_at - now()) AS id,
  CASE WHEN place < 0.5 THEN 'web' WHEN place < 0.75 THEN 'whatsapp' WHEN place < 0.999 THEN 'telegram' ELSE 'kiosk' END AS platform,
  CASE WHEN state < 0.5 THEN 'active' WHEN state < 0.7 THEN 'paused' ELSE 'ended' END AS status) AS drawn
JOIN person ON person.n = s.n / 10
JOIN word ON word.n = s.n % 3000;
CREATE INDEX ON talk (n);
ANALYZE talk;

INSERT INTO "user" (id, display_name, metadata, seq, search, created_at)
SELECT id, name, '{}', 1, array_to_tsvector(string_to_array(lower(name) || ' ' || replace(id::text, '-', ' '), ' ')), at FROM person;

INSERT INTO identity (platform, external_id, user_id, display_name, verified, "primary", search, linked_at, linked_seq)
SELECT 'web', 'person-' || n, id, NULL, false, false, array_to_tsvector(ARRAY['person', n::text]), at, 1 FROM person;

INSERT INTO session (id, user_id, platform, key, environment, kind, status, seq, message_count, started_at, last_activity_at, paused_at, ended_at,
  end_reason, idle_timeout_seconds, idle_action)
SELECT id, user_id, platform, key, 'server', 'conversation', status, messages + CASE status WHEN 'active' THEN 1 ELSE 2 END, messages, started_at, last_at,
  CASE status WHEN 'paused' THEN last_at END, CASE status WHEN 'ended' THEN last_at END, CASE status WHEN 'ended' THEN 'completed' END,
  CASE n % 2 WHEN 0 THEN 0 ELSE 31536000 END, 'pause'
FROM talk;

INSERT INTO session_detail (session_id, slug, title, metadata, search)
SELECT id, slug, title, json_build_object('shard', n % 500, 'tier', CASE n % 3 WHEN 0 THEN 'gold' ELSE 'plain' END),
  array_to_tsvector(string_to_array(regexp_replace(lower(slug || ' ' || title || ' ' || key), '[^a-z0-9]+', ' ', 'g'), ' '))
FROM talk;

INSERT INTO message (id, session_id, seq, role, content, platform, metadata, created_at)
SELECT uuidv7(at - now()), talk.id, k + 1, CASE k % 2 WHEN 1 THEN 'user' ELSE 'assistant' END, sentence.text, platform, '{}', at
FROM talk CROSS JOIN LATERAL generate_series(1, messages) k
CROSS JOIN LATERAL (SELECT started_at + k * interval '30 seconds' AS at) AS said
JOIN sentence ON sentence.n = (talk.n * 31 + k * 17) % 5000;

INSERT INTO event (session_id, user_id, seq, type, platform, at, actor_kind, actor_id, actor_name, request_id, environment, stack, payload)
SELECT e.session_id, e.user_id, e.seq, e.type, e.platform, e.at, 'app', '0123456789abcdef', 'default', '01900000-0000-7000-8000-000000000000', 'server',
  ARRAY[e.operation], e.payload
FROM (
  SELECT NULL::uuid AS session_id, id AS user_id, 1 AS seq, 'IDENTITY_LINKED' AS type, 'web' AS platform, at, 'createSession' AS operation,
    json_build_object('platform', 'web', 'externalId', 'person-' || n, 'displayName', NULL, 'verified', false, 'primary', false) AS payload
  FROM person
  UNION ALL
  SELECT id, user_id, 1, 'SESSION_STARTED', platform, started_at, 'createSession',
    json_build_object('slug', slug, 'key', key, 'kind', 'conversation', 'environment', 'SERVER', 'title', title)
  FROM talk
  UNION ALL
  SELECT m.session_id, t.user_id, m.seq, 'MESSAGE_ADDED', m.platform, m.created_at, 'addMessage', json_build_object('messageId', m.id, 'role', upper(m.role))
  FROM message m JOIN talk t ON t.id = m.session_id
  UNION ALL
  SELECT id, user_id, messages + 2, CASE status WHEN 'paused' THEN 'SESSION_PAUSED' ELSE 'SESSION_ENDED' END, platform, last_at,
    CASE status WHEN 'paused' THEN 'pauseSession' ELSE 'endSession' END,
    json_build_object('reason', CASE status WHEN 'paused' THEN 'REQUESTED' ELSE 'COMPLETED' END)
  FROM talk WHERE status <> 'active'
) AS e;
