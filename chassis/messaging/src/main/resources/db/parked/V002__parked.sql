-- What cannot be done without a person: one row each, with its reason. It is never deleted, so that what
-- became of it can still be told.
create table parked (
  parked_id bigint generated always as identity primary key,
  kind      text        not null,
  -- Where it comes from, so that what is parked again after a crash is there once.
  origin    text        not null unique,
  -- The key of the correlation; null where even that cannot be read.
  subject   bigint,
  status    text        not null default 'WAITING' check (status in ('WAITING', 'RETRIED', 'SETTLED')),
  reason    text        not null,
  detail    json        not null,
  parked_at timestamptz not null default now(),
  closed_at timestamptz
);

-- The list of what waits, which is short while all that was ever parked may be long.
create index parked_waiting on parked (parked_id) where status = 'WAITING';

-- What was parked of one case.
create index parked_of_subject on parked (subject, parked_id) where subject is not null;

-- What persons did about it. It is written down before it is tried, so an act without an outcome is one that
-- a crash interrupted.
create table parked_act (
  parked_act_id bigint generated always as identity primary key,
  parked_id     bigint      not null references parked,
  act           text        not null check (act in ('RETRY', 'SETTLE')),
  by_whom       text        not null,
  why           text        not null,
  at            timestamptz not null default now(),
  outcome       text
);

create index parked_act_of on parked_act (parked_id, parked_act_id);
