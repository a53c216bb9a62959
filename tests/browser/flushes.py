"""How often a browser tells the disk to keep what it was given: counted by strace."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.device import Device

CALL = re.compile(rb"\bf(?:data)?sync\(")
# Rows put one after the other into the store of the page, each awaited.
PUT = """async ([many, durability]) => {
  const opened = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("inspectorate-capture");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  for (let n = 0; n < many; n += 1) {
    const tx = opened.transaction("receipts", "readwrite", { durability });
    tx.objectStore("receipts").put({ id: `put-${durability}-${n}`, device: "none" });
    await new Promise((resolve, reject) => {
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error);
    });
  }
  opened.close();
}"""


def can_be_counted() -> bool:
    """Is there a strace that may look at what we start?"""
    found = shutil.which("strace")
    if found is None:
        return False
    tried = subprocess.run([found, "-f", "-o", "/dev/null", "true"], capture_output=True)
    return tried.returncode == 0


def counted(device: Device, folder: Path, work: Callable[[], object]) -> int:
    """How many calls of fsync and fdatasync the device's browser makes while ``work`` is done."""
    told = folder / "strace"
    processes = [word for pid in device.processes for word in ("-p", str(pid))]
    command = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(told), *processes]
    watching = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        # It is attached to every thread once what is done now is slow no more.
        time.sleep(1.5)
        before = len(CALL.findall(told.read_bytes())) if told.exists() else 0
        work()
        time.sleep(0.5)
    finally:
        watching.terminate()
        watching.wait(30)
    return len(CALL.findall(told.read_bytes())) - before


def put(page: Page, many: int, durability: str) -> None:
    """Put rows with a durability of ours, to compare with what the page does."""
    page.evaluate(PUT, [many, durability])
