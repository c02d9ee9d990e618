#!/bin/sh
# Starts a workshop on this machine with docker compose: makes the secrets once, and prints the address and a QR code.
set -eu
cd "$(dirname "$0")/.."

secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# Letters and digits that nobody takes for others on a board.
letters() { LC_ALL=C tr -dc 'abcdefghjkmnpqrstuvwxyz23456789' < /dev/urandom | head -c "$1"; }

setting() { sed -n "s/^$1=//p" .env | tail -n 1 | sed "s/^'\\(.*\\)'\$/\\1/"; }

umask 077 # whoever reads .env is the host
touch .env
chmod 600 .env
[ -z "$(tail -c 1 .env)" ] || echo >> .env # the last line had no end
for name in POSTGRES_PASSWORD PLAYGROUND_HOST_KEY; do
	grep -q "^$name=" .env || echo "$name=$(secret)" >> .env
done

# PASSCODE=new makes a passcode, PASSCODE=none takes it away, and anything else is one. Without PASSCODE all stays as it is.
keep_passcode() {
	sed '/^PLAYGROUND_PASSCODE=/d' .env > .env.new
	[ -z "$1" ] || printf "PLAYGROUND_PASSCODE='%s'\\n" "$1" >> .env.new # echo would read a backslash
	mv .env.new .env
}
case "${PASSCODE:-}" in
	"") ;;
	new) keep_passcode "$(letters 4)-$(letters 4)-$(letters 4)" ;;
	none) keep_passcode "" ;;
	*"'"*) echo "A passcode has no single quotes." >&2; exit 2 ;;
	????????*) keep_passcode "$PASSCODE" ;;
	*) echo "A passcode has 8 characters or more." >&2; exit 2 ;;
esac

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
passcode="$(setting PLAYGROUND_PASSCODE)"
[ -z "$passcode" ] || printf "  The room's passcode: %s\\n" "$passcode"
echo "  The host's page:    $address/host"
echo "  The host's key:     $(setting PLAYGROUND_HOST_KEY)"
echo
echo "  docker compose logs --follow     what happens"
echo "  docker compose down              the end; everything is kept"
