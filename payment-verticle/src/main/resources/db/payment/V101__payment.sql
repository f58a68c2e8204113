-- Payment ids are handed out when a payment is about to be written; only a lost race skips one.
create sequence payment_id as bigint;

-- One row for each subscription: the primary key is what makes a second payment impossible.
create table payment (
  subscription_id bigint      primary key,
  payment_id      bigint      not null unique,
  version         bigint      not null,
  status          text        not null
                  check (status in ('REQUESTED', 'APPROVED', 'DECLINED', 'CANCELLING', 'CANCELLED', 'VOID')),
  -- Null for a tombstone that nobody told who pays how much.
  customer_id     text,
  amount          bigint      check (amount > 0),
  currency        text,
  reason          text,
  parked_reason   text,
  parked_at       timestamptz,
  settled_by      text,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  -- The rest belongs to the work that is left to do, not to the payment's own history.
  traceparent     text,
  attempts        int         not null default 0,
  last_error      text,
  next_attempt_at timestamptz,
  check (status = 'VOID' or (customer_id is not null and amount is not null and currency is not null))
);

-- A customer's own payments, newest first.
create index payment_of_customer on payment (customer_id, payment_id);

-- The work that is left, in the order in which it is due. Almost always empty, so looking costs nothing.
create index payment_unfinished on payment (status, next_attempt_at) where next_attempt_at is not null;

-- The refunds that wait for a person.
create index payment_parked on payment (payment_id) where parked_at is not null;
