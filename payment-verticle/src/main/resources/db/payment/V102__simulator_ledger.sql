-- The books of the built-in payment provider, as a real provider would keep its own: what was charged
-- and what was given back under each key (the subscription id). Its primary key is what makes two
-- charges of one key impossible. A row without charged_at bars its key.
create table simulator_ledger (
  key             bigint      primary key,
  amount          bigint,
  currency        text,
  declined_reason text,
  charged_at      timestamptz,
  refunded_at     timestamptz,
  check (declined_reason is null or charged_at is null)
);
