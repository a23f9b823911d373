"""The broker out of the wheel is a real one: what it took, it keeps."""

import os
import signal

import pytest
import redis

from tests.servers import Broker

pytestmark = pytest.mark.once


@pytest.fixture
def own_broker(tmp_path_factory):
    folder = tmp_path_factory.mktemp("v")
    broker = Broker(folder, folder / "s")
    broker.start()
    yield broker
    broker.stop()


def test_what_the_broker_took_survives_its_being_killed(own_broker):
    names = [f"message {number}" for number in range(1000)]
    own_broker.client().rpush("queue", *names)
    own_broker.kill()
    with pytest.raises(redis.ConnectionError):
        own_broker.client().ping()
    own_broker.start()
    assert [name.decode() for name in own_broker.client().lrange("queue", 0, -1)] == names


def test_the_broker_never_throws_messages_away_and_listens_on_no_port(own_broker):
    told = own_broker.client().config_get()
    assert told["maxmemory-policy"] == "noeviction"
    assert told["appendonly"] == "yes"
    assert told["port"] == "0"


def test_only_its_owner_may_speak_to_the_broker(own_broker):
    assert own_broker.socket.stat().st_mode & 0o077 == 0


def test_asked_to_stop_it_stops_in_order(own_broker):
    os.kill(own_broker.pid, signal.SIGTERM)
    assert own_broker.running.process.wait(60) == 0
