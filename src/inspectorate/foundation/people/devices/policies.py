"""May a device be enrolled, ended, or said to be lost now?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspectorate.foundation.envelopes import keys, opening, said
from inspectorate.foundation.envelopes.coding import BadSignature, CannotOpen, NotAnEnvelope
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import room_for_more, storable

from ..models import CaptureDevice, Person
from ..reasons import PersonReason
from ..verbs import PersonVerb

# More devices than anybody carries.
MOST = 20


def key_text(jwk: object) -> str:
    """A public key as a row keeps it; empty where it is none on P-256."""
    try:
        key = opening.public_key(jwk if isinstance(jwk, Mapping) else {})
    except ValueError:
        return ""
    made = keys.jwk_of(key)
    return f"{made['x']}.{made['y']}"


def enrollable(
    by: Person, name: str, signing_key: Mapping[str, str], test: object, digest: str
) -> list[Reason]:
    """Require a name, a key of its own to sign by, and a test by that key that opens here."""
    found = storable(name, "name", needed=True, limit=80)
    key = key_text(signing_key)
    mend = Mend.words("Enrol this device again from the page.")
    if not key:
        text = "The device sent no key to sign by."
        found.append(Reason(PersonReason.SIGNING_KEY_NONE, text, mend, "signing_key"))
    elif CaptureDevice.objects.filter(signing_key=key).exists():
        text = "A device with this key is enrolled already."
        found.append(Reason(PersonReason.DEVICE_KNOWN, text, mend, "signing_key"))
    elif CaptureDevice.objects.filter(digest=digest).exists():
        text = "This enrolment was used already."
        found.append(Reason(PersonReason.DEVICE_KNOWN, text, mend, "test"))
    else:
        found += _tested(signing_key, test)
    standing = CaptureDevice.objects.filter(person=by, ended_at=None).count()
    end = Mend.by(PersonVerb.END_DEVICE, "End one that is no longer used.", by)
    return found + room_for_more(standing, MOST, "devices of yours", end)


def _tested(signing_key: Mapping[str, str], test: object) -> list[Reason]:
    mend = Mend.words("Reload the page and try again; what you wrote stays on the device.")
    try:
        signed = opening.opened(opening.read(test))
        opening.check_signature(signed, signing_key)
        if said.read(signed.said).kind == said.TEST:
            return []
        text = "What the device sealed as a test is none."
    except (NotAnEnvelope, CannotOpen, BadSignature, said.NotAsDescribed) as fault:
        text = f"What the device sealed as a test does not open here: {fault}."
    except keys.KeysFault:
        text = "The inspectorate has no key here by which sealed notes open."
        outside = Mend.outside("Tell whoever keeps the server: inspectorate add-opening-key.")
        return [Reason(PersonReason.OPENING_KEY_NONE, text, outside)]
    return [Reason(PersonReason.TEST_UNOPENED, text, mend, "test")]


def device_endable(device: CaptureDevice) -> list[Reason]:
    """Require a device that has not ended."""
    if device.ended_at is None:
        return []
    text = "This device was ended already."
    return [Reason(PersonReason.DEVICE_ENDED, text, NOTHING_TO_DO)]


def losable(person: Person, devices: Sequence[CaptureDevice], reason: str) -> list[Reason]:
    """Require a reason, and devices of the person that were not said to be lost before.

    None of them need be named: whoever lost a telephone that was never enrolled loses what they
    were signed in with all the same.
    """
    found = storable(reason, "reason", needed=True)
    if any(one.person_id != person.pk for one in devices):
        text = "A device among them is not this person's."
        mend = Mend.words("Choose among those on the page.")
        found.append(Reason(PersonReason.DEVICE_OF_OTHERS, text, mend, "devices"))
    return found


def pack_notable(by: Person, device: CaptureDevice, title: str, holds: str) -> list[Reason]:
    """Require one's own device that has not ended, and words for what it takes along."""
    found = [*device_endable(device), *storable(title, "title", needed=True, limit=200)]
    if device.person_id != by.pk:
        text = "This device is not yours."
        mend = Mend.words("Enrol the one that you work on.")
        found.append(Reason(PersonReason.DEVICE_OF_OTHERS, text, mend, "device"))
    return found + storable(holds, "holds", needed=True, limit=20_000)
