"""Classes of words that can be listed whole cross whole: who misses one of them thinks the engine broken."""

import pytest

from analyzers.folding import fold
from analyzers.language import Language
from tests import shipped

CLASSES = {
    "countries": """
        Alemania=Germany, Arabia Saudita=Saudi Arabia, Argelia=Algeria, Baréin=Bahrain,
        Bélgica=Belgium, Bielorrusia=Belarus, Birmania=Myanmar, Brasil=Brazil, Camboya=Cambodia,
        Camerún=Cameroon, Chequia=Czechia, Chipre=Cyprus, Corea del Norte=North Korea, Costa de
        Marfil=Ivory Coast, Croacia=Croatia, Dinamarca=Denmark, Egipto=Egypt, Emiratos Árabes
        Unidos=United Arab Emirates, Eslovaquia=Slovakia, España=Spain, Estados Unidos=United
        States, Etiopía=Ethiopia, Filipinas=Philippines, Finlandia=Finland, Francia=France,
        Grecia=Greece, Guinea Ecuatorial=Equatorial Guinea, Hungría=Hungary, Irak=Iraq,
        Irlanda=Ireland, Islandia=Iceland, Italia=Italy, Japón=Japan, Jordania=Jordan, Kenia=Kenya,
        Letonia=Latvia, Líbano=Lebanon, Libia=Libya, Lituania=Lithuania, Malasia=Malaysia,
        Marruecos=Morocco, Noruega=Norway, Nueva Zelanda=New Zealand, Países Bajos=Netherlands,
        Polonia=Poland, Reino Unido=United Kingdom, República Dominicana=Dominican Republic,
        Rumania=Romania, Rusia=Russia, Singapur=Singapore, Siria=Syria, Sudáfrica=South Africa,
        Suecia=Sweden, Suiza=Switzerland, Tailandia=Thailand, Túnez=Tunisia, Turquía=Turkey,
        Ucrania=Ukraine, Vaticano=Vatican
    """,
    "places": """
        Antártida=Antarctica, Balcanes=Balkans, Bruselas=Brussels, Carolina del Norte=North
        Carolina, Cataluña=Catalonia, Cisjordania=West Bank, Ginebra=Geneva, Golfo Pérsico=Persian
        Gulf, Inglaterra=England, La Habana=Havana, Londres=London, Luisiana=Louisiana, Mar de China
        Meridional=South China Sea, Moscú=Moscow, Nueva Escocia=Nova Scotia, Nueva York=New York,
        Pekín=Beijing, Pensilvania=Pennsylvania, Teherán=Tehran
    """,
    "peoples": """
        albanés=Albanian, alemán=German, brasileño=Brazilian, británico=British, danés=Danish,
        escocés=Scottish, francés=French, griego=Greek, húngaro=Hungarian, japonés=Japanese,
        libanés=Lebanese, neerlandés=Dutch, sueco=Swedish, suizo=Swiss, turco=Turkish
    """,
    "calendar": """
        enero=January, marzo=March, agosto=August, diciembre=December, lunes=Monday,
        miércoles=Wednesday, domingo=Sunday, primavera=spring, otoño=autumn, Navidad=Christmas,
        siglo=century
    """,
    "numbers": """
        tres=three, siete=seven, nueve=nine, diez=ten, veinte=twenty, cien=hundred, mil=thousand,
        millón=million, primero=first, tercio=third, mitad=half, docena=dozen
    """,
    "matter": """
        acero=steel, cobre=copper, estaño=tin, litio=lithium, plomo=lead, plutonio=plutonium,
        cloro=chlorine
    """,
}

PAIRS = [tuple(" ".join(pair.split()).split("=")) for pairs in CLASSES.values() for pair in pairs.split(",")]


def meant(text: str) -> set[str]:
    """All that a name or word stands for in the other language, folded."""
    (meaning,) = shipped.crossing().meanings(text.split())
    labels = {label.text for concept in meaning.concepts for label in concept.labels}
    return {
        fold(each) for each in labels | {t.text for found in meaning.translations.values() for t in found}
    }


@pytest.mark.parametrize(("spanish", "english"), PAIRS)
def test_each_member_crosses_both_ways(spanish: str, english: str) -> None:
    assert fold(english) in meant(spanish)
    assert fold(spanish) in meant(english)


def test_a_people_is_not_its_country_in_the_plural() -> None:
    """``japonés`` ends as the plural of ``Japón`` would, ``francés`` as that of ``France``."""
    for people, country in (("francés", "france"), ("japonés", "japan"), ("camerunés", "cameroon")):
        assert country not in {fold(each) for each in meant(people)}
    assert Language.EN in shipped.crossing().translations("frances")
