#!/bin/sh
# Bring Temporal's databases to the revision of the server's release; done again, it does nothing.
# The databases themselves are made by whoever runs PostgreSQL, for a role that may not make any.
set -eu

SQL_PASSWORD=$(cat "${TEMPORAL_PASSWORD_FILE:-/run/secrets/temporal_password}")
export SQL_PASSWORD

for database in temporal temporal_visibility; do
    case $database in
        temporal) schema=temporal ;;
        *) schema=visibility ;;
    esac
    for step in "setup-schema -v 0.0" "update-schema -d /etc/temporal/schema/postgresql/v12/$schema/versioned"; do
        # shellcheck disable=SC2086 # the words of a step are arguments
        temporal-sql-tool --plugin postgres12 --ep "${POSTGRESQL_HOST:-postgresql}" -p 5432 -u temporal \
            --db "$database" $step
    done
done
