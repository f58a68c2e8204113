alter table subscription_view add column newer_note text;
