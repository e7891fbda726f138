-- Who works here and for whom. People know things by key and login; rows of calls name them the same way.

CREATE TABLE client (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    greeting TEXT NOT NULL,
    color TEXT NOT NULL
);

CREATE TABLE team (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE skill (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE user_account (
    id BIGINT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    phone TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    all_clients BOOLEAN NOT NULL
);

CREATE TABLE user_role (
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    role TEXT NOT NULL,
    PRIMARY KEY (user_id, role)
);

CREATE TABLE user_client (
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    client TEXT NOT NULL REFERENCES client (key),
    PRIMARY KEY (user_id, client)
);

CREATE TABLE user_team (
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    team TEXT NOT NULL REFERENCES team (key),
    PRIMARY KEY (user_id, team)
);

CREATE TABLE user_skill (
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    skill TEXT NOT NULL REFERENCES skill (key),
    level BIGINT NOT NULL,
    PRIMARY KEY (user_id, skill)
);

CREATE TABLE session (
    id BIGINT PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    started_ms BIGINT NOT NULL,
    last_used_ms BIGINT NOT NULL
);
CREATE INDEX session_by_user ON session (user_id, last_used_ms);
CREATE INDEX session_by_use ON session (last_used_ms);
CREATE INDEX session_by_start ON session (started_ms);

CREATE TABLE login_guard (
    login TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_attempt_ms BIGINT NOT NULL,
    resting_until_ms BIGINT NOT NULL
);
CREATE INDEX login_guard_by_attempt ON login_guard (last_attempt_ms);

CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    client TEXT,
    before_json TEXT NOT NULL,
    after_json TEXT NOT NULL
);
CREATE INDEX audit_by_time ON audit (at_ms, id);
CREATE INDEX audit_by_subject ON audit (subject_kind, subject, id);
