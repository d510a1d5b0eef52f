"""Stubs: the text of whole files, what mypy makes of them, and the spelling of names that are in the way."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ferrule.crate.entry import crate_model
from ferrule.stubs.entry import stub_files

SOURCES = Path(__file__).parent / "stub_sources"
EXPECTED = SOURCES / "expected"
ROOTS = {
    "my_rust_module": SOURCES / "my_rust_module.rs",
    "data_utils": SOURCES / "data_utils.rs",
    "gallery": SOURCES / "gallery",
    "slots": SOURCES / "slots.rs",
    "inherits": SOURCES / "inherits.rs",
    "clashes": SOURCES / "clashes.rs",
}


def stubs_of(source: str, tmp_path: Path, name: str | None = None) -> dict[str, str]:
    """The stub files of a source text."""
    path = tmp_path / "sample.rs"
    path.write_text("use pyo3::prelude::*;\n" + source)
    return stub_files(crate_model(path, name))


def stub_of(source: str, tmp_path: Path) -> str:
    """The one stub file of items that a declarative module holds."""
    items = source.strip().replace("\n", "\n    ")
    found = stubs_of(f"#[pymodule]\nmod sample {{\n    use pyo3::prelude::*;\n    {items}\n}}\n", tmp_path)
    return found["sample.pyi"]


def strict(directory: Path, *files: str) -> str:
    """What mypy --strict says about some files."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", *files]
    shared = ["--cache-dir", str(directory / ".mypy_cache")]
    done = subprocess.run([*command, *shared], cwd=directory, capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ROOTS)
def test_expected_text(name: str, *, bless: bool) -> None:
    model = crate_model(ROOTS[name])
    assert not model.diagnostics
    files = stub_files(model)
    assert files
    for path, text in files.items():
        wanted = EXPECTED / path
        if bless:
            wanted.parent.mkdir(parents=True, exist_ok=True)
            wanted.write_text(text)
        assert text == wanted.read_text(), f"{path}: run with --bless and look at the difference"


def test_users_of_the_stubs_are_checked() -> None:
    """mypy accepts the stubs, and finds just the mistakes of the code that uses them."""
    users = [path.name for path in sorted((SOURCES / "users").glob("*.py"))]
    wanted = set()
    for name in users:
        for number, line in enumerate((SOURCES / "users" / name).read_text().splitlines(), 1):
            if "# E:" in line and "`" not in line:
                wanted.add((name, number, line.rpartition("# E: ")[2]))
    import os
    import tempfile

    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", cache]
        done = subprocess.run(
            [*command, *users, str(EXPECTED)],
            cwd=SOURCES / "users",
            env={**os.environ, "MYPYPATH": str(EXPECTED)},
            capture_output=True,
            text=True,
            check=False,
        )
    errors = re.findall(r"^(.+):(\d+): error: .*\[([\w-]+)\]$", done.stdout, re.MULTILINE)
    assert {(name, int(line), code) for name, line, code in errors} == wanted, done.stdout + done.stderr


def test_submodules_are_files_of_a_package() -> None:
    files = stub_files(crate_model(ROOTS["gallery"], "house._gallery"))
    assert sorted(files) == [
        "house/_gallery/__init__.pyi",
        "house/_gallery/shapes/__init__.pyi",
        "house/_gallery/shapes/solid.pyi",
    ]
    assert "from .. import Account" in files["house/_gallery/shapes/__init__.pyi"]


def test_annotations_of_the_user_win(tmp_path: Path) -> None:
    text = stub_of(
        """
        #[pyfunction]
        #[pyo3(signature = (a: "np.ndarray", b: "Optional[Later]" = None, *c: "int")
            -> "collections.abc.Iterator[str]")]
        fn f(a: &Bound<'_, PyAny>, b: Option<Bound<'_, PyAny>>, c: Vec<i64>) -> Py<PyAny> { a }
        #[pyclass(name = "Later")]
        struct Class;
        #[pymethods]
        impl Class {
            #[pyo3(signature = () -> "typing.Self")]
            fn me(slf: Py<Self>) -> Py<Self> { slf }
        }
        """,
        tmp_path,
    )
    assert (
        "def f(a: numpy.ndarray, b: Optional[Later] = None, *c: int) -> collections.abc.Iterator[str]: ..."
        in text
    )
    assert "import collections.abc\nimport numpy\nimport typing\nfrom typing import Optional, final\n" in text
    assert "def me(self) -> typing.Self: ..." in text


@pytest.mark.parametrize(
    "text", ["(int", "int, x=1", "int # no", "", "int) -> None: ...", "(" * 300, "int\\0"]
)
def test_annotations_that_are_not_python_are_left_out(text: str, tmp_path: Path) -> None:
    source = f'#[pyfunction]\n#[pyo3(signature = (a: "{text}"))]\nfn f(a: i64) {{}}'
    assert "def f(a: SupportsIndex) -> None: ..." in stub_of(source, tmp_path)


