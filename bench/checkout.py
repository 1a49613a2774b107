"""A copy of this checkout in a throw-away folder, its environment linked: what runs there disturbs nothing here."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.natural_rows import Rows, read_rows
from local.home import Home
from sql.server import Server

ROOT = Path(__file__).resolve().parent.parent
DEMO_SECONDS = 600


class DemoFailed(AssertionError):
    """`make demo` ended badly; the message ends with its last lines."""


@dataclass(slots=True)
class Checkout:
    """The copy. At most one `make demo` of it runs at a time; its output goes to `demo.log`."""

    folder: Path
    demo: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Home:
        return Home("demo", self.folder / "data" / "demo")

    @property
    def log(self) -> Path:
        return self.folder / "demo.log"

    def start_demo(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            self.demo = subprocess.Popen(
                ["make", "demo"], cwd=self.folder, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        return self.demo

    def finish_demo(self) -> bool:
        """Let the demo come to its end, starting it where none runs; whether it ended well."""
        demo = self.demo if self.demo and self.demo.poll() is None else self.start_demo()
        return demo.wait(timeout=DEMO_SECONDS) == 0

    def run_demo(self) -> None:
        """Run `make demo` from beginning to end. Raises DemoFailed."""
        self.start_demo()
        if not self.finish_demo():
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
            raise DemoFailed("make demo failed:\n" + "\n".join(lines[-25:]))

    def rows(self) -> Rows:
        return read_rows(Server(self.home.postgres).url("salamat"))

    def clear(self) -> None:
        """Stop what runs and forget all that it stored."""
        if self.demo and self.demo.poll() is None:
            self.demo.terminate()
            self.demo.wait(timeout=60)
        subprocess.run([sys.executable, "-m", "local", "down"], cwd=self.folder, stdout=subprocess.DEVNULL, check=True)
        shutil.rmtree(self.folder / "data", ignore_errors=True)


@contextmanager
def copied() -> Iterator[Checkout]:
    """A copy of every file that is not ignored; at the end all of it is stopped and gone."""
    with tempfile.TemporaryDirectory(prefix="salamat-stress-") as folder:
        copy = Checkout(Path(folder))
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (copy.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy.folder / name)
        (copy.folder / ".venv").unlink(missing_ok=True)
        (copy.folder / ".venv").symlink_to((ROOT / ".venv").resolve())
        try:
            yield copy
        finally:
            copy.clear()
