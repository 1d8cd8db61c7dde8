"""Runs a Python notebook's cells in order and saves their outputs in it, as a Python kernel would, without one.

Run: python test/python/run_notebook.py media/notebooks/pytorch.ipynb
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

Cell = dict[str, Any]


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def bundle_of(value: Any) -> dict[str, Any]:
    """What a notebook shows of a value: its MIME bundle, or its repr."""
    make = getattr(value, "_repr_mimebundle_", None)
    data = dict(make()) if make is not None else {"text/plain": repr(value)}
    return data | {"text/plain": lines(data["text/plain"])}


def run(source: str, names: dict[str, Any]) -> tuple[str, Any]:
    """What a cell prints, and the value of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last is not None else None
    return printed.getvalue(), value


def execute(cell: Cell, count: int, names: dict[str, Any]) -> None:
    printed, value = run("".join(cell["source"]), names)
    outputs: list[Cell] = []
    if printed:
        outputs.append({"name": "stdout", "output_type": "stream", "text": lines(printed)})
    if value is not None:
        outputs.append(
            {"data": bundle_of(value), "execution_count": count, "metadata": {}, "output_type": "execute_result"}
        )
    cell["execution_count"], cell["outputs"] = count, outputs


def main() -> None:
    path = Path(sys.argv[1]).resolve()
    notebook = json.loads(path.read_text(encoding="utf-8"))
    os.chdir(path.parent)
    names: dict[str, Any] = {"__name__": "__main__"}
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for count, cell in enumerate(code, start=1):
        execute(cell, count, names)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
