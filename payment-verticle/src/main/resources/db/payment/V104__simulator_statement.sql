-- The statement of the built-in payment provider: one line for each movement of money, never changed. The ledger
-- says what may still be done under a key, the statement what was done, be it right or wrong: an audit counts here.
create table simulator_statement (
  key      bigint      not null,
  line     bigint      generated always as identity,
  type     text        not null check (type in ('CHARGE', 'REFUND')),
  amount   bigint      not null,
  currency text        not null,
  at       timestamptz not null,
  primary key (key, line)
);

insert into simulator_statement (key, type, amount, currency, at)
select key, 'CHARGE', amount, currency, charged_at
  from simulator_ledger
 where charged_at is not null
 union all
select key, 'REFUND', amount, currency, refunded_at
  from simulator_ledger
 where charged_at is not null
   and refunded_at is not null;

-- A trigger, so that a line is written whichever statement, or version of the service, changes the ledger.
create function simulator_moved() returns trigger language plpgsql as $$
begin
  if new.charged_at is distinct from old.charged_at and new.charged_at is not null then
    insert into simulator_statement (key, type, amount, currency, at)
    values (new.key, 'CHARGE', new.amount, new.currency, new.charged_at);
  end if;
  if new.refunded_at is distinct from old.refunded_at and new.refunded_at is not null
     and new.charged_at is not null then
    insert into simulator_statement (key, type, amount, currency, at)
    values (new.key, 'REFUND', new.amount, new.currency, new.refunded_at);
  end if;
  return null;
end
$$;

create trigger simulator_moved
  after insert or update of charged_at, refunded_at on simulator_ledger
  for each row
  execute function simulator_moved();
