"""A whole pack counted by Spark on a cluster of a master and two workers is the one that DuckDB counts, to the byte."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomlkit

from peelian.findings.ask import answers
from peelian.packs import packfile
from peelian.packs.assemble import assemble, used
from peelian.workspace.workspace import load
from sparks import QUICK, SMALL, skip_without

EXAMPLE = Path(__file__).parents[2] / "examples" / "wiltshire"
PACK = "2023-24-q3"
DEPLOY = "org.apache.spark.deploy"


@pytest.fixture
def master(tmp_path: Path) -> Iterator[str]:
    """The address of a master on this machine, with two workers of one core, all stopped at the end."""
    skip_without()
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    environment["SPARK_DAEMON_JAVA_OPTS"] = QUICK
    (port,) = free_ports(1)
    address = f"spark://127.0.0.1:{port}"
    own = ("--host", "127.0.0.1", "--webui-port", "0")
    commands = [("master.Master", "--port", str(port), *own)]
    commands += [("worker.Worker", "-c", "1", "-m", "700m", "-d", str(tmp_path / n), *own, address) for n in "ab"]
    running = []
    stop_session()
    try:
        for deployed, *arguments in commands:
            log = (tmp_path / f"{len(running)}.log").open("w")
            command = [str(home / "bin" / "spark-class"), f"{DEPLOY}.{deployed}", *arguments]
            running.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True))
        wait_until(lambda: (tmp_path / "0.log").read_text().count("Registering worker") == 2)
        yield address
    finally:
        stop_session()
        for process in running:
            process.kill()
            process.wait()


def stop_session() -> None:
    """A process has one session, of one master; its Java stays for the next."""
    from pyspark.sql import SparkSession

    if session := SparkSession.getActiveSession():
        session.stop()


def free_ports(count: int) -> list[int]:
    opened = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in opened]
    for one in opened:
        one.close()
    return ports


def wait_until(done, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "the cluster did not start"
        time.sleep(0.2)


def counted(folder: Path, engine: str = "") -> bytes:
    """The pack.json of the pack, counted in this process."""
    office = load(folder, engine)
    text = office.pack(PACK)
    with answers(office, used(office, text)) as ask:
        pack, _ = assemble(office, text, ask)
    return packfile.dumps(pack)


def test_a_pack_counted_on_a_cluster_is_the_same_to_the_byte(master, tmp_path):
    folder = shutil.copytree(EXAMPLE, tmp_path / "office", ignore=shutil.ignore_patterns("build"))
    counted_here = counted(folder)
    shutil.copytree(folder / "build" / "facts", tmp_path / "facts-of-the-cluster")
    settings = tomlkit.dumps({"settings": {**dict(SMALL), "spark.executor.memory": "600m"}}).partition("\n")[2]
    with (folder / "office.toml").open("a", encoding="utf-8") as text:
        text.write(f'\n[spark]\nmaster = "{master}"\nfacts = "{(tmp_path / "facts-of-the-cluster").as_uri()}"\n')
        text.write(f"[spark.settings]\n{settings}")
    assert counted(folder, "spark") == counted_here
    assert "Registering app peelian" in (tmp_path / "0.log").read_text()
