"""Ids that are made of names."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.ids import named_uuid


@given(st.uuids(), st.text(st.characters(exclude_categories=["Cs"])))
def test_the_id_of_a_name_is_the_one_of_the_standard(space: uuid.UUID, name: str) -> None:
    assert named_uuid(str(space), name) == str(uuid.uuid5(space, name))
