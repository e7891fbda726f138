-- What has happened, for those who want to hear of it: written in the transaction of the use case.
-- position orders the consumers. On SQLite the one writer gives it at once; on PostgreSQL it is null until the
-- commit is visible to the connection that numbers the rows, so that no consumer can pass a row that commits late.
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    position BIGINT UNIQUE,
    xact BIGINT NOT NULL,
    topic TEXT NOT NULL,
    data TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX outbox_unnumbered ON outbox (xact, id) WHERE position IS NULL;

CREATE TABLE outbox_cursor (
    consumer TEXT PRIMARY KEY,
    position BIGINT NOT NULL
);
