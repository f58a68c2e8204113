-- Applications in the order in which they came; the numbers are public.
create sequence subscription_id;

-- One row is one application as it stands. Rows are changed a few times within minutes of their
-- making, so every page keeps room for the newer versions of its own rows; as long as no indexed
-- column changes, they stay on the page and the indexes are left alone.
create table subscription (
  id                 bigint      primary key,
  version            bigint      not null,
  status             text        not null,
  customer_id        text        not null,
  product_name       text        not null,
  premium            bigint      not null check (premium > 0),
  currency           text        not null,
  created_at         timestamptz not null,
  payment_id         bigint,
  underwriting_id    bigint,
  failure            text,
  reason             text,
  contracted_at      timestamptz,
  withdrawable_until timestamptz,
  -- Since when it waits for its payment. A column of its own, because an index on the status would
  -- have to be changed with every step that an application takes.
  unpaid_since       timestamptz
    generated always as (case when status = 'PENDING_PAYMENT' then created_at end) stored
) with (fillfactor = 70);

-- A customer's own applications, newest first, page by page.
create index subscription_of_customer on subscription (customer_id, id desc);

-- What the sweeper looks for. Almost always almost empty, however many applications there are.
create index subscription_unpaid on subscription (unpaid_since) where unpaid_since is not null;

-- Requests by the keys that their customers gave them, so that a repeat finds the first answer.
create table application_request (
  customer_id     text        not null,
  request_key     text        not null,
  body_hash       text        not null,
  subscription_id bigint      not null,
  expires_at      timestamptz not null,
  primary key (customer_id, request_key)
);

-- Forgetting old keys, oldest first, a few at a time.
create index application_request_expiry on application_request (expires_at);
