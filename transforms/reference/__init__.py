"""Reference data as the extraction engine reads it: places and diseases with their names in every language form."""

from transforms.reference.diseases import Disease, load_diseases
from transforms.reference.folding import fold
from transforms.reference.forms import KEYED
from transforms.reference.latin_kazakh import latin_key
from transforms.reference.places import Candidate, Gazetteer, Place, PlaceName, load_places, unit_on
from transforms.reference.tables import countries_counting

SPELLINGS = {"latin_kazakh": latin_key}

__all__ = [
    "KEYED",
    "SPELLINGS",
    "Candidate",
    "Disease",
    "Gazetteer",
    "Place",
    "PlaceName",
    "countries_counting",
    "fold",
    "load_diseases",
    "load_places",
    "unit_on",
]
