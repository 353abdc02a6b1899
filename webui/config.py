"""What does the web interface need to be told? Explicit values; the caller reads flags and environment."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class AppConfig:
    """Everything that differs between one installation and another.

    ``termbase_paths`` empty means the termbase that is shipped. ``host_names`` are further names under
    which the pages may be asked for; the loopback ones always count. Where a ``password`` or a ``token``
    is set, every request must carry one of them: HTTP Basic with any user name, or ``Bearer``.
    """

    index_directory: Path = Path("var/index")
    termbase_paths: tuple[Path, ...] = ()
    host_names: tuple[str, ...] = ()
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @property
    def is_protected(self) -> bool:
        """Whether a request has to prove that it may come in."""
        return bool(self.password or self.token)
