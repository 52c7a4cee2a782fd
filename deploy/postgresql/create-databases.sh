#!/bin/sh
# Make the databases and their owners, who own nothing else: the store is Greenlane's, the others are Temporal's.
# The image of PostgreSQL runs it once, when its data directory is empty.
set -eu

export SECRETS_DIRECTORY="${SECRETS_DIRECTORY:-/run/secrets}"

# psql reads the passwords itself: what stands on a command line, everybody on the machine can read.
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\set greenlane `cat "$SECRETS_DIRECTORY/greenlane_password"`
\set temporal `cat "$SECRETS_DIRECTORY/temporal_password"`
CREATE ROLE greenlane LOGIN PASSWORD :'greenlane';
CREATE ROLE temporal LOGIN PASSWORD :'temporal';
CREATE DATABASE greenlane OWNER greenlane;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE CONNECT ON DATABASE greenlane, temporal, temporal_visibility FROM PUBLIC;
SQL
