import re

from nucleo import pdf
from tests.nucleo.pdf.conftest import URL


def test_the_same_address_is_the_same_picture():
    assert pdf.qr_svg(URL) == pdf.qr_svg(URL)


def test_it_is_one_path_of_30_mm_with_its_quiet_zone_and_its_text():
    svg = pdf.qr_svg(URL)
    assert svg.count("<path") == 1
    assert 'width="30mm"' in svg
    assert f"<title>Código QR con la dirección {URL}</title>" in svg
    lado = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    trazos = [[float(n) for n in t] for t in re.findall(r"M(\d+) ([\d.]+)h(\d+)", svg)]
    assert min(x for x, _, _ in trazos) == 4
    assert max(x + largo for x, _, largo in trazos) == lado - 4
    assert {y for _, y, _ in trazos} == {4.5 + n for n in range(lado - 8)}


def test_the_address_is_escaped():
    assert "<script" not in pdf.qr_svg('https://x.example/"><script>')
