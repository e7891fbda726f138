-- The centre as people configure it, and the calls as the journal tells them. Rows of calls refer to nothing by
-- foreign key: what happened is written down even when the queue it happened in is gone.

CREATE TABLE queue (
    key TEXT PRIMARY KEY,
    client TEXT NOT NULL REFERENCES client (key),
    name TEXT NOT NULL,
    priority BIGINT NOT NULL,
    ring_s BIGINT NOT NULL,
    wrap_up_s BIGINT NOT NULL,
    service_level_within_s BIGINT NOT NULL,
    service_level_percent BIGINT NOT NULL,
    music_audio TEXT NOT NULL
);

CREATE TABLE queue_skill (
    queue TEXT NOT NULL REFERENCES queue (key),
    skill TEXT NOT NULL REFERENCES skill (key),
    PRIMARY KEY (queue, skill)
);

CREATE TABLE number (
    number TEXT PRIMARY KEY,
    client TEXT NOT NULL REFERENCES client (key),
    queue TEXT NOT NULL REFERENCES queue (key),
    answer TEXT NOT NULL,
    greeting_audio TEXT NOT NULL,
    call_button TEXT NOT NULL
);

CREATE TABLE trunk (
    key TEXT PRIMARY KEY
);

CREATE TABLE trunk_allow (
    trunk TEXT NOT NULL REFERENCES trunk (key),
    network TEXT NOT NULL,
    PRIMARY KEY (trunk, network)
);

CREATE TABLE result (
    client TEXT NOT NULL REFERENCES client (key),
    key TEXT NOT NULL,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (client, key)
);

CREATE TABLE pause_reason (
    key TEXT PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    place BIGINT NOT NULL
);

CREATE TABLE call (
    id BIGINT PRIMARY KEY,
    direction TEXT NOT NULL,
    client TEXT NOT NULL,
    queue TEXT NOT NULL,
    number TEXT NOT NULL,
    caller TEXT,
    caller_digits TEXT NOT NULL,
    caller_reversed TEXT NOT NULL,
    caller_name TEXT NOT NULL,
    agent TEXT,
    started_ms BIGINT NOT NULL,
    queued_ms BIGINT,
    offered_ms BIGINT,
    answered_ms BIGINT,
    ended_ms BIGINT,
    end_reason TEXT,
    result TEXT,
    note TEXT NOT NULL,
    filed_by TEXT,
    filed_ms BIGINT
);
CREATE INDEX call_by_start ON call (started_ms, id);
CREATE INDEX call_by_client ON call (client, started_ms, id);
CREATE INDEX call_by_queue ON call (queue, started_ms, id);
CREATE INDEX call_by_agent ON call (agent, started_ms, id);
CREATE INDEX call_by_result ON call (result, started_ms, id);
CREATE INDEX call_by_caller ON call (caller_digits);
CREATE INDEX call_by_caller_reversed ON call (caller_reversed);
CREATE INDEX call_to_complete ON call (agent, started_ms) WHERE result IS NULL AND answered_ms IS NOT NULL;

CREATE TABLE call_journal (
    call BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    client TEXT NOT NULL,
    position BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (call, seq)
);
