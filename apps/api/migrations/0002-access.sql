-- Who may do what: API keys, operators with their logins, the audit log, and what Foyer signs with.

CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  -- As much of the secret as may be shown.
  prefix text NOT NULL,
  -- SHA-256 of the secret, which is random and long: nothing slower is needed to keep it from being found.
  hash bytea NOT NULL CONSTRAINT api_key_hash UNIQUE,
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'write', 'points', 'admin']),
  created_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3),
  expires_at timestamptz(3),
  revoked_at timestamptz(3)
);

CREATE TABLE operator (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'support', 'operator', 'admin')),
  -- argon2id with its parameters, in the PHC string format.
  password_hash text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_sign_in_at timestamptz(3),
  disabled_at timestamptz(3)
);
CREATE UNIQUE INDEX operator_email ON operator (lower(email));

CREATE TABLE login (
  -- SHA-256 of what the cookie holds.
  hash bytea PRIMARY KEY,
  operator_id uuid NOT NULL REFERENCES operator ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL
);
CREATE INDEX login_operator ON login (operator_id);

CREATE TABLE audit_entry (
  id uuid PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('app', 'user', 'operator', 'system')),
  actor_id text NOT NULL,
  actor_name text,
  -- Name of the mutation.
  action text NOT NULL,
  -- Id of what was acted on.
  target text,
  details json NOT NULL,
  request_id text NOT NULL
);
CREATE INDEX audit_entry_actor ON audit_entry (actor_id, id);
CREATE INDEX audit_entry_action ON audit_entry (action, id);

-- What all nodes must share and nobody may see, by its use.
CREATE TABLE secret (
  name text PRIMARY KEY,
  value bytea NOT NULL
);

-- Failures that are counted over all nodes; the columns are those of the library that counts.
CREATE TABLE rate_limit (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);
