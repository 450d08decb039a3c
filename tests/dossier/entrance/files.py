"""Small files of payments, and what reading them gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from innosprint_rules.dossier import Dossier, read_dossier
from innosprint_rules.errors import DossierError

HEADER = "id;date;sens;projet;allocation;montant;libelle\n"
ROWS = "V1;08/02/2019;CASQ->FN;;;20 000,00;a\nV2;24/05/2019;CASQ->FN;;;14 999,50;b\n"
COMMAS = HEADER.replace(";", ",")
AMOUNTS = [2_000_000, 1_499_950]


def folder(path: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (path / f"{name}.csv").write_bytes(data)
    return path


def payments(path: Path, content: str | bytes) -> Dossier:
    return read_dossier(folder(path, versements=content))


def refusal(path: Path, **files: str | bytes) -> DossierError:
    with pytest.raises(DossierError) as caught:
        read_dossier(folder(path, **files))
    return caught.value


def codes(error: DossierError) -> list[str]:
    return [problem.code for problem in error.problems]
