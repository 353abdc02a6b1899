"""How is the search shown in a browser? HTTP and HTML over ``search``, made by one factory.

>>> from pathlib import Path
>>> from webui.config import AppConfig
>>> create_app(AppConfig(index_directory=Path("nowhere"))).name
'webui'
"""

from flask import Flask

from webui.api import api
from webui.config import AppConfig
from webui.errors import register_errors
from webui.extracts import extracts
from webui.facsimiles import Facsimiles, facsimiles
from webui.opening import OpenIndex
from webui.pages import pages
from webui.rendering import register_rendering
from webui.security import guard
from webui.source import source
from webui.terms import terms

__all__ = ["AppConfig", "create_app"]


def create_app(config: AppConfig | None = None) -> Flask:
    """Make the application; the index is opened by the first request that needs it.

    Raises ``analyzers.errors.TermbaseError`` when a termbase cannot be read at the start.
    """
    config = config or AppConfig()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024  # nothing is ever uploaded
    app.json.sort_keys = False  # type: ignore[attr-defined]  # fields in the order of interfaces.md
    app.extensions["bisagra"] = OpenIndex(config)
    app.extensions["bisagra.facsimiles"] = Facsimiles()
    for blueprint in (pages, source, facsimiles, extracts, terms, api):
        app.register_blueprint(blueprint)
    register_rendering(app)
    register_errors(app)
    guard(app, config)
    return app
