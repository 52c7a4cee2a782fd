#!/bin/sh
# Start Temporal with the password from a file, so that it stands in no description of the container.
set -eu

POSTGRES_PWD=$(cat "${TEMPORAL_PASSWORD_FILE:-/run/secrets/temporal_password}")
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
