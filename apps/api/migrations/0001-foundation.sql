-- Users, sessions and all that lives in them, the event log, and the record of idempotency keys.
-- Times have milliseconds, like the API. JSON that only comes back as it was given is json (exact text); what is asked by
-- content is read as jsonb in an index.

CREATE TABLE "user" (
  id uuid PRIMARY KEY,
  display_name text,
  metadata json NOT NULL,
  -- Number of the newest event in the user's own stream.
  seq integer NOT NULL DEFAULT 0 CHECK (seq >= 0),
  search tsvector NOT NULL,
  created_at timestamptz(3) NOT NULL,
  -- When a session of theirs that is gone by now was last active; living ones say it themselves.
  last_seen_at timestamptz(3)
);
CREATE INDEX user_search ON "user" USING gin (search);

CREATE TABLE identity (
  platform text NOT NULL,
  external_id text NOT NULL,
  user_id uuid NOT NULL REFERENCES "user",
  display_name text,
  verified boolean NOT NULL,
  "primary" boolean NOT NULL,
  search tsvector NOT NULL,
  linked_at timestamptz(3) NOT NULL,
  -- Order of linking within the user.
  linked_seq integer NOT NULL,
  PRIMARY KEY (platform, external_id)
);
CREATE INDEX identity_user ON identity (user_id, linked_seq);
CREATE UNIQUE INDEX identity_primary ON identity (user_id, platform) WHERE "primary";
CREATE INDEX identity_search ON identity USING gin (search);

-- The row that every write in a session locks and moves: kept small, since each write makes it anew, and free of what is costly to
-- index. What lists are sorted by has an index all the same, so no update of it is heap-only.
CREATE TABLE session (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES "user",
  platform text NOT NULL,
  key text NOT NULL,
  environment text NOT NULL CHECK (environment IN ('browser', 'server', 'remote', 'agent', 'persona')),
  kind text NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'paused', 'ended')),
  seq integer NOT NULL CHECK (seq >= 0),
  message_count integer NOT NULL CHECK (message_count >= 0),
  started_at timestamptz(3) NOT NULL,
  last_activity_at timestamptz(3) NOT NULL,
  paused_at timestamptz(3),
  ended_at timestamptz(3),
  end_reason text CHECK (end_reason IN ('completed', 'expired', 'disconnected', 'replaced', 'terminated')),
  -- 0 for never.
  idle_timeout_seconds integer NOT NULL CHECK (idle_timeout_seconds BETWEEN 0 AND 31536000),
  idle_action text NOT NULL CHECK (idle_action IN ('pause', 'end')),
  CHECK ((status = 'ended') = (ended_at IS NOT NULL)),
  CHECK ((status = 'ended') = (end_reason IS NOT NULL)),
  CHECK ((status = 'paused') = (paused_at IS NOT NULL))
);
CREATE UNIQUE INDEX session_active ON session (user_id, platform, key) WHERE status = 'active';
CREATE INDEX session_last_activity ON session (last_activity_at, id);
CREATE INDEX session_status ON session (status, last_activity_at, id);
CREATE INDEX session_platform ON session (platform, last_activity_at, id);
CREATE INDEX session_owner ON session (user_id, last_activity_at, id);
CREATE INDEX session_started ON session (started_at, id);
CREATE INDEX session_messages ON session (message_count, id);
-- For the sweep: one short walk for each timeout in use.
CREATE INDEX session_idle ON session (idle_timeout_seconds, last_activity_at) WHERE status = 'active' AND idle_timeout_seconds > 0;
CREATE INDEX session_paused ON session (paused_at) WHERE status = 'paused';
CREATE INDEX session_place_paused ON session (user_id, platform, key, last_activity_at, id) WHERE status = 'paused';
CREATE INDEX session_ended ON session (ended_at) WHERE status = 'ended';

CREATE TABLE session_detail (
  session_id uuid PRIMARY KEY REFERENCES session ON DELETE CASCADE,
  slug text NOT NULL CONSTRAINT session_slug UNIQUE,
  title text,
  metadata json NOT NULL,
  notebooks text[] NOT NULL DEFAULT '{}',
  integrations text[] NOT NULL DEFAULT '{}',
  search tsvector NOT NULL
);
CREATE INDEX session_detail_search ON session_detail USING gin (search);
CREATE INDEX session_detail_metadata ON session_detail USING gin ((metadata::jsonb) jsonb_path_ops);

