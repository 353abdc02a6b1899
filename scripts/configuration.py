"""What was set, and where? Flags, then the environment, then ``bisagra.toml``, then the defaults.

``bisagra.toml`` stands in the folder in which the command is given; its paths are relative to it::

    index = "var/index"
    termbase = ["siglas.tsv"]      # on top of the termbase that is shipped

    [serve]
    host = "127.0.0.1"
    port = 5000
    host_names = ["archivo.example"]

Passwords come from the environment only, so that none ends up in a file that is shared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.errors import ConfigurationError, Phrase

FILE_NAME = "bisagra.toml"
_SETTINGS = ("index", "termbase", "serve")
_SERVE_SETTINGS = ("host", "port", "host_names")
_MOST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a command is told besides its own flags. ``own_termbases`` come on top of the shipped one."""

    index_directory: Path = Path("var/index")
    own_termbases: tuple[Path, ...] = ()
    host: str = "127.0.0.1"
    port: int = 5000
    host_names: tuple[str, ...] = ()
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)


def read_configuration(
    environment: Mapping[str, str], folder: Path, *, index_flag: str | None = None
) -> Configuration:
    """The configuration of a command given in ``folder``. Raises :class:`ConfigurationError`."""
    path = folder / FILE_NAME
    table = _read_table(path)
    _check_names(path, table, _SETTINGS)
    serve = table.get("serve", {})
    if not isinstance(serve, dict):
        raise ConfigurationError(
            "configuration_value", path=path, name="serve", wanted=Phrase("wanted_table")
        )
    _check_names(path, serve, _SERVE_SETTINGS)
    default = Configuration()
    return Configuration(
        index_directory=_index_directory(path, table, environment, index_flag),
        own_termbases=tuple(
            path.parent / Path(each).expanduser() for each in _texts(path, table, "termbase")
        ),
        host=_text(path, serve, "host") or default.host,
        port=_port(path, serve, default.port),
        host_names=_split(environment.get("BISAGRA_HOST_NAMES")) or _texts(path, serve, "host_names"),
        password=environment.get("BISAGRA_PASSWORD") or None,
        token=environment.get("BISAGRA_TOKEN") or None,
    )


def _index_directory(
    path: Path, table: Mapping[str, Any], environment: Mapping[str, str], flag: str | None
) -> Path:
    given = flag or environment.get("BISAGRA_INDEX")
    if given:
        return Path(given).expanduser()
    written = _text(path, table, "index")
    return path.parent / Path(written).expanduser() if written else Configuration().index_directory


def _read_table(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigurationError("configuration_unreadable", path=path, problem=error.strerror) from error
    import tomllib  # most folders have no such file, and start-up time is felt

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigurationError("configuration_unreadable", path=path, problem=Phrase("not_utf8")) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError("configuration_syntax", path=path, problem=error) from error


def _check_names(path: Path, table: Iterable[str], known: tuple[str, ...]) -> None:
    for name in table:
        if name not in known:
            raise ConfigurationError("configuration_unknown", path=path, name=name, choices=", ".join(known))


def _text(path: Path, table: Mapping[str, Any], name: str) -> str | None:
    value = table.get(name)
    if value is not None and not isinstance(value, str):
        raise ConfigurationError("configuration_value", path=path, name=name, wanted=Phrase("wanted_text"))
    return value


def _texts(path: Path, table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = table.get(name, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise ConfigurationError("configuration_value", path=path, name=name, wanted=Phrase("wanted_texts"))
    return tuple(values)


def _port(path: Path, table: Mapping[str, Any], default: int) -> int:
    value = table.get("port", default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_PORT:
        raise ConfigurationError("configuration_value", path=path, name="port", wanted=Phrase("wanted_port"))
    return value


def _split(value: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (value or "").split(",") if name.strip())
