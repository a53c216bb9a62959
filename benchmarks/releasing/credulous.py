"""A publisher that believes the one clock it is told: the control of the drill."""

from __future__ import annotations


def main() -> None:
    """Run the command line with every doubt taken away."""
    from inspectorate.interfaces.cli import setting_up

    load = setting_up.load

    def credulous(*args: str | None, **given: str | None) -> None:
        load(*args, **given)
        from inspectorate.interfaces.publishing import resident

        resident.doubts = lambda _watch=None: []

    setting_up.load = credulous
    from inspectorate.interfaces.cli import publisher

    publisher.load = credulous  # type: ignore[attr-defined]
    publisher.publisher()


if __name__ == "__main__":
    import sys

    sys.argv[1:2] = []  # the word "publisher"
    main()