CREATE TABLE participant (
  id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES session ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('human', 'ai', 'persona')),
  name text NOT NULL,
  user_id uuid REFERENCES "user",
  metadata json NOT NULL,
  joined_at timestamptz(3) NOT NULL,
  left_at timestamptz(3),
  -- seq of the event that tells of the joining: the order of coming.
  joined_seq integer NOT NULL
);
CREATE INDEX participant_session ON participant (session_id, joined_seq);

CREATE TABLE task (
  session_id uuid PRIMARY KEY REFERENCES session ON DELETE CASCADE,
  id text NOT NULL,
  description text NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'in_progress', 'completed', 'failed', 'cancelled')),
  progress double precision CHECK (progress BETWEEN 0 AND 1),
  data json,
  started_at timestamptz(3),
  completed_at timestamptz(3)
);

CREATE TABLE message (
  id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES session ON DELETE CASCADE,
  -- seq of the message's event.
  seq integer NOT NULL,
  role text NOT NULL CHECK (role IN ('user', 'assistant', 'system', 'tool')),
  content text NOT NULL,
  parts json,
  platform text NOT NULL,
  external_id text,
  participant_id uuid REFERENCES participant,
  metadata json NOT NULL,
  created_at timestamptz(3) NOT NULL,
  redacted_at timestamptz(3),
  CONSTRAINT message_seq UNIQUE (session_id, seq)
);
CREATE UNIQUE INDEX message_external ON message (session_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX message_participant ON message (participant_id) WHERE participant_id IS NOT NULL;
CREATE INDEX message_created ON message (created_at, id);
-- What of a message is searched: the words of its first 64 Ki characters, since a tsvector has a bound of its own that the longest
-- messages would pass. ASCII punctuation goes beforehand: PostgreSQL's parser looks in it for addresses and tags, and can take
-- minutes over the like of a_a_a_a.
CREATE FUNCTION message_words(content text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_tsvector('simple', translate(left(content, 65536), '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)));
CREATE INDEX message_search ON message USING gin (message_words(content));

CREATE TABLE variable (
  scope text NOT NULL CHECK (scope IN ('session', 'platform', 'user', 'app')),
  -- The session, or the user; the nil UUID for the app.
  holder_id uuid NOT NULL,
  -- Where the scope is platform; empty elsewhere.
  platform text NOT NULL,
  name text NOT NULL,
  value json NOT NULL,
  size_bytes integer NOT NULL,
  version integer NOT NULL CHECK (version >= 1),
  updated_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3),
  session_id uuid GENERATED ALWAYS AS (CASE WHEN scope = 'session' THEN holder_id END) STORED REFERENCES session ON DELETE CASCADE,
  user_id uuid GENERATED ALWAYS AS (CASE WHEN scope IN ('platform', 'user') THEN holder_id END) STORED REFERENCES "user",
  PRIMARY KEY (holder_id, scope, platform, name),
  CHECK ((scope = 'platform') = (platform <> '')),
  CHECK ((scope = 'app') = (holder_id = '00000000-0000-0000-0000-000000000000'))
);
CREATE INDEX variable_session ON variable (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX variable_expires ON variable (expires_at) WHERE expires_at IS NOT NULL;

-- The log. A session's stream goes by (session_id, seq), a user's own by (user_id, seq), the feed by (tx, position).
CREATE TABLE event (
  tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint GENERATED ALWAYS AS IDENTITY,
  session_id uuid REFERENCES session ON DELETE CASCADE,
  user_id uuid NOT NULL,
  seq integer NOT NULL CHECK (seq >= 1),
  type text NOT NULL,
  platform text,
  at timestamptz(3) NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text,
  request_id text NOT NULL,
  environment text NOT NULL,
  stack text[] NOT NULL,
  payload json NOT NULL,
  PRIMARY KEY (tx, position)
);
CREATE UNIQUE INDEX event_session ON event (session_id, seq) WHERE session_id IS NOT NULL;
CREATE UNIQUE INDEX event_user ON event (user_id, seq) WHERE session_id IS NULL;

CREATE TABLE idempotency (
  caller text NOT NULL,
  key text NOT NULL,
  operation text NOT NULL,
  fingerprint text NOT NULL,
  record json NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);
