#!/bin/sh
# Starts a workshop on this machine with docker compose: makes the secrets once, and prints the address and a QR code.
set -eu
cd "$(dirname "$0")/.."

secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# Letters and digits that nobody takes for others on a board.
letters() { LC_ALL=C tr -dc 'abcdefghjkmnpqrstuvwxyz23456789' < /dev/urandom | head -c "$1"; }

setting() { sed -n "s/^$1=//p" .env | tail -n 1 | sed "s/^'\\(.*\\)'\$/\\1/"; }

# keep NAME VALUE: the line of NAME in .env; none for an empty value.
keep() {
	sed "/^$1=/d" .env > .env.new
	[ -z "$2" ] || printf "%s='%s'\\n" "$1" "$2" >> .env.new # echo would read a backslash
	mv .env.new .env
}

if ! docker compose version > /dev/null 2>&1; then
	echo "Docker with its plugin compose is needed: 'docker compose version' must print a version." >&2
	exit 1
fi

passcode="$(printf %s "${PASSCODE:-}" | sed 's/^[[:space:]]*//; s/[[:space:]]*$//')" # as the app reads it
if [ -n "${PASSCODE:-}" ]; then
	case "$passcode" in
		new) passcode="$(letters 4)-$(letters 4)-$(letters 4)" ;;
		none) ;;
		*"'"*) echo "A passcode has no single quotes." >&2; exit 2 ;;
		*)
			if [ "$(printf %s "$passcode" | LC_ALL=C.UTF-8 wc -m)" -lt 8 ]; then
				echo "A passcode has 8 characters or more." >&2
				exit 2
			fi
			;;
	esac
fi

umask 077 # whoever reads .env is the host
touch .env
chmod 600 .env
[ -z "$(tail -c 1 .env)" ] || echo >> .env # the last line had no end
for name in POSTGRES_PASSWORD PLAYGROUND_HOST_KEY; do
	grep -q "^$name=" .env || echo "$name=$(secret)" >> .env
done
# What was given with the command is kept for the next one, which need not repeat it.
for name in WORKERS SERVERS WORKER_MEMORY APP_MEMORY PORT SHOWN_ADDRESS; do
	eval "value=\${$name:-}"
	[ -z "$value" ] || keep "$name" "$value"
done
# PASSCODE=new made a passcode, PASSCODE=none takes it away, and anything else is one.
case "$passcode" in
	"") ;;
	none) keep PLAYGROUND_PASSCODE "" ;;
	*) keep PLAYGROUND_PASSCODE "$passcode" ;;
esac

if ! docker compose up --build --detach --wait; then
	echo "The workshop has not started. 'docker compose ps --all' shows which service is not well," >&2
	echo "'docker compose logs' followed by its name says why. Then give the same command again." >&2
	exit 1
fi

name="${ADDRESS:-$(setting ADDRESS)}" # of compose.tls.yaml
port="$(setting PORT)"
shown="$(setting SHOWN_ADDRESS)"
if [ -n "$shown" ]; then
	address="$shown"
elif [ -n "$name" ]; then
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
