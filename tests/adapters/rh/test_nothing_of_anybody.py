"""Whatever is wrong with a DSN, what is said of it names nobody: neither reports, nor the screen, nor exceptions."""

from __future__ import annotations

import pytest

from collecdata.cli.run import run
from readers.dsn.reading import DECLARATION, HEAD

NIR, NAME, IBAN = "1550799000042", "QUATREBARBES", "FR7699999999990000000000042"
PLANTED = (NIR, NAME, IBAN)
AGENT = f"S21.G00.30.001,'{NIR}'\nS21.G00.30.002,'{NAME}'\nS21.G00.30.004,'ZOE'\nS21.G00.30.019,'00042'\n"
TOTAL = "S90.G00.90.001,'1'\nS90.G00.90.002,'9'\n"
DAMAGES = {
    "sound": AGENT,
    "no total and cut": AGENT + f"S21.G00.30.007,'{NAME}",
    "unknown rubric": AGENT + f"S21.G00.30.555,'{NAME} {NIR}'\nS21.G00.30.903,'{IBAN}'\n",
    "no parent": AGENT + f"S21.G00.60.001,'{NAME}'\nS21.G00.66.001,'{NIR}'\n",
    "too long": f"S21.G00.30.001,'{NIR}{NIR}'\nS21.G00.30.002,'{NAME * 20}'\n",
    "no code": AGENT + f"S21.G00.40.001,'01012020'\nS21.G00.40.007,'{NAME}'\nS21.G00.40.026,'{NIR}'\n",
    "no date": AGENT + f"S21.G00.40.001,'{NAME}'\nS21.G00.40.009,'{NIR}'\n",
    "no number": AGENT + f"S21.G00.50.001,'{NIR}'\nS21.G00.50.002,'{NAME}'\nS21.G00.50.004,'{IBAN}'\n",
    "illegible": AGENT + f"{NAME} {NIR} {IBAN}\n",
    "in the envelope": f"S20.G00.05.006,'{NIR}'\nS21.G00.20.004,'{IBAN}'\nS21.G00.20.005,'{NAME}'\n" + AGENT,
    "twice": AGENT + AGENT,
    "of no encoding": AGENT + f"S21.G00.30.010,'{NAME}\x81'\n",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_said_names_nobody(tmp_path, capsys, damage):
    source = tmp_path / "paie.dsn"
    total = "" if damage == "no total and cut" else TOTAL
    source.write_bytes((HEAD + DECLARATION + DAMAGES[damage] + total).encode("latin-1"))
    out = tmp_path / "out"
    said = []
    for words in (["detect", source], ["convert", source, "--to", out], ["convert", source, "--to", out, "--json"]):
        run([*map(str, words)])
        said.append("".join(capsys.readouterr()))
    said += [(out / name).read_text("utf-8") for name in ("rapport.json", "rapport.md", "datapackage.json")]
    assert not [word for word in PLANTED for text in said if word in text]
    assert all(said)
