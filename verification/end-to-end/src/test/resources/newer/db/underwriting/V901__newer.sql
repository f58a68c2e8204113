alter table underwriting_case add column newer_note text;
