-- One row for each subscription, made of the facts of three sources. A column is null until a fact
-- says it. A row that has no created_at was only heard of by payment or the desk: it is kept, since
-- its application will come, and shown to nobody.
--
-- Tables and indexes that a rebuild makes anew are copies of these (like ... including all) and get
-- their index names from PostgreSQL; that is why no index here has a name of its own.
create table subscription_view (
  subscription_id      bigint      primary key,
  subscription_status  text,
  customer_id          text,
  product_name         text,
  premium              bigint,
  currency             text,
  payment_id           bigint,
  payment_status       text,
  underwriting_id      bigint,
  underwriting_status  text,
  underwriter_id       bigint,
  subscription_reason  text,
  payment_reason       text,
  underwriting_reason  text,
  created_at           timestamptz,
  contracted_at        timestamptz,
  withdrawable_until   timestamptz,
  updated_at           timestamptz not null,
  -- The newest fact heard from each source, 0 before the first; the status goes with it.
  subscription_version bigint      not null,
  payment_version      bigint      not null,
  underwriting_version bigint      not null,
  -- The newest fact that named an underwriter; not every fact of the desk does.
  underwriter_version  bigint      not null,
  -- How many different facts the row is made of, and after how many rebuilds. Together they are the
  -- view version, which grows with every change of the row and with every rebuild.
  facts                bigint      not null,
  generation           bigint      not null default 0
);

-- Each list is read backwards from where its page begins, and stops when the page is full, however
-- long the list is. All end in (created_at, subscription_id), the order of the pages; rows without
-- created_at are outside of every page.

-- What a customer sees: the own ones.
create index on subscription_view (customer_id, created_at, subscription_id);
-- What an underwriter sees: those on the own desk.
create index on subscription_view (underwriter_id, created_at, subscription_id);
-- "Everything that is in this status."
create index on subscription_view (subscription_status, created_at, subscription_id);
-- "Everything of this product."
create index on subscription_view (product_name, created_at, subscription_id);
-- Everything, and everything of a span of time.
create index on subscription_view (created_at, subscription_id);

-- Every fact, once: the story of each subscription, and what tells a repeat from news. The key is
-- also the way to a story.
create table timeline (
  subscription_id bigint      not null,
  source          text        not null,
  version         bigint      not null,
  type            text        not null,
  at              timestamptz not null,
  detail          json        not null,
  primary key (subscription_id, source, version)
);

-- How far the running rebuild is, or how the last one ended: one row.
create table view_rebuild (
  only_one    boolean     primary key default true check (only_one),
  state       text        not null,
  read        bigint      not null,
  total       bigint      not null,
  started_at  timestamptz,
  finished_at timestamptz,
  last_error  text,
  -- Grows when a rebuild has succeeded.
  generation  bigint      not null
);

insert into view_rebuild (state, read, total, generation) values ('NEVER', 0, 0, 0);
