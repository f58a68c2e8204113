-- The statement's lines are written once for each statement that changes the ledger, not once for each of its rows: charges
-- come in batches, and a function call for each was the dearest part of one.
drop trigger simulator_moved on simulator_ledger;

create function simulator_added() returns trigger language plpgsql as $$
begin
  insert into simulator_statement (key, type, amount, currency, at)
  select key, 'CHARGE', amount, currency, charged_at
    from added
   where charged_at is not null
   union all
  select key, 'REFUND', amount, currency, refunded_at
    from added
   where charged_at is not null
     and refunded_at is not null;
  return null;
end
$$;

-- The services plan without hash joins, since theirs begin at an index; these two have none.
create or replace function simulator_moved() returns trigger language plpgsql set enable_hashjoin = on as $$
begin
  insert into simulator_statement (key, type, amount, currency, at)
  select changed.key, 'CHARGE', changed.amount, changed.currency, changed.charged_at
    from changed
         join before using (key)
   where changed.charged_at is distinct from before.charged_at
     and changed.charged_at is not null
   union all
  select changed.key, 'REFUND', changed.amount, changed.currency, changed.refunded_at
    from changed
         join before using (key)
   where changed.refunded_at is distinct from before.refunded_at
     and changed.refunded_at is not null
     and changed.charged_at is not null;
  return null;
end
$$;

create trigger simulator_added
  after insert on simulator_ledger
  referencing new table as added
  for each statement
  execute function simulator_added();

create trigger simulator_moved
  after update on simulator_ledger
  referencing old table as before new table as changed
  for each statement
  execute function simulator_moved();
