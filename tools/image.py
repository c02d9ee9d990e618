"""Builds the image without a registry, prints its size and start time, and tests the app in it.

`python -m tools.image` is `make image-test`; `--remove` removes what it built. If a registry is reachable,
BASE=python:3.13-slim uses its image as base instead of one from debootstrap.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.container import App, volume
from tools import packages
from tools.podman import build, podman, run, set_up

ROOT = Path(__file__).resolve().parents[1]
BASE = "localhost/playground-base"
IMAGE = "localhost/playground"
TESTS = "tests/image"

SUITE = "trixie"  # the Debian of python:3.13-slim, whose own Python is 3.13 too
PACKAGES = "python3,python3-venv,ca-certificates"
MIRROR = "http://deb.debian.org/debian"
CERTIFICATES = Path("etc/ssl/certs/ca-certificates.crt")
PATH = "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin"
NO_DEBOOTSTRAP = "debootstrap is needed, and could not be installed. On Debian: sudo apt install debootstrap"
LARGEST = 6


def make_base() -> None:
    """Makes the image BASE, similar to python:3.13-slim, unless it exists."""
    if is_there(BASE):
        return
    if not shutil.which("debootstrap"):
        packages.install("debootstrap")
    if not shutil.which("debootstrap"):
        sys.exit(NO_DEBOOTSTRAP)
    print(f"Making {BASE} of Debian's packages …", flush=True)
    with tempfile.TemporaryDirectory(prefix="playground-base-") as name:
        # In its own mount namespace, so that its mounts end with it in any case.
        command = ("unshare", "--mount", "debootstrap", "--variant=minbase", f"--include={PACKAGES}")
        done = subprocess.run([*command, SUITE, name, MIRROR], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"debootstrap failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        _as_docker_has_it(Path(name))
        tar = subprocess.Popen(["tar", "--create", "--directory", name, "."], stdout=subprocess.PIPE)
        subprocess.run(
            ["podman", "import", "--quiet", f"--change=ENV PATH={PATH}", "-", BASE],
            stdin=tar.stdout,
            check=True,
        )
        if tar.wait():
            sys.exit("tar could not read what debootstrap made.")


def _as_docker_has_it(root: Path) -> None:
    """Puts Python where that image has it, removes package lists, and adds this machine's certificates."""
    for name in ("python", "python3"):
        (root / "usr/local/bin" / name).symlink_to("/usr/bin/python3")
    for pattern in ("var/cache/apt/*.bin", "var/cache/apt/archives/*.deb", "var/lib/apt/lists/*_*"):
        for file in root.glob(pattern):
            file.unlink()
    # Some networks route https through a proxy with its own certificate.
    if (Path("/") / CERTIFICATES).exists():
        shutil.copy(Path("/") / CERTIFICATES, root / CERTIFICATES)


def print_sizes(base: str) -> None:
    """Prints the bytes of the image, of its base, and of the largest packages."""
    size, below = (int(podman("image", "inspect", "--format={{.Size}}", name)) for name in (IMAGE, base))
    print(f"\nThe image: {_as_megabytes(size)}, of which the base is {_as_megabytes(below)}.")
    look = "du --summarize --block-size=1 /opt/venv/lib/python3.*/site-packages/*/"
    rows = run(IMAGE, "sh", "-c", look, options=["--rm", "--network=none"]).splitlines()
    found = sorted(((int(number), Path(path).name) for number, path in map(str.split, rows)), reverse=True)
    for number, name in found[:LARGEST]:
        print(f"{_as_megabytes(number):>10}  {name}")


def _as_megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def print_start() -> None:
    """Prints the time until the app answers: with an empty volume, and again."""
    with volume() as name:
        for what in ("First start", "Start after that"):
            begin = time.monotonic()
            with App(IMAGE, name) as app:
                app.wait_until_it_answers()
                print(f"{what}: {time.monotonic() - begin:.1f} s until the app answers.", flush=True)


def remove_all() -> None:
    """Removes the base and every image built on it."""
    if not is_there(BASE):
        return
    first = "--format={{index .RootFS.Layers 0}}"
    below = podman("image", "inspect", first, BASE)
    found = podman("images", "--all", "--quiet", "--no-trunc").split()
    built = [each for each in dict.fromkeys(found) if podman("image", "inspect", first, each) == below]
    podman("rmi", "--force", "--ignore", *built)


def is_there(image: str) -> bool:
    """Whether podman has an image."""
    return image in podman("images", "--format={{.Repository}}").split()


def main() -> int:
    """Runs everything; returns the exit code of the tests."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--remove", action="store_true", help="remove the images, and build nothing")
    remove = parser.parse_args().remove
    set_up()
    if remove:
        remove_all()
        return 0
    base = os.environ.get("BASE", BASE)
    if base == BASE:
        make_base()
    build(IMAGE, str(ROOT), BASE=base)
    print_sizes(base)
    print_start()
    environment = {**os.environ, "PLAYGROUND_TESTS_IMAGE": IMAGE}
    command = [sys.executable, "-m", "pytest", TESTS]
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
