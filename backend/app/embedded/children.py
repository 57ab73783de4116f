"""Child processes that end with their parent, as an unprivileged user when the parent is root."""

import contextlib
import ctypes
import os
import pwd
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

STOP_TIMEOUT = 20.0

_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


class EmbeddedError(RuntimeError):
    """A service could not be started; the message says why and where its log is."""


@dataclass(frozen=True)
class Account:
    """The user the services run as when we are root: PostgreSQL refuses root."""

    uid: int
    gid: int

    @classmethod
    def for_services(cls, data: Path) -> "Account | None":
        """None means ourselves. Root takes the owner of `data` when it exists, so that what a user began goes on."""
        if os.geteuid() != 0:
            return None
        with contextlib.suppress(OSError):
            found = data.stat()
            if found.st_uid != 0:
                return cls(found.st_uid, found.st_gid)
        entry = pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)

    @property
    def popen(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Whether this user may enter every folder down to `path`."""
        folders = [path, *path.parents]
        return all(self._enters(folder.stat()) for folder in folders if folder.exists())

    def _enters(self, found: os.stat_result) -> bool:
        return bool(found.st_mode & (stat.S_IXUSR if found.st_uid == self.uid else stat.S_IXOTH))


def own_folder(path: Path, account: Account | None) -> Path:
    """Makes the folder `path`, closed to all but the user that runs the services."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    if account:
        os.chown(path, account.uid, account.gid)
    return path


def write_private(path: Path, text: str, account: Account | None) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        if account:
            os.fchown(descriptor, account.uid, account.gid)
        file.write(text)


def spawn(
    argv: list[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    death: signal.Signals,
    account: Account | None = None,
    log: IO[bytes] | None = None,
    only_errors: bool = False,
) -> subprocess.Popen[bytes]:
    """Starts a child that gets `death` when this thread dies, and that Ctrl-C in the terminal does not reach.

    What it prints goes to `log`, or with `only_errors` what it prints as errors.
    """

    def die_with_parent() -> None:
        # Runs after the change of user, which would clear it.
        _libc.prctl(_PR_SET_PDEATHSIG, int(death))

    return subprocess.Popen(  # noqa: S603
        argv,
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if only_errors else log,
        stderr=log if only_errors else subprocess.STDOUT if log else None,
        start_new_session=True,
        preexec_fn=die_with_parent,
        **(account.popen if account else {}),
    )


def end(process: subprocess.Popen[bytes] | None, how: signal.Signals, timeout: float = STOP_TIMEOUT) -> None:
    """Asks the child to end, waits up to `timeout` seconds, then kills it."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    # A stopped process (SIGSTOP) acts on its signal only when it goes on.
    process.send_signal(signal.SIGCONT)
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def end_group(process: subprocess.Popen[bytes], how: signal.Signals, timeout: float = STOP_TIMEOUT) -> None:
    """Ends the child, then whatever it started and left behind."""
    end(process, how, timeout)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def end_orphan(pid_file: Path, works_in: Path, how: signal.Signals) -> None:
    """After a kill -9 the old child may still be stopping, or its pid may since belong to a stranger.

    The caller holds the lock of the data folder, so a live child that works in it is nobody's any more.
    """
    pid = read_number(pid_file)
    if pid is None:
        return
    deadline = time.monotonic() + STOP_TIMEOUT
    while _works_in(pid, works_in):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, how if time.monotonic() < deadline else signal.SIGKILL)
        time.sleep(0.1)
    pid_file.unlink(missing_ok=True)


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        return False


def read_number(path: Path) -> int | None:
    """The number on the first line of a file, if there is one."""
    try:
        return int(path.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def free_port(preferred: int | None = None) -> int:
    """`preferred` when nothing listens there, so that addresses outlive a restart; else any free port."""
    for port in (preferred, 0):
        if port is None:
            continue
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise EmbeddedError("No hay un puerto libre en este equipo.")
