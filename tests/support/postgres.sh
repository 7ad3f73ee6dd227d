#!/usr/bin/env bash
# Print the address of a PostgreSQL on this machine for TEST_DATABASE_URL; install and start one if need be (as root).
set -euo pipefail

OPEN=postgresql://postgres@127.0.0.1:5432/postgres
OWN=postgresql://quqyq_tests:quqyq_tests@127.0.0.1:5432/postgres

answers() { psql --no-psqlrc --no-password --command 'SELECT 1' "$1" >/dev/null 2>&1; }

for address in "${TEST_DATABASE_URL:-}" "$OPEN" "$OWN"; do
	if [ -n "$address" ] && answers "$address"; then
		echo "$address"
		exit
	fi
done

export DEBIAN_FRONTEND=noninteractive
if ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
	apt-get update >&2
	apt-get install --yes --no-install-recommends postgresql >&2
fi
version=$(ls /etc/postgresql | sort --version-sort | tail --lines 1)
pg_ctlcluster --skip-systemctl-redirect "$version" main start >&2 || true
for _ in $(seq 50); do
	pg_isready --quiet --host 127.0.0.1 && break
	sleep 0.2
done
runuser --user postgres -- psql --no-psqlrc --quiet >&2 <<-SQL
	DO \$\$ BEGIN
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'quqyq_tests') THEN
			CREATE ROLE quqyq_tests LOGIN CREATEDB PASSWORD 'quqyq_tests';
		END IF;
	END \$\$;
SQL
answers "$OWN" || { echo 'PostgreSQL was started, and does not answer' >&2; exit 1; }
echo "$OWN"
