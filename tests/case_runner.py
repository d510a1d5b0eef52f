"""The child process of `test_case_runs`: runs the Python of many cases, a line of JSON on stdout for each.

Started with the library as its argument and the cases as JSON on stdin. Needs nothing but the standard
library, so that any interpreter can run it.
"""

import ast
import importlib.machinery
import importlib.util
import json
import os
import re
import sys
import traceback


class raises:  # noqa: N801 - as in pytest
    """`with raises(ValueError, match="text") as caught:`; the exception is `caught.value`."""

    def __init__(self, kind, match=None):
        self.kind, self.match, self.value = kind, match, None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, _):
        assert kind is not None, f"{self.kind!r} was not raised"
        self.value = value
        if not issubclass(kind, self.kind):
            return False
        if self.match is not None:
            assert re.search(self.match, str(value)), f"{str(value)!r} does not match {self.match!r}"
        return True


class ShowComparisons(ast.NodeTransformer):
    """Gives `assert a == b` the two values as its message."""

    def visit_Assert(self, node):
        if node.msg is None and isinstance(node.test, ast.Compare) and len(node.test.ops) == 1:
            both = ast.Tuple([node.test.left, node.test.comparators[0]], ast.Load())
            shown = ast.Call(ast.Name("repr", ast.Load()), [both], [])
            node.msg = ast.copy_location(shown, node)
        return node


def load(name, library):
    loader = importlib.machinery.ExtensionFileLoader(name, library)
    spec = importlib.util.spec_from_file_location(name, library, loader=loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def run(case, library):
    tree = ast.fix_missing_locations(ShowComparisons().visit(ast.parse(case["code"], case["file"])))
    space = {"__name__": case["module"] + "_case", "raises": raises}
    space[case["module"]] = load(case["module"], library)
    exec(compile(tree, case["file"], "exec"), space)
    for name, value in list(space.items()):
        if name.startswith("test_"):
            value()


def shown(error, case):
    """The traceback with the lines of the case file."""
    lines = case["code"].splitlines()
    text = [f"{type(error).__name__}: {error}"]
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == case["file"] and frame.lineno:
            text.append(f"  {case['file']}:{frame.lineno}: {lines[frame.lineno - 1].strip()}")
    return "\n".join(text)


def main():
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for case in json.load(sys.stdin):
        print(json.dumps({"name": case["name"], "begun": True}), file=out, flush=True)
        try:
            run(case, sys.argv[1])
            error = None
        except BaseException as caught:
            error = shown(caught, case)
        print(json.dumps({"name": case["name"], "error": error}), file=out, flush=True)


if __name__ == "__main__":
    main()
