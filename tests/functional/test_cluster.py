"""A whole pack counted by Spark on a cluster of a master and two workers is the one that DuckDB counts, to the byte."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sparks import skip_without

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
    (port,) = free_ports(1)
    address = f"spark://127.0.0.1:{port}"
    own = ("--host", "127.0.0.1", "--webui-port", "0")
    commands = [("master.Master", "--port", str(port), *own)]
    commands += [("worker.Worker", "-c", "1", "-m", "700m", "-d", str(tmp_path / n), *own, address) for n in "ab"]
    running = []
    try:
        for deployed, *arguments in commands:
            log = (tmp_path / f"{len(running)}.log").open("w")
            command = [str(home / "bin" / "spark-class"), f"{DEPLOY}.{deployed}", *arguments]
            running.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True))
        wait_until(lambda: (tmp_path / "0.log").read_text().count("Registering worker") == 2)
        yield address
    finally:
        for process in running:
            process.kill()
            process.wait()


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


def build(folder: Path, *more: str) -> bytes:
    """The pack.json of the pack."""
    command = [sys.executable, "-m", "peelian", "build", str(folder), PACK, *more]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    home = folder / "build" / "packs" / PACK
    return (home / (home / "current").read_text().strip() / "pack.json").read_bytes()


def test_a_pack_counted_on_a_cluster_is_the_same_to_the_byte(master, tmp_path):
    folder = shutil.copytree(EXAMPLE, tmp_path / "office", ignore=shutil.ignore_patterns("build"))
    counted_here = build(folder)
    shutil.copytree(folder / "build" / "facts", tmp_path / "facts-of-the-cluster")
    with (folder / "office.toml").open("a", encoding="utf-8") as text:
        text.write(f'\n[spark]\nmaster = "{master}"\nfacts = "{(tmp_path / "facts-of-the-cluster").as_uri()}"\n')
        text.write('settings = {"spark.driver.host" = "127.0.0.1", "spark.executor.memory" = "600m"}\n')
    assert build(folder, "--engine", "spark") == counted_here
    assert "Registering app peelian" in (tmp_path / "0.log").read_text()
