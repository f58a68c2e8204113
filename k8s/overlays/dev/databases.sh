#!/bin/sh
# Run once by PostgreSQL's image, on an empty volume: each service gets a role and a database of its name.
set -eu
for service in subscription payment underwriting view; do
  # psql quotes what it puts in for :'password'.
  psql -v ON_ERROR_STOP=1 -v service="$service" -v password="$(cat "/passwords/$service")" <<'SQL'
    CREATE ROLE :"service" LOGIN PASSWORD :'password';
    CREATE DATABASE :"service" OWNER :"service";
    REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
done
