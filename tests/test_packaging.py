"""What is installed: the wheel with its rules, the editable project, the locked requirements."""

import email
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCKED = sorted(ROOT.glob("requirements*.txt"))

LOAD_THE_BUNDLED_RULES = """
import innosprint_rules
from innosprint_rules.location import rules_root, scenarios_root

innosprint_rules.load_rulebook()
print(innosprint_rules.__file__, rules_root(), scenarios_root(), sep="\\n")
"""


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def where_the_rules_are_found(python: str | Path, cwd: Path) -> list[Path]:
    """The package, its rules and its scenarios, as an isolated interpreter finds them."""
    found = run(python, "-I", "-X", "utf8", "-c", LOAD_THE_BUNDLED_RULES, cwd=cwd)
    return [Path(line).resolve() for line in found.splitlines()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel; the dependencies it reads from the one running the tests."""
    folder = tmp_path_factory.mktemp("elsewhere").resolve()
    venv.create(folder, symlinks=os.name != "nt")
    paths = sysconfig.get_paths(scheme="venv", vars={"base": str(folder), "platbase": str(folder)})
    # A .pth inside a folder added by a .pth is not read: the editable project stays out of reach.
    Path(paths["purelib"], "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    python = Path(paths["scripts"], "python")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    return folder


class TestWheel:
    def test_it_ships_the_rules_the_scenarios_the_page_and_the_types(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as archive:
            shipped = set(archive.namelist())

        assert "innosprint_rules/py.typed" in shipped
        for folder in ("rules", "scenarios"):
            files = [path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.yaml")]
            expected = {f"innosprint_rules/{path}" for path in files}
            assert expected
            assert expected <= shipped
        assert "innosprint_rules/rules/innosprint/agreement.yaml" in shipped
        page = {path.relative_to(ROOT).as_posix() for path in (ROOT / "innosprint_rules" / "web" / "static").iterdir()}
        assert {Path(path).suffix for path in page} == {".html", ".css", ".js"}
        assert page <= shipped

    def test_it_ships_nothing_beside_the_package(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as archive:
            tops = {name.split("/")[0] for name in archive.namelist()}

        assert {top for top in tops if not top.endswith(".dist-info")} == {"innosprint_rules"}

    def test_its_metadata_names_the_licence_and_the_version(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as archive:
            (path,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            described = email.message_from_bytes(archive.read(path))

        assert described["License-Expression"] == "EUPL-1.2"
        assert described["Version"] == metadata.version("innosprint-rules")
        assert described["Requires-Python"] == ">=3.11"
        assert {"all", "inference"} <= set(described.get_all("Provides-Extra", []))

    @pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
    def test_all_asks_for_nothing_that_needs_a_compiler(self, wheel: Path, python: str) -> None:
        """durable_rules comes as source alone: ``inference`` asks for it, and our own set-up where it can be built."""
        with zipfile.ZipFile(wheel) as archive:
            (path,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            described = email.message_from_bytes(archive.read(path))
        declared = [Requirement(each) for each in described.get_all("Requires-Dist", [])]

        def asked(extra: str) -> set[str]:
            """What an extra asks for, the extras that it names followed."""
            found: set[str] = set()
            for each in declared:
                if each.marker and not each.marker.evaluate({"extra": extra, "python_version": python}):
                    continue
                if name(each.name) == "innosprint-rules":
                    found |= {package for other in each.extras for package in asked(other)}
                else:
                    found.add(name(each.name))
            return found

        others = set(described.get_all("Provides-Extra", [])) - {"all", "inference", "equal-shares"}
        assert others
        assert asked("all") == {package for extra in others for package in asked(extra)}
        assert "durable-rules" not in asked("all")
        assert ("durable-rules" in asked("inference")) is (python != "3.13")

    def test_installed_elsewhere_it_finds_its_own_rules(self, elsewhere: Path, tmp_path: Path) -> None:
        scripts = "Scripts" if os.name == "nt" else "bin"
        package, rules, scenarios = where_the_rules_are_found(elsewhere / scripts / "python", tmp_path)

        assert package.is_relative_to(elsewhere)
        assert rules == package.parent / "rules"
        assert scenarios == package.parent / "scenarios"

    def test_installed_elsewhere_the_command_starts(self, elsewhere: Path, tmp_path: Path) -> None:
        scripts = "Scripts" if os.name == "nt" else "bin"

        assert "check" in run(elsewhere / scripts / "innosprint", "--help", cwd=tmp_path)


def test_the_editable_project_finds_the_rules_of_the_repository(tmp_path: Path) -> None:
    package, rules, scenarios = where_the_rules_are_found(sys.executable, tmp_path)

    assert package == ROOT / "innosprint_rules" / "__init__.py"
    assert rules == ROOT / "rules"
    assert scenarios == ROOT / "scenarios"


class TestLockedRequirements:
    @pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
    def test_they_name_no_registry(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")

        assert re.search(r"https?:", text) is None
        assert "://" not in text
        assert re.findall(r"^\s*(-(?!-hash=sha256:).*)", text, re.MULTILINE) == []

    @pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
    def test_each_is_one_version_with_its_hashes(self, path: Path) -> None:
        for requirement in requirements(path):
            assert re.match(r"[\w.-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}", requirement), requirement

    @pytest.mark.parametrize(
        ("path", "table", "key"),
        [
            ("requirements.txt", "project", "dependencies"),
            ("requirements.txt", "build-system", "requires"),
            ("requirements.txt", "dependency-groups", "build"),
            ("requirements-inference.txt", "dependency-groups", "inference"),
            ("requirements-dev.txt", "dependency-groups", "dev"),
        ],
    )
    def test_they_pin_what_the_project_declares(self, path: str, table: str, key: str) -> None:
        declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[table][key]

        assert {name(one) for one in declared} <= {name(one) for one in requirements(ROOT / path)}

    def test_what_two_files_pin_is_the_same(self) -> None:
        pinned: dict[str, set[str]] = {}
        for path in LOCKED:
            versions: dict[str, set[str]] = {}
            for requirement in requirements(path):
                version = requirement.split("==")[1].split()[0]
                versions.setdefault(name(requirement), set()).add(version)
            for package, found in versions.items():
                assert pinned.setdefault(package, found) == found, package


def requirements(path: Path) -> list[str]:
    """The requirements of a file, each on one line."""
    joined = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def name(requirement: str) -> str:
    """The package a requirement is for, as registries write it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[;<>=!~]", requirement)[0]).lower()
