-- Up to which position of a node's journal the business database has taken it in.
CREATE TABLE journal_cursor (
    node TEXT PRIMARY KEY,
    position BIGINT NOT NULL
);
