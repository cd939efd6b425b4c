"""What cannot be read is told in few words, however much of it there is."""

import pytest
from pydantic import BaseModel, ConfigDict

from portal.doors.parse import Reader, parse
from portal.errors import Invalid


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    number: int


def test_every_bad_field_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        parse(Form, {"number": "many", "more": 1})

    assert set(refused.value.fields) == {"number", "more"}


def test_ten_thousand_fields_too_many_get_a_short_answer() -> None:
    with pytest.raises(Invalid) as refused:
        parse(Form, {"k" * 1000 + str(number): 1 for number in range(10_000)})

    assert len(refused.value.message) < 4000


def test_a_reader_makes_a_value_of_what_has_the_right_form() -> None:
    read = Reader(Form, lambda form: form.number + 1)

    assert read({"number": 1}) == 2
    with pytest.raises(Invalid):
        read([])
