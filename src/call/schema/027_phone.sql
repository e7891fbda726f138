-- Desk telephones that register. Of a secret only what the digest needs is kept; where a telephone was last seen is
-- kept so that it rings again right after a restart.

CREATE TABLE phone_secret (
    login TEXT PRIMARY KEY REFERENCES user_account (login),
    sha_256 TEXT NOT NULL,
    md5 TEXT NOT NULL
);

CREATE TABLE phone_contact (
    login TEXT NOT NULL,
    uri TEXT NOT NULL,
    instance TEXT NOT NULL,
    q_thousandths BIGINT NOT NULL,
    path TEXT NOT NULL,
    transport TEXT NOT NULL,
    host TEXT NOT NULL,
    port BIGINT NOT NULL,
    through TEXT NOT NULL,
    agent TEXT NOT NULL,
    call_id TEXT NOT NULL,
    cseq BIGINT NOT NULL,
    since_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (login, uri)
);
