"""What was measured, as a page that can be kept: Markdown with the machine and the date."""

import math
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring import Result
from benchmarks.pages import CLASSES as PAGE_CLASSES
from benchmarks.pages import PageResult
from benchmarks.queries import CLASSES


def render(results: Sequence[Result]) -> str:
    """The tables of one size. Times are milliseconds, median / 95th percentile, best ten without counting."""
    lines = ["### Bare execution", ""]
    names = [result.name for result in results]
    lines += [_row(["class", "hits", *names]), _row(["---"] * (len(names) + 2))]
    for name in CLASSES:
        cells = []
        for result in results:
            timing = result.classes[name]
            short = "" if timing.asked == results[0].classes[name].asked else f" ({timing.asked} asked)"
            cells.append(f"{_ms(timing.median_ms)} / {_ms(timing.p95_ms)}{short}")
        lines.append(_row([name, _hits(name, results), *cells]))
    lines += [_row(["**all matches counted**", "", *[""] * len(names)])]
    for name in CLASSES:
        lines.append(_row([name, "", *(_ms(result.classes[name].counting_ms) for result in results)]))
    lines += ["", *_ratios(results), "", *_other(results), ""]
    return "\n".join(lines)


def render_pages(results: Sequence[PageResult]) -> str:
    """The tables of whole result pages: what was asked again, then what was asked for the first time."""
    lines = ["### Whole result pages: parse, search, count, load, ten snippets (CPU time)", ""]
    lines += [_row(["", *PAGE_CLASSES, "geometric mean"]), _row(["---"] * (len(PAGE_CLASSES) + 2))]
    for result in results:
        found = [result.classes[name] for name in PAGE_CLASSES]
        most = [max(other.classes[name].asked for other in results) for name in PAGE_CLASSES]
        hits = [
            f"{timing.hits:,}" if timing.asked == all_asked else f"{timing.hits:,} ({timing.asked} asked)"
            for timing, all_asked in zip(found, most, strict=True)
        ]
        lines.append(_row([f"**{result.name}**: hits", *hits, ""]))
        again = [f"{_ms(timing.median_ms)} / {_ms(timing.p95_ms)}" for timing in found]
        lines.append(_row(["again, ms", *again, _ms(_mean([timing.median_ms for timing in found]))]))
        first = [timing.first_ms for timing in found]
        lines.append(_row(["first time, ms", *map(_ms, first), _ms(_mean(first))]))
    return "\n".join([*lines, "", *_against_tantivy(results), ""])


def _against_tantivy(results: Sequence[PageResult]) -> list[str]:
    lines: list[str] = []
    base = next((result.classes for result in results if result.name == "tantivy"), None)
    for result in results if base else []:
        if base is None or result.classes is base:
            continue
        pairs = [(result.classes[name], base[name]) for name in PAGE_CLASSES]
        again = _mean([one.median_ms / other.median_ms for one, other in pairs])
        first = _mean([one.first_ms / other.first_ms for one, other in pairs])
        lines.append(f"- {result.name}: {again:.2f} times tantivy's page, {first:.2f} times the first time")
    return lines


def _mean(values: Sequence[float]) -> float:
    """The geometric mean."""
    return math.exp(sum(map(math.log, values)) / len(values))


def heading() -> str:
    """What, where and when."""
    return (
        f"# Benchmarks of {datetime.now(UTC):%Y-%m-%d}, {machine()}\n\n"
        f"Python {platform.python_version()}, {platform.system()} {platform.release()}. Each class holds the "
        "same questions for every engine; hits are matches over all of its questions, so that a fast wrong "
        "answer shows. Differences come from tokenizers (tantivy drops words of more than 40 letters).\n"
    )


def file_name() -> str:
    """``2026-01-31-amd-epyc.md``."""
    return f"{datetime.now(UTC):%Y-%m-%d}-{re.sub(r'[^a-z0-9]+', '-', machine().lower()).strip('-')}.md"


def _ratios(results: Sequence[Result]) -> list[str]:
    """Geometric means of the others' medians over ours."""
    ours = results[1] if len(results) > 1 and results[1].name.startswith("ours") else results[0]
    lines = []
    for result in results:
        if result is ours:
            continue
        ratios = [result.classes[name].median_ms / ours.classes[name].median_ms for name in CLASSES]
        mean = _mean(ratios)
        each = ", ".join(f"{name} {ratio:.2g}" for name, ratio in zip(CLASSES, ratios, strict=True))
        lines.append(
            f"- {result.name} takes {mean:.2f} times as long as {ours.name} (geometric mean): {each}"
        )
    return lines


def _other(results: Sequence[Result]) -> list[str]:
    rows = [
        ("paragraphs built a CPU second", [f"{r.per_cpu_second:,.0f}" for r in results]),
        ("size, MB", [f"{r.megabytes:.1f}" for r in results]),
        ("+100 paragraphs to searchable, ms", [_ms(r.update_ms) for r in results]),
        ("+100 again, best of 3, ms", [_ms(r.update_again_ms) for r in results]),
        ("open, ms", [_ms(r.open_ms) for r in results]),
        ("first question, ms", [_ms(r.first_ms) for r in results]),
        ("peak memory of the process so far, MB", [f"{r.resident_megabytes:.0f}" for r in results]),
    ]
    names = [result.name for result in results]
    head = [_row(["", *names]), _row(["---"] * (len(names) + 1))]
    return head + [
        _row([label, *("–" if cell == "nan" else cell for cell in cells)]) for label, cells in rows
    ]


def _hits(name: str, results: Sequence[Result]) -> str:
    full = [result for result in results if result.classes[name].asked == results[0].classes[name].asked]
    found = [result.classes[name].hits for result in full]
    return f"{found[0]:,}" if len(set(found)) == 1 else " · ".join(f"{each:,}" for each in found)


def _ms(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}" if value < 1 else f"{value:.3g}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def machine() -> str:
    """The processor and its cores."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    models = re.findall(r"model name\s*: (.+)", text)
    return f"{models[0]}, {len(models)} cores" if models else platform.machine()
