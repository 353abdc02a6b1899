#!/bin/sh
# The codec's tests on whoosh 2.7.4, in an environment of its own: it shares its import name with whoosh3.
#
#   sh tests/index_arrays/with_whoosh2.sh [ENVIRONMENT]
set -eu
cd "$(dirname "$0")/../.."
environment=${1:-var/whoosh2}
[ -x "$environment/bin/python" ] || "${PYTHON:-python3}" -m venv "$environment"
"$environment/bin/python" -c 'import whoosh, sys; sys.exit(whoosh.__version__ != (2, 7, 4))' 2>/dev/null ||
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
    whoosh==2.7.4 numpy nltk unidecode langdetect selectolax pytest hypothesis
# 2.7.4 warns of itself on every import
exec "$environment/bin/python" -W ignore -m pytest -q -W ignore -p no:cacheprovider tests/index_arrays