@pytest.mark.parametrize(
    ("rust", "accepts", "gives"),
    [
        ("Vec<f64>", "Sequence[float]", "list[float]"),
        ("Option<Vec<u32>>", "Sequence[SupportsIndex] | None", "list[int] | None"),
        ("HashMap<String, Vec<u8>>", "dict[str, bytes]", "dict[str, bytes]"),
        ("PathBuf", "str | PathLike[str]", "Path"),
        ("Cow<'_, [u8]>", "bytes | bytearray", "bytes"),
        ("[f32; 3]", "Sequence[float]", "list[float]"),
        ("Bound<'_, PyList>", "list[Any]", "list[Any]"),
        ("Bound<'_, PyValueError>", "ValueError", "ValueError"),
        ("Py<Class>", "Class", "Class"),
        ("&Class", "Class", "Class"),
        ("(Class, Unknown)", "tuple[Class, Any]", "tuple[Class, Any]"),
        ("Box<dyn Any>", "Any", "Any"),
        ("Nested", "Sequence[Sequence[Class]]", "list[list[Class]]"),
        ("std::time::Duration", "timedelta", "timedelta"),
        ("Duration", "Any", "Any"),
        ("PyReadonlyArray2<'_, f32>", "NDArray[float32]", "NDArray[float32]"),
        ("Bound<'_, PyArrayDyn<u8>>", "NDArray[uint8]", "NDArray[uint8]"),
        ("chrono::DateTime<Utc>", "datetime", "datetime"),
        ("Either<i64, String>", "SupportsIndex | str", "int | str"),
        ("Result<f64>", "float", "float"),
    ],
)
def test_types(rust: str, accepts: str, gives: str, tmp_path: Path) -> None:
    text = stub_of(
        f"""
        type Nested = Vec<Vec<Py<Class>>>;
        type Result<T> = std::result::Result<T, PyErr>;
        struct Duration(u64);
        #[pyclass]
        struct Class;
        #[pyfunction]
        fn f(a: {rust}) -> PyResult<{rust}> {{ Ok(a) }}
        """,
        tmp_path,
    )
    assert f"def f(a: {accepts}) -> {gives}: ..." in text


def test_recursive_types_end(tmp_path: Path) -> None:
    text = stub_of(
        """
        #[derive(FromPyObject)]
        enum Json { Number(f64), Text(String), Array(Vec<Json>), Other(Box<Json>) }
        #[pyfunction]
        fn load(value: Json) {}
        type Loop = Vec<Loop>;
        #[pyfunction]
        fn endless(value: Loop) {}
        """,
        tmp_path,
    )
    assert "def load(value: Any) -> None" in text
    assert "def endless(value: Sequence[Any]) -> None" in text


def test_async_and_setter_only(tmp_path: Path) -> None:
    text = stub_of(
        """
        #[pyfunction]
        async fn wait(seconds: f64) -> u32 { 1 }
        #[pyclass]
        struct Class { #[pyo3(set)] secret: i64 }
        """,
        tmp_path,
    )
    assert "def wait(seconds: float) -> Coroutine[Any, Any, int]: ..." in text
    assert (
        "def secret(self) -> Any: ...\n    @secret.setter\n    def secret(self, value: SupportsIndex)" in text
    )


def test_docstrings_survive_quotes_and_backslashes(tmp_path: Path) -> None:
    text = stub_of(
        """
        #[doc = "a \\\\ b, \\"\\"\\" c, \\u{7} d \\"e\\""]
        #[pyfunction]
        fn f() {}
        """,
        tmp_path,
    )
    scope: dict[str, object] = {}
    exec(text.replace(" ...", " pass"), scope)
    assert scope["f"].__doc__ == 'a \\ b, """ c, \x07 d "e"'


def test_incomplete_modules_say_so(tmp_path: Path) -> None:
    source = """
    #[pyfunction]
    fn seen() {}
    #[pymodule]
    fn sample(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add_function(wrap_pyfunction!(seen, m)?)?;
        add_the_rest!(m, 1, 2);
        Ok(())
    }
    """
    text = stubs_of(source, tmp_path)["sample.pyi"]
    assert "def seen() -> None: ..." in text
    assert "def __getattr__(name: str) -> Incomplete: ..." in text
    assert "__all__" not in text


def test_names_that_python_cannot_write_are_left_out(tmp_path: Path) -> None:
    text = stub_of(
        """
        #[pyfunction]
        fn import() {}
        #[pyclass(rename_all = "kebab-case", get_all)]
        struct Class { long_name: i64, short: i64 }
        """,
        tmp_path,
    )
    assert "import()" not in text and "long" not in text and "def short" in text
    compile(text, "sample.pyi", "exec")
