"""The names of months in the languages whose dates are read; one table for pages, files and texts."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH_MONTHS = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
_OTHER_MONTHS = (
    "enero ene janvier januar jänner gennaio janeiro januari ocak января",
    "febrero février fevrier fév februar febbraio fevereiro februari şubat февраля",
    "marzo mars märz maerz mrz março maart mart марта",
    "abril abr avril avr aprile nisan апреля",
    "mayo mai maggio maio mei mayıs мая",
    "junio juin juni giugno junho haziran июня",
    "julio juillet juli luglio julho temmuz июля",
    "agosto ago août aout augustus ağustos августа",
    "septiembre septembre settembre setembro eylül сентября",
    "octubre octobre oktober okt ottobre outubro ekim октября",
    "noviembre novembre novembro kasım ноября",
    "diciembre dic décembre decembre déc dezember dez dicembre dezembro aralık декабря",
)
MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(zip(ENGLISH_MONTHS, _OTHER_MONTHS, strict=True), start=1)
    for name in " ".join(names).split()
}
"""Number of a month by its name or abbreviation in lower case: English, Spanish, French, German, Italian,
Portuguese, Dutch, Turkish and Russian."""
