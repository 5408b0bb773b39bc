"""Part of the mails may be put into words in a second process: the reader notices nothing."""

import pytest

from notifications.deliver import Courier
from notifications.prepare import Preparer
from notifications.prepare_apart import PrepareApart
from tests.delivery.office import MORNING, READERS


@pytest.mark.slow
def test_mails_prepared_by_two_processes_say_the_same_in_the_same_order(office, relay):
    gate = relay(lambda step: None)
    sending = office.courier(gate.port).sending
    here = Preparer(office.engine, sending)
    alone = here.prepare(office.messages(), MORNING).ready
    url = office.engine.url.render_as_string(hide_password=False)
    courier = Courier(office.engine, sending, elsewhere=PrepareApart(here, url))
    try:
        assert courier.run_once(MORNING).sent == len(READERS)
    finally:
        courier.close()
    assert gate.recipients == [one.mail.to.email.partition("@")[0] for one in alone]
    assert [m["body"] for m in office.messages()] == [one.said.text for one in alone]
