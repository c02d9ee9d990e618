#!/bin/sh
# Starts a workshop on this machine with docker compose: makes the secrets once, and prints the address and a QR code.
set -eu
cd "$(dirname "$0")/.."

secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

umask 077 # whoever reads .env is the host
touch .env
for name in POSTGRES_PASSWORD PLAYGROUND_HOST_KEY; do
	grep -q "^$name=" .env || echo "$name=$(secret)" >> .env
done

docker compose up --build --detach --wait

address="http://$(hostname -I | cut -d ' ' -f 1):${PORT:-8501}"
echo
docker compose exec -T app segno --compact "$address" || true # the address is enough
echo
echo "  The app:            $address"
echo "  The host's page:    $address/host"
echo "  The host's key:     $(sed -n 's/^PLAYGROUND_HOST_KEY=//p' .env)"
echo
echo "  docker compose logs --follow     what happens"
echo "  docker compose down              the end; everything is kept"
