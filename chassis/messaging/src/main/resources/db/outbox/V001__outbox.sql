-- What was decided and not yet published. A row is written in the transaction of the change that it
-- tells of, and deleted once the broker has it. Rows of one subject are written under the lock of
-- that subject, so their ids grow in the order of their commits; between subjects ids may commit in
-- any order, which is why the relay looks at what is there instead of keeping a position.
--
-- No trigger notifies the relay: transactions that notify commit one after the other, over all
-- databases of the server. The writer's own process wakes it after the commit.
create table outbox (
  outbox_id   bigint generated always as identity primary key,
  topic       text        not null,
  subject     bigint      not null,
  type        text        not null,
  version     bigint      not null,
  at          timestamptz not null,
  traceparent text,
  data        json        not null
);
