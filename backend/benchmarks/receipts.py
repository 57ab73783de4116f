"""Milliseconds a receipt: compiled, signed, whole, and from the warm processes. `python -m benchmarks.receipts`."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.processes import ProcessPool
from app.receipts.keys import PdfKey, pdf_key
from app.receipts.sealing import compile_pdf, seal_bytes, sign
from app.settings import Settings
from tests.receipts.contents import content, files

TIMES = 60
LANES = 2


def median_ms(job: Callable[[int], object]) -> float:
    """The median of TIMES runs, after one that pays for the imports."""
    job(0)
    taken = []
    for number in range(TIMES):
        began = time.perf_counter()
        job(number)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def different(number: int) -> dict[str, object]:
    """No two alike: typst remembers what it has laid out."""
    return content(files=files(3, name=f"Solicitud {number}.pdf")) | {"folios": f"{number} folios"}


async def pooled_ms(key: PdfKey) -> float:
    """Wall time a receipt with every lane busy."""
    pool = ProcessPool(LANES)
    try:
        await asyncio.gather(
            *(pool.run(seal_bytes, different(each), key.path, key.password, seconds=60) for each in range(LANES))
        )
        began = time.perf_counter()
        await asyncio.gather(
            *(pool.run(seal_bytes, different(each), key.path, key.password, seconds=60) for each in range(TIMES))
        )
        return (time.perf_counter() - began) * 1000 / TIMES
    finally:
        pool.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        key = pdf_key(Settings(mesa_data_dir=Path(folder), signing_p12_file=None))
        pdf = compile_pdf(content())
        print(f"compile  {median_ms(lambda number: compile_pdf(different(number))):6.1f} ms")
        print(f"sign     {median_ms(lambda number: sign(pdf, key.path, key.password, place='Lima')):6.1f} ms")
        whole = median_ms(lambda number: seal_bytes(different(number), key.path, key.password))
        print(f"seal     {whole:6.1f} ms, {len(pdf) / 1024:.0f} kB")
        print(f"seal     {asyncio.run(pooled_ms(key)):6.1f} ms a receipt from {LANES} warm processes")


if __name__ == "__main__":
    main()
