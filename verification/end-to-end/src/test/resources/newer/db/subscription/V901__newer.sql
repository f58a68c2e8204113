alter table subscription add column newer_note text;
