alter table payment add column newer_note text;
