-- Work that happens after a commit and may be retried: a mail, a PDF, a web hook.
CREATE TABLE job (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    job_key TEXT UNIQUE,
    data TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    attempts BIGINT NOT NULL,
    most_attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    lease BIGINT,
    lease_until BIGINT,
    last_fault TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX job_due ON job (kind, run_at) WHERE state = 'waiting';
CREATE INDEX job_leased ON job (lease_until) WHERE state = 'running';
