-- A row is changed a few times within minutes of its making. Room on its page keeps the newer versions there, and as long as no
-- indexed column changes the six indexes are left alone. Pages that are full already get their room when they are rewritten.
alter table subscription_view set (fillfactor = 70);
