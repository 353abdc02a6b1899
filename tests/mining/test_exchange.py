"""What goes out comes back, in every form; what cannot be used is named with its line."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.concepts import Concept, Label, LabelKind
from analyzers.editing import merge_into
from analyzers.errors import TermbaseError
from analyzers.exchange import Format, find_format, iter_exported, read_exported
from analyzers.language import Language
from analyzers.termbase import load_termbase
from tests import shipped

ES, EN = Language.ES, Language.EN

_signs = "abcñÑéÜ&<>'=+-@;,#/.!%:_ 19ß€中"
_texts = st.text(_signs, max_size=12).map(lambda text: f"x{text}z".strip())
_ids = st.text("abz019-_.: é@&<", min_size=1, max_size=8).map(lambda text: f"i{text}i")
_notes = st.one_of(
    st.just(""), _texts, st.sampled_from(["=1+1", "'=x", "''@y", "a  b", '"c"', "<!-- -->", "]]>"])
)


@st.composite
def concepts(draw: st.DrawFn) -> Concept:
    labels: list[Label] = []
    for kind in LabelKind:
        for language in Language:
            least = 1 if kind is LabelKind.PREFERRED and draw(st.booleans()) else 0
            chosen = draw(st.lists(_texts, min_size=least, max_size=2, unique=True))
            for text in chosen:
                if not any(label.text == text and label.language is language for label in labels):
                    labels.append(Label(text, language, kind, draw(st.booleans())))
    for language in Language:
        if not any(label.language is language for label in labels):
            labels.append(Label("name", language, LabelKind.HIDDEN))
    labels.sort(key=lambda label: (list(LabelKind).index(label.kind), label.language is EN))
    return Concept(draw(_ids), draw(_notes), tuple(labels), draw(_notes))


@pytest.mark.parametrize("form", Format)
@given(found=st.lists(concepts(), min_size=1, max_size=4, unique_by=lambda concept: concept.concept_id))
def test_what_goes_out_comes_back(
    form: Format, found: list[Concept], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"round.{form}"
    path.write_text("".join(iter_exported(found, form)), encoding="utf-8", newline="")
    assert [concept for _, concept in read_exported(path, form)] == found


@pytest.mark.parametrize("form", Format)
def test_the_shipped_termbase_goes_out_and_comes_back(form: Format, tmp_path: Path) -> None:
    path, own = tmp_path / f"all.{form}", tmp_path / "own.tsv"
    concepts = shipped.termbase().concepts
    path.write_text("".join(iter_exported(concepts.values(), form)), encoding="utf-8", newline="")
    assert find_format(path) is form
    merge_into(own, [concept for _, concept in read_exported(path, form)])
    assert load_termbase([own]).concepts == concepts


def one(tmp_path: Path, name: str, text: str | bytes) -> Concept:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    form = find_format(path)
    assert form
    ((_, concept),) = read_exported(path, form)
    return concept


def labels(concept: Concept) -> list[tuple[str, str, str]]:
    return [(label.text, label.language.value, label.kind.value) for label in concept.labels]


def test_tbx_of_other_making(tmp_path: Path) -> None:
    concept = one(tmp_path, "old.xml", """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
 <termEntry id="t1"><descripGrp><descrip type="subjectField">ports</descrip></descripGrp>
  <langSet xml:lang="en-GB"><ntig><termGrp><term>harbour pilot</term></termGrp></ntig>
   <tig><term>HP</term><termNote type="termType">abbreviation</termNote></tig>
   <tig><term>pilot</term></tig></langSet>
  <langSet xml:lang="es"><tig><term>práctico del puerto</term></tig>
   <tig><term>practico</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
  </langSet>
  <langSet xml:lang="fr"><tig><term>pilote</term></tig></langSet>
 </termEntry></body></text></martif>""")  # fmt: skip
    assert (concept.concept_id, concept.domain) == ("t1", "ports")
    assert labels(concept) == [
        ("práctico del puerto", "es", "preferred"),
        ("harbour pilot", "en", "preferred"),
        ("HP", "en", "acronym"),
        ("pilot", "en", "variant"),
        ("practico", "es", "hidden"),
    ]


BASE = "http://x.example/t"


def skos(*concepts: str) -> str:
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
        ' xmlns:skos="http://www.w3.org/2004/02/skos/core#">\n' + "\n".join(concepts) + "\n</rdf:RDF>"
    )


def skos_concept(name: str, es: str = "puerto", en: str = "port", more: str = "") -> str:
    return (
        f'<skos:Concept rdf:about="{BASE}#{name}"><skos:prefLabel xml:lang="es">{es}</skos:prefLabel>\n'
        f'<skos:prefLabel xml:lang="en">{en}</skos:prefLabel>{more}</skos:Concept>'
    )


def test_skos_of_other_making(tmp_path: Path) -> None:
    scheme = f'<skos:ConceptScheme rdf:about="{BASE}"/><rdf:Description rdf:about="{BASE}/me"/>'
    more = (
        '<skos:altLabel xml:lang="es-MX">muelle</skos:altLabel>'
        '<skos:altLabel xml:lang="fr">port</skos:altLabel>'
        '<skos:hiddenLabel xml:lang="es">peurto</skos:hiddenLabel><skos:scopeNote>by the sea</skos:scopeNote>'
    )
    concept = one(tmp_path, "t.rdf", skos(scheme, skos_concept("port", more=more)))
    assert (concept.concept_id, concept.note) == ("port", "by the sea")
    assert labels(concept) == [
        ("puerto", "es", "preferred"),
        ("port", "en", "preferred"),
        ("muelle", "es", "variant"),
        ("peurto", "es", "hidden"),
    ]


def test_circles_of_broader_concepts_do_no_harm(tmp_path: Path) -> None:
    def broader(name: str) -> str:
        return f'<skos:broader rdf:resource="http://x.example/t#{name}"/>'

    path = tmp_path / "t.skos"
    path.write_text(
        skos(
            skos_concept("a", "a", "b", broader("b")),
            skos_concept("b", "c", "d", broader("a") + broader("b")),
        ),
        encoding="utf-8",
    )
    assert [concept.concept_id for _, concept in read_exported(path, Format.SKOS)] == ["a", "b"]


def test_concepts_inside_concepts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.skos"
    inner = f"<skos:narrower>{skos_concept('b', 'c', 'd')}</skos:narrower>"
    path.write_text(skos(skos_concept("a", more=inner)), encoding="utf-8")
    assert [concept.concept_id for _, concept in read_exported(path, Format.SKOS)] == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "concept;domain;es;en\nport;trade;puerto;port\n",
        "\ufeffconcept,es,en,note\r\nport,puerto,port,\"one\r\ntwo\"\r\n",
        "concept\tes\ten\nport\tpuerto\tport\n",
        "# a remark, with a comma\nconcept,es,en\n\nport,puerto,port\n",
        "concept,es,en,en_acronym\nport,puerto,port,'=PORT\n",
        "concept,es,en,en_acronym\nport,puerto,port,=PORT\n",
    ],
    ids=["semicolons", "line end in a cell", "tabs", "remark", "quoted run", "bare mark"],
)  # fmt: skip
def test_csv_of_other_making(tmp_path: Path, text: str) -> None:
    concept = one(tmp_path, "t.csv", text)
    assert concept.concept_id == "port"
    assert labels(concept)[:2] == [("puerto", "es", "preferred"), ("port", "en", "preferred")]
    assert "\n" not in concept.note
    assert all(label.verbatim for label in concept.labels[2:])


def tbx(*lines: str) -> str:
    return "<tbx><text><body>\n" + "\n".join(lines) + "\n</body></text></tbx>"


def entry(es: str, en: str = "port", name: str = "a") -> str:
    return (
        f'<conceptEntry id="{name}">\n<langSec xml:lang="es"><termSec><term>{es}</term></termSec></langSec>\n'
        f'<langSec xml:lang="en"><termSec><term>{en}</term></termSec></langSec></conceptEntry>'
    )


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'

# What is wrong, the file's name and content, the line at fault, a word of the message.
HOSTILE: list[tuple[str, str, str | bytes, int, str]] = [
    ("entities", "t.tbx", BOMB + tbx(entry("&b;")), 1, "entities"),
    ("entities over lines", "t.skos", "<!DOCTYPE x [\n<!ENTITY a 'ha'>\n]>\n" + skos(), 2, "entities"),
    ("file entity", "t.tbx", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/x">]>\n' + tbx(), 1, "entities"),
    ("unknown entity", "t.tbx", "<!DOCTYPE x SYSTEM 'x.dtd'>\n" + tbx(entry("&eacute;")), 4, "entit"),
    ("not closed", "t.tbx", tbx("<conceptEntry>"), 3, "well-formed"),
    ("not XML", "t.tbx", "concept\tes\ten\n", 1, "well-formed"),
    ("empty XML", "t.skos", "", 1, "well-formed"),
    ("latin-1 XML", "t.tbx", tbx(entry("año")).encode("latin-1"), 3, "well-formed"),
    ("deep", "t.tbx", "<conceptEntry>\n" + "<a>" * 5_000, 2, "deep"),
    ("operator in TBX", "t.tbx", tbx(entry("pue*to")), 3, "'*'"),
    ("operator in SKOS", "t.skos", skos(skos_concept("a", '"puerto"')), 3, "'\"'"),
    ("bar in TBX", "t.tbx", tbx(entry("a | b")), 3, "'|'"),
    ("empty label in TBX", "t.tbx", tbx(entry(" ")), 3, "no word"),
    ("empty label in SKOS", "t.skos", skos(skos_concept("a", "")), 3, "no word"),
    ("no term", "t.tbx", tbx(entry("x").replace("<term>x</term>", "")), 3, "without a term"),
    ("no id", "t.tbx", tbx(entry("puerto", name="")), 2, "no id"),
    ("id twice", "t.tbx", tbx(entry("puerto"), entry("muelle")), 5, "already in line 2"),
    ("name twice", "t.skos", skos(skos_concept("a"), skos_concept("b/a".replace("/", "#"))), 5, "already"),
    ("one language", "t.skos", skos(skos_concept("a").replace('"en"', '"fr"')), 3, "'en'"),
    ("nothing", "t.tbx", tbx(), 0, "no concept"),
    ("nothing in SKOS", "t.skos", skos(), 0, "no concept"),
    ("quote not closed", "t.csv", 'concept,es,en\na,"puerto,port\nb,c,d\n', 2, "CSV"),
    ("NUL", "t.csv", "concept,es,en\na,pue\0rto,port\n", 2, "control"),
    ("latin-1 CSV", "t.csv", "concept,es,en\na,año,year\n".encode("latin-1"), 2, "UTF-8"),
    ("UTF-16", "t.csv", "concept,es,en\na,b,c\n".encode("utf-16"), 1, "UTF-8"),
    ("operator in CSV", "t.csv", "concept,es,en\nx,y,z\na,pue~rto,port\n", 3, "'~'"),
    ("empty label in CSV", "t.csv", "concept,es,en\na,puerto | ,port\n", 2, "empty label"),
    ("id twice in CSV", "t.csv", "concept,es,en\na,b,c\na,d,e\n", 3, "line 2"),
    ("huge cell", "t.csv", "concept,es,en\na," + "b" * 200_000 + ",c\n", 2, ""),
    ("missing", "absent.csv", b"", 0, "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "line", "word"), [c[1:] for c in HOSTILE], ids=[c[0] for c in HOSTILE]
)
def test_hostile_files_are_named_with_their_line(
    tmp_path: Path, name: str, text: str | bytes, line: int, word: str
) -> None:
    path = tmp_path / name
    if name != "absent.csv":
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    form = find_format(path)
    assert form
    with pytest.raises(TermbaseError) as caught:
        read_exported(path, form)
    assert (caught.value.path, caught.value.line) == (path, line), caught.value
    assert word in caught.value.problem


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.xml", "<tbx/>", Format.TBX),
        ("a.xml", "<martif/>", Format.TBX),
        ("a.xml", skos(), Format.SKOS),
        ("a.xml", "<html/>", None),
        ("a.bin", "nothing", None),
        ("A.CSV", "", Format.CSV),
    ],
)
def test_a_form_is_told_by_name_or_first_element(
    tmp_path: Path, name: str, text: str, form: Format | None
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert find_format(path) is form


def test_many_rows_are_read_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "many.tsv"
    with path.open("w", encoding="utf-8") as file:
        file.write("concept\tes\ten\ten_acronym\n")
        for number in range(10_000):
            name = "".join(chr(97 + int(digit)) for digit in f"{number:05}")
            file.write(f"c{number}\tComisión de {name}\t{name} Commission\tC{name.upper()}\n")
    started = time.process_time()
    termbase = load_termbase([path])
    assert time.process_time() - started < 1.2
    assert [c.concept_id for c in termbase.lookup("comisiones de aaabc")] == ["c12"]
    assert [c.concept_id for c in termbase.lookup("CAAABC")] == ["c12"]
