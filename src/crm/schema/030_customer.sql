-- The customers of the clients: persons and organisations. A customer belongs to one client and is never shared.

CREATE TABLE customer (
    id BIGINT PRIMARY KEY,
    client TEXT NOT NULL REFERENCES client (key),
    kind TEXT NOT NULL,
    given_name TEXT NOT NULL,
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    note TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    gone_ms BIGINT,
    merged_into BIGINT,
    sort_key TEXT NOT NULL,
    search_words TEXT NOT NULL
);
CREATE INDEX customer_by_name ON customer (sort_key, id) WHERE gone_ms IS NULL;
CREATE INDEX customer_by_client ON customer (client, sort_key, id) WHERE gone_ms IS NULL;
CREATE UNIQUE INDEX customer_by_number ON customer (client, number) WHERE gone_ms IS NULL AND number <> '';

CREATE TABLE customer_phone (
    customer BIGINT NOT NULL REFERENCES customer (id),
    place BIGINT NOT NULL,
    client TEXT NOT NULL,
    number TEXT NOT NULL,
    digits TEXT NOT NULL,
    reversed TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (customer, place)
);
CREATE INDEX customer_phone_by_digits ON customer_phone (digits);
CREATE INDEX customer_phone_by_reversed ON customer_phone (reversed);

CREATE TABLE customer_mail (
    customer BIGINT NOT NULL REFERENCES customer (id),
    place BIGINT NOT NULL,
    mail TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (customer, place)
);

CREATE TABLE customer_address (
    customer BIGINT NOT NULL REFERENCES customer (id),
    place BIGINT NOT NULL,
    street TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (customer, place)
);

-- Three neighbouring letters of a folded word (crm/fold.hpp), so that both engines find misspelt names alike.
CREATE TABLE customer_gram (
    gram BIGINT NOT NULL,
    client TEXT NOT NULL,
    customer BIGINT NOT NULL REFERENCES customer (id),
    PRIMARY KEY (gram, client, customer)
);
CREATE INDEX customer_gram_by_customer ON customer_gram (customer);
