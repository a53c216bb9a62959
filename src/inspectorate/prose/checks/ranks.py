"""Titles, ranks and roles as they are written before a name or a number."""

from __future__ import annotations

# Nobody but a person has these.
TITLES = (
    r"Mr|Mrs|Ms|Miss|Mx|Messrs|Dr|Doctor|Prof|Professor|Sir|Dame|Lord|Lady|Baron(?:ess)?|Rev|"
    r"Reverend|Canon|Imam|Rabbi|Cllr|Councillor|Hon|Justice|HHJ|Madam"
)
# Short forms of police, fire and military ranks, acting or temporary before them or not.
SHORT = (
    r"(?:[AT]/)?(?:W?PC|W?DC|W?PS|W?DS|DI|DCI|CI|DSU|DCS|Sgt|Sergt|Insp|Supt|Ch ?\.? ?Insp|"
    r"C/Insp|Ch ?\.? ?Supt|C/Supt|D/(?:Con|Sgt|Insp|Supt)|Det(?:\.? (?:Con|Sgt|Insp|Supt|"
    r"Ch ?Insp))?|"
    r"PCSO|SPC|SC|ACC|DCC|CC|DAC|Cdr|FF|CFO|DCFO|ACFO|WM|Capt|Col|Lt|Cpl|Maj|Pte|HMI)"
)
LONG = (
    r"(?:(?:acting|temporary|chief|deputy|assistant|detective|special|police|station|group|"
    r"area|watch|crew|senior|prison) ){0,4}"
    r"(?:constable|sergeant|inspector|superintendent|commander|commissioner|detective|officer|"
    r"firefighter|manager|captain|colonel|corporal|lieutenant|governor|nurse|agent|judge|"
    r"coroner|magistrate|investigator|supervisor|trainer|coordinator|co-ordinator)"
)
