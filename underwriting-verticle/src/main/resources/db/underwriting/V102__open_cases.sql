-- How many open cases an underwriter has: a number that is kept, since counting them for each change of the desk takes
-- longer the more there are. Kept by triggers, so that it is right whichever statement, or version of the service,
-- changes a case. Whoever changes a case has locked the underwriters before, so no lock is taken here for the first time.
alter table underwriter add column open_cases integer not null default 0;

-- Changed with every batch: room for the newer versions of its rows keeps them on their page.
alter table underwriter set (fillfactor = 20);

create function open_cases_added() returns trigger language plpgsql as $$
begin
  update underwriter
     set open_cases = open_cases + more.cases
    from (select underwriter_id, count(*) as cases
            from added
           where status = 'ASSIGNED'
           group by underwriter_id) as more
   where underwriter.underwriter_id = more.underwriter_id;
  return null;
end
$$;

create function open_cases_changed() returns trigger language plpgsql as $$
begin
  update underwriter
     set open_cases = open_cases + more.cases
    from (select underwriter_id, sum(one) as cases
            from (select underwriter_id, 1 as one from changed where status = 'ASSIGNED'
                   union all
                  select underwriter_id, -1 from before where status = 'ASSIGNED') as moved
           group by underwriter_id
          having sum(one) <> 0) as more
   where underwriter.underwriter_id = more.underwriter_id;
  return null;
end
$$;

create trigger open_cases_added
  after insert on underwriting_case
  referencing new table as added
  for each statement
  execute function open_cases_added();

create trigger open_cases_changed
  after update on underwriting_case
  referencing old table as before new table as changed
  for each statement
  execute function open_cases_changed();

-- The triggers' lock keeps cases from changing until this is committed.
update underwriter
   set open_cases = counted.cases
  from (select underwriter_id, count(*) as cases
          from underwriting_case
         where status = 'ASSIGNED'
         group by underwriter_id) as counted
 where underwriter.underwriter_id = counted.underwriter_id;
