import re

from nucleo import pdf


def test_it_is_one_path_with_its_quiet_zone_and_its_text():
    svg = pdf.code128_svg("00000012348")

    assert svg == pdf.code128_svg("00000012348")
    assert "<title>Código de barras de la referencia 00000012348</title>" in svg
    ancho = int(re.search(r'viewBox="0 0 (\d+) 36"', svg)[1])
    barras = [(int(x), int(largo)) for x, largo in re.findall(r"M(\d+) 0h(\d+)", svg)]
    assert barras[0][0] == 10
    assert sum(barras[-1]) == ancho - 10
