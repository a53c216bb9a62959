"""What the rest of the house needs to know of a kind of document."""

from __future__ import annotations

from dataclasses import dataclass

from .gates import Gate


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One kind of document.

    ``label`` names it on pages and in print; ``sentence`` says to a manager what it is for;
    ``introduction`` is its sentence on the public home
    page. ``stem`` is the file name of its public page and PDF, empty where each document is named
    by its own short name. ``to_one_body``: it is written to one body of the scope. ``titled``: its
    front matter gives its own title (a press release gives a headline). ``long``: it has a title
    page, a list of contents and an explanation of its notes.

    ``gates`` stand before its editions, in the order in which they are told; once one is out, only
    ``gates_of_correction`` stand before the next. ``moves_phase``: with it the inspection is at
    Published. ``to_press``: the press is given it before it is out. ``template``: letters are made
    from it, and it is never frozen itself. ``variant``: it is another document in another language,
    and is opened beside that.
    """

    label: str
    sentence: str
    introduction: str
    stem: str = ""
    to_one_body: bool = False
    titled: bool = True
    long: bool = False
    gates: tuple[Gate, ...] = ()
    gates_of_correction: tuple[Gate, ...] = ()
    moves_phase: bool = False
    to_press: bool = False
    template: bool = False
    variant: bool = False

    @property
    def translatable(self) -> bool:
        """May there be variants of it in other languages?"""
        return self.titled and not (self.to_one_body or self.template or self.variant)
