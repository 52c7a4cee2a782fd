"""The parts of an OCEL 2.0 log, whichever of its forms they were read from."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, StrictBool, StrictFloat, StrictInt, StrictStr

from workflows.events.formats import object_names as names

Value = StrictStr | StrictInt | StrictFloat | StrictBool | None


class _Part(BaseModel):
    """What is not needed may be there, and is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Attribute(_Part):
    """A value of an event or object."""

    name: StrictStr
    value: Value = None


class Relationship(_Part):
    """An object that takes part, and as what."""

    objectId: StrictStr  # noqa: N815 # as OCEL has it
    qualifier: StrictStr = ""


class Typed(_Part):
    """A type of events or objects."""

    name: StrictStr
    attributes: tuple[Attribute, ...] = ()


class Object(_Part):
    """An object, without what it is like."""

    id: StrictStr
    type: StrictStr


class Event(_Part):
    """Something that happened."""

    id: StrictStr
    type: StrictStr
    time: StrictStr
    attributes: tuple[Attribute, ...] = ()
    relationships: tuple[Relationship, ...] = ()

    def texts(self) -> dict[str, str]:
        """Attributes, as texts."""
        return {each.name: "" if each.value is None else str(each.value) for each in self.attributes}


class Ocel(_Part):
    """A log."""

    eventTypes: tuple[Typed, ...]  # noqa: N815 # as OCEL has it
    objectTypes: tuple[Typed, ...]  # noqa: N815 # as OCEL has it
    events: tuple[Event, ...]
    objects: tuple[Object, ...]

    @property
    def is_own(self) -> bool:
        """Whether this program wrote it; a log in which nothing happened has no types of events that could tell."""
        if not self.eventTypes:
            return [type_.name for type_ in self.objectTypes] == list(names.TYPES)
        return any(each.name == names.KIND for type_ in self.eventTypes for each in type_.attributes)
