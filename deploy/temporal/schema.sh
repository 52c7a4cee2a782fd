#!/bin/sh
# Bring Temporal's databases to the revision of the server's release; done again, it does nothing.
# The databases themselves are made by whoever runs PostgreSQL, for a role that may not make any.
set -eu

SQL_PASSWORD=$(cat "${TEMPORAL_PASSWORD_FILE:-/run/secrets/temporal_password}")
export SQL_PASSWORD

for database in temporal temporal_visibility; do
    case $database in
        temporal) schema=/etc/temporal/schema/postgresql/v12/temporal/versioned ;;
        *) schema=/etc/temporal/schema/postgresql/v12/visibility/versioned ;;
    esac
    tool() {
        temporal-sql-tool --plugin postgres12 --endpoint "${POSTGRESQL_HOST:-postgresql}" --port 5432 \
            --user temporal --database "$database" "$@"
    }
    # It refuses a database that has a revision already, which is no failure.
    tool setup-schema --version 0.0 || tool update-schema --schema-dir "$schema" --quiet
    tool update-schema --schema-dir "$schema"
done
