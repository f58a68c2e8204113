-- The underwriters. Whoever changes the desk locks all their rows first, in the order of their ids:
-- they are the lock of the whole desk, so there is always at least one, and none is ever deleted.
create table underwriter (
  underwriter_id      bigint  primary key,
  name                text    not null,
  capacity            integer not null check (capacity between 0 and 10000),
  -- What the configuration said last: its capacity counts again only when it says something new.
  configured_capacity integer not null check (configured_capacity between 0 and 10000)
);

-- Taken under the lock of the desk, so that ids follow the order in which cases were opened.
create sequence underwriting_id as bigint;

create table underwriting_case (
  underwriting_id bigint primary key,
  version         bigint not null check (version > 0),
  status          text   not null
                  check (status in ('WAITING', 'ASSIGNED', 'APPROVED', 'REFUSED', 'CLOSED')),
  -- Also the key by which events find the case, and what makes a second case impossible.
  subscription_id bigint not null unique,
  -- What the application is about; a case closed before its application was heard of never knows.
  customer_id     text,
  product_name    text,
  premium         bigint,
  currency        text,
  payment_id      bigint,
  underwriter_id  bigint,
  reason          text,
  decided_by      text,
  registered_at   timestamptz,
  assigned_at     timestamptz,
  decided_at      timestamptz,
  check (status = 'CLOSED' or registered_at is not null),
  check (status in ('WAITING', 'CLOSED') or underwriter_id is not null),
  check (status not in ('APPROVED', 'REFUSED') or decided_by is not null),
  check (status <> 'REFUSED' or reason is not null)
);

-- Who is let in next. Small however many cases there are: it holds those that wait.
create index underwriting_case_waiting on underwriting_case (underwriting_id)
 where status = 'WAITING';

-- How much lies on each desk, and an underwriter's open cases. Small: it holds those that are open.
create index underwriting_case_open on underwriting_case (underwriter_id, underwriting_id)
 where status = 'ASSIGNED';

-- Pages of one underwriter, one customer, one status; newest first is the index read backwards.
create index underwriting_case_of_underwriter on underwriting_case (underwriter_id, underwriting_id)
 where underwriter_id is not null;
create index underwriting_case_of_customer on underwriting_case (customer_id, underwriting_id)
 where customer_id is not null;
create index underwriting_case_in_status on underwriting_case (status, underwriting_id);
