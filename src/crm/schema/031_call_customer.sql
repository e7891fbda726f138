-- Whose call it was, as somebody chose; without a row the caller's number is all there is. A table of its own, because the
-- ingester alone writes rows of calls.

CREATE TABLE call_customer (
    call BIGINT PRIMARY KEY,
    customer BIGINT NOT NULL REFERENCES customer (id),
    chosen_by TEXT NOT NULL,
    chosen_ms BIGINT NOT NULL
);
CREATE INDEX call_customer_by_customer ON call_customer (customer, call);
