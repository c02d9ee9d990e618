#!/bin/sh
# Starts a workshop on this machine with docker compose: makes the secrets once, and prints the address and a QR code.
set -eu
cd "$(dirname "$0")/.."

secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

setting() { sed -n "s/^$1=//p" .env | tail -n 1; }

umask 077 # whoever reads .env is the host
touch .env
chmod 600 .env
[ -z "$(tail -c 1 .env)" ] || echo >> .env # the last line had no end
for name in POSTGRES_PASSWORD PLAYGROUND_HOST_KEY; do
	grep -q "^$name=" .env || echo "$name=$(secret)" >> .env
done

docker compose up --build --detach --wait

name="${ADDRESS:-$(setting ADDRESS)}" # of compose.tls.yaml
port="${PORT:-$(setting PORT)}"
if [ -n "$name" ]; then
	address="https://$name"
else
	address="http://$(hostname -I | cut -d ' ' -f 1):${port:-8501}"
fi
echo
docker compose exec -T app segno --compact "$address" || true # the address is enough
echo
echo "  The app:            $address"
echo "  The host's page:    $address/host"
echo "  The host's key:     $(setting PLAYGROUND_HOST_KEY)"
echo
echo "  docker compose logs --follow     what happens"
echo "  docker compose down              the end; everything is kept"
