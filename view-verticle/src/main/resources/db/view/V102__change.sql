-- Who else changed what: every process that has browsers connected reads here what the others changed. Rows are kept for as
-- long as a stream can be resumed.
--
-- The order is that of the changing transactions, which is not that of their commits. So a reader goes on where the oldest
-- transaction was that it could not see yet, and meets some rows twice rather than miss one.
create table view_change (
  changed         xid8   not null default pg_current_xact_id(),
  subscription_id bigint not null,
  -- The process that did it, and told its own browsers already.
  origin          uuid   not null,
  primary key (changed, subscription_id)
);
